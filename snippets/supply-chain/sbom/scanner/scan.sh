#!/bin/sh
# Writes what dpkg knows of the image, in the form that BuildKit asks for.
packages=$(awk '
  /^Package:/ { name = $2 }
  /^Version:/ {
    printf "%s{\"SPDXID\": \"SPDXRef-%s\", \"name\": \"%s\", \"versionInfo\": \"%s\"}", comma, name, name, $2
    comma = ","
  }' "$BUILDKIT_SCAN_SOURCE/var/lib/dpkg/status")
cat > "$BUILDKIT_SCAN_DESTINATION/packages.spdx.json" <<END
{"_type": "https://in-toto.io/Statement/v0.1",
 "predicateType": "https://spdx.dev/Document",
 "predicate": {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT",
               "name": "packages", "packages": [$packages]}}
END
