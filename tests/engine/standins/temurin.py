"""Java of Debian's openjdk-21 packages, put together as in eclipse-temurin: what its two stand-ins share.

The official images are made on Ubuntu, with curl and wget. Here the classes are compressed (jlink), and the entrypoint
script doesn't know USE_SYSTEM_CA_CERTS. `java -version` names Debian, not Temurin.
"""

from tests.engine.archive import MADE
from tests.engine.standins import debian
from tests.engine.standins.roots import tidied
from tests.engine.standins.workshop import Made, Workshop

CONFIG = {
    "Entrypoint": ["/__cacert_entrypoint.sh"],
    "Env": [
        debian.PATH.replace("=", "=/opt/java/openjdk/bin:"),
        "JAVA_HOME=/opt/java/openjdk",
        "LANG=en_US.UTF-8",
        "LANGUAGE=en_US:en",
        "LC_ALL=en_US.UTF-8",
    ],
}
# The official script also takes in certificates of the system, when USE_SYSTEM_CA_CERTS says so.
ENTRYPOINT = """\
#!/usr/bin/env bash
export JRE_CACERTS_PATH=$JAVA_HOME/lib/security/cacerts
exec "$@"
"""
JAVA = ["openjdk-21-jdk-headless", "openjdk-21-jre-headless", "ca-certificates-java", "locales"]
# What the official image has too, and what Java's libraries for pictures and fonts need.
SYSTEM = [
    "ca-certificates",
    "tzdata",
    "fontconfig",
    "libfreetype6",
    "libharfbuzz0b",
    "libjpeg62-turbo",
    "liblcms2-2",
]
# Debian's jlink takes the settings of Java from where its packages put them, so they are complete there. The shared
# archive of classes is used only while the file of classes has the time that it had when the archive was made.
INSTALL = f"""\
FROM scratch AS system
ADD base.tar /
RUN --mount=type=bind,source=packages,target=/packages --mount=type=bind,source=java,target=/java <<END
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
dpkg --install /packages/*.deb
I18NPATH=/java/usr/share/i18n localedef -f UTF-8 -i en_US en_US.UTF-8
rm -rf /var/lib/dpkg/*-old /var/cache/ldconfig/aux-cache /var/cache/fontconfig/*
END

FROM system AS linked
COPY java/ /
RUN <<END
set -e
java=$(echo /usr/lib/jvm/java-21-openjdk-*)
home=/opt/java/openjdk
mkdir -p /opt/java /etc/ssl/certs/java
$java/bin/jlink --compress zip-6 --no-man-pages --add-modules MODULES --output $home
ls /etc/ssl/certs/*.pem | sed 's/^/+/' \\
  | $java/bin/java -jar /usr/share/ca-certificates-java/ca-certificates-java.jar -storepass changeit
cp /etc/ssl/certs/java/cacerts $home/lib/security/cacerts
AFTERWARDS
touch --date=@{MADE} $home/lib/modules
$home/bin/java -Xshare:dump
END

FROM system
COPY --from=linked /opt/java /opt/java
COPY --chmod=755 __cacert_entrypoint.sh /
RUN java=/opt/java/openjdk/lib; echo $java > /etc/ld.so.conf.d/docker-openjdk.conf \\
  && echo $java/server >> /etc/ld.so.conf.d/docker-openjdk.conf && ldconfig && rm -rf /var/cache/ldconfig/aux-cache
"""


def layer(shop: Workshop, modules: str, with_tools: bool) -> Made:
    """The layer above Debian's: a Java of these modules, and what its jlink needs to make others of them."""
    shop.unpack(shop.fetch(*JAVA), "java")
    version = next((shop.context / "packages").glob("openjdk-21-jdk-headless_*")).name.split("_")[1]
    for package in (shop.context / "packages").iterdir():
        package.unlink()
    tools = ["binutils"] if with_tools else []
    shop.fetch_all(*SYSTEM, *tools, but=shop.apt.with_dependencies(*debian.system(shop)))
    (shop.context / "__cacert_entrypoint.sh").write_text(ENTRYPOINT)
    keep = "cp -r $java/jmods $home/jmods" if with_tools else ":"
    dockerfile = INSTALL.replace("MODULES", modules).replace("AFTERWARDS", keep)
    made = tidied(shop.build(dockerfile), shop.folder / "layer.tar", debian.LEFT_OUT, base=shop.base[0])
    return Made([made], {"JAVA_VERSION": "jdk-" + version.partition("-")[0]})
