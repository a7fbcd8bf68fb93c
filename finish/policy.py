"""The Content Security Policy of all pages: nothing from elsewhere, no script and no style that stands in a page.

A page shows frames of this site alone, and none at all where the lab, which is shown in one, is not built.
A page holds one script, `overrides/start.js`, which the policy names by its hash. GitHub Pages sends no headers of
ours, so the policy stands in a meta element; what such an element can't say (`frame-ancestors`) is left out.
See https://www.w3.org/TR/CSP3/.
"""

import base64
import hashlib
from pathlib import Path

from finish.mode import is_served
from macros.lab import is_built
from macros.problems import ROOT

_START = ROOT / "overrides/start.js"


def policy(start: Path = _START) -> str:
    """The policy as one line; empty while MkDocs serves the site, since it reloads pages by a script in them."""
    if is_served():
        return ""
    digest = base64.b64encode(hashlib.sha256(start.read_bytes().rstrip()).digest()).decode()
    frames = ("frame-src 'self'",) if is_built() else ()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{digest}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            *frames,
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
