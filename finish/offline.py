"""Reading without a network: the service worker `sw.js`, which keeps the whole site in a reader's browser.

How it works, and why so:

- A version of the site is the list of its files, each with the hash of its content, and stands in the worker itself.
  Any file that changes makes another worker, which the browser finds by itself when a page is opened.
- A version answers only when it is complete. What the host sends has to have the hash of the list, so a host that
  changes in the middle ends the installation, and no file of another version gets in. What has arrived stays, and is
  not asked for again by the next try or the next version; nothing reads it before the version is complete.
- Files come from the cache, not from the network first: all of a page is of one version then, also on a bad network.
  A page reads files of its own version alone: sheets, scripts and data have a hash in their names (finish/assets.py).
- A new version takes over when no page of the old one is open any more, or when the reader clicks "Reload"
  (docs/assets/javascripts/offline.js); then every open page of the site is loaded anew. What only the old version had
  is removed then.
- Where the browser has no room, or throws away what was kept, pages come from the network as if there were no worker.

A page asks for the worker when a reader begins to read, so the first visit is not slowed down, and one who leaves at
once has fetched nothing.

To take the worker away from all readers, write this into mkdocs.yml, and leave it there: browsers ask for `sw.js` as
long as they have a worker. The file then is one that removes itself and all that was kept.

    extra:
      offline: false

So is the one that `mkdocs serve` gives, for no page may come from a cache while it is written.
"""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import rjsmin

from finish.lab import is_of_lab

WORKER = "sw.js"
_SOURCE, _REMOVAL = (Path(__file__).with_name(name) for name in ("worker.js", "no_worker.js"))
# Too large to be kept beside all that it holds, or (FOR_PROGRAMS) read by no people.
_NOT_KEPT = (WORKER, "*.zip")
FOR_PROGRAMS = ("*.md", "llms.txt", "robots.txt", "sitemap.xml", "sitemap.xml.gz")


def kept_files(site: Path) -> list[Path]:
    """The files that a browser keeps: all but the worker, the lab, and what no reader needs."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return sorted(
        path
        for path in files
        if not is_of_lab(path, site)
        and not any(map(path.match, FOR_PROGRAMS))
        and not (path.parent == site and any(map(path.match, _NOT_KEPT)))
    )


def sizes(site: Path) -> dict[str, int]:
    """How many bytes a browser keeps, and how many it fetches for them."""
    contents = [path.read_bytes() for path in kept_files(site)]
    fetched = sum(min(len(each), len(gzip.compress(each, 6))) for each in contents)
    return {"kept": sum(map(len, contents)), "fetched": fetched}


def write_worker(site: Path) -> None:
    """Write the worker that keeps the site as its folder is now."""
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in kept_files(site)}
    listed = {name: _integrity(content) for name, content in files.items()}
    script = rjsmin.jsmin(_SOURCE.read_text(encoding="utf-8"))
    script = script.replace("__FILES__", json.dumps(listed, separators=(",", ":")))
    script = script.replace("__BYTES__", str(sum(map(len, files.values()))))
    (site / WORKER).write_text(script, encoding="utf-8")


def remove_worker(site: Path) -> None:
    """Write the worker that removes itself, and what another one has kept."""
    (site / WORKER).write_text(rjsmin.jsmin(_REMOVAL.read_text(encoding="utf-8")), encoding="utf-8")


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"
