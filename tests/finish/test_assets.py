"""One style sheet and one script, with names that follow what is in them."""

import hashlib
from pathlib import Path

import pytest

from finish.assets import join, merge


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in {
        "index.html": '<link href="assets/site.css"><script src="assets/site.js"></script>'
        '<p class="tx">assets/site.css</p>',
        "run/index.html": '<link href="../assets/site.css"><script src="../assets/site.js"></script>'
        '<truth-table data-parts="../truth/small.js">',
        "assets/stylesheets/main.0a1b.min.css": ".tx{top:var(--far)}.absent{top:0}:root{--near:0;--unread:0}",
        "assets/stylesheets/palette.0a1b.min.css": ".tx{left:0}",
        "assets/stylesheets/b.css": ".b { top: var(--near) }",
        "assets/stylesheets/tokens.css": ":root { --far: 0 } /* why */",
        "assets/javascripts/bundle.0a1b.min.js": "material()",
        "assets/javascripts/a.js": "/* why */ a();",
        "assets/javascripts/b.js": "b() // no end",
        "assets/favicon.svg": "<svg/>",
        "start.js": "start()",
        "truth/small.js": "cells()",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def one(site: Path, pattern: str) -> Path:
    (path,) = site.glob(pattern)
    return path


def test_the_theme_comes_first_then_the_tokens_then_the_rest(site: Path) -> None:
    merge(site)
    sheet = one(site, "assets/site.*.css").read_text(encoding="utf-8")
    assert sheet == ".tx{top:var(--far)}:root{--near:0}\n:root{--far:0}.b{top:var(--near)}"


def test_a_site_that_is_served_has_whole_files_under_the_names_of_its_pages_twice(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    for _ in range(2):
        join(site)
        sheet = (site / "assets/site.css").read_text(encoding="utf-8")
        assert sheet.startswith(".tx{top:var(--far)}.absent{top:0}")
        assert sheet.index(":root { --far: 0 } /* why */") < sheet.index(".b { top: var(--near) }")
        script = (site / "assets/site.js").read_text(encoding="utf-8")
        assert script == "/* why */ a();\nb() // no end"
    assert (site / "index.html").read_text(encoding="utf-8") == page


def test_scripts_are_ours_alone_and_each_ends(site: Path) -> None:
    merge(site)
    assert one(site, "assets/site.*.js").read_text(encoding="utf-8") == "a();\nb()\n"


def test_every_page_names_the_files_by_what_is_in_them(site: Path) -> None:
    merge(site)
    for suffix in ("css", "js"):
        path = one(site, f"assets/site.*.{suffix}")
        assert path.name == f"site.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.{suffix}"
        for page, above in (("index.html", ""), ("run/index.html", "../")):
            assert f'"{above}assets/{path.name}"' in (site / page).read_text(encoding="utf-8")
    assert '<p class="tx">assets/site.css</p>' in (site / "index.html").read_text(encoding="utf-8")


def test_what_they_were_made_of_is_not_published(site: Path) -> None:
    merge(site)
    assert {path.name.split(".")[0] for path in (site / "assets").rglob("*")} == {"site", "favicon"}
    assert not (site / "start.js").exists()


def test_the_cells_of_a_table_are_named_by_what_is_in_them(site: Path) -> None:
    merge(site)
    path = one(site, "truth/*")
    assert path.name == f"small.{hashlib.sha256(b'cells()').hexdigest()[:8]}.js"
    assert path.read_bytes() == b"cells()"
    assert f'"../truth/{path.name}"' in (site / "run/index.html").read_text(encoding="utf-8")


def test_another_rule_gives_another_name(site: Path) -> None:
    sheet = site / "assets/stylesheets/b.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + ".b{left:0}", encoding="utf-8")
    merge(site)
    first = ".tx{top:var(--far)}:root{--near:0}\n:root{--far:0}.b{top:var(--near)}"
    assert one(site, "assets/site.*.css").name != f"site.{hashlib.sha256(first.encode()).hexdigest()[:8]}.css"
