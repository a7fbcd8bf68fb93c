"""The lab in the folder of a site: its files, the panel by hashed names, and what there is not of the lab."""

import re
from pathlib import Path

import pytest

from finish import lab
from tests.site.lab.project import HERE

_IMPORTED = re.compile(r'(?:from|import|new URL) ?\(?"\./([^"]+)"')


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dist = tmp_path / "dist"
    (dist / "disk.0").mkdir(parents=True)
    for name in ("lab.json", "state-00.0123456789ab.zst", "disk.0/0.zst"):
        (dist / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(lab, "DIST", dist)
    monkeypatch.setattr(lab, "is_built", lambda: True)
    monkeypatch.setattr(lab, "_MACHINE", HERE / "machine.mjs")
    (tmp_path / "site/lab").mkdir(parents=True)
    (tmp_path / "site/lab/index.html").write_text("the page", encoding="utf-8")
    return tmp_path / "site"


@pytest.mark.parametrize("is_served", [False, True], ids=["published", "served"])
def test_the_files_are_there_also_after_a_second_build(site: Path, is_served: bool) -> None:
    lab.write(site, is_served=is_served)
    lab.write(site, is_served=is_served)
    for name in ("lab.json", "state-00.0123456789ab.zst", "disk.0/0.zst"):
        assert (site / "lab" / name).read_text(encoding="utf-8") == name
    assert (site / "lab/state-00.0123456789ab.zst").is_symlink() == is_served
    assert (site / "lab/index.html").read_text(encoding="utf-8") == "the page"


def test_a_lab_that_was_served_can_be_published(site: Path) -> None:
    lab.write(site, is_served=True)
    lab.write(site)
    assert not any(path.is_symlink() for path in (site / "lab").iterdir())
    assert (site.parent / "dist/disk.0/0.zst").is_file()


def test_every_module_imports_what_is_there(site: Path) -> None:
    lab.write(site)
    page = (site / "lab/panel.html").read_text(encoding="utf-8")
    todo = re.findall(r'(?:src|href)="([^"]+)"', page)
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.(?:mjs|css)", name), name
        seen.add(name)
        todo += set(_IMPORTED.findall((site / "lab" / name).read_text(encoding="utf-8"))) - seen
    modules = {path.name.partition(".")[0] for path in lab._SOURCES.glob("*.mjs")}
    assert {name.partition(".")[0] for name in seen if name.endswith(".mjs")} == {*modules, "machine"}


def test_another_module_below_gives_all_above_another_name(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.write(site)
    first = {path.name for path in (site / "lab").glob("*.mjs")}
    other = site.parent / "machine.mjs"
    other.write_text("export class Machine {}\n", encoding="utf-8")
    monkeypatch.setattr(lab, "_MACHINE", other)
    lab.write(site)
    changed = {path.name.partition(".")[0] for path in (site / "lab").glob("*.mjs") if path.name not in first}
    assert changed == {"machine", "worker", "remote", "start", "work", "panel"}


@pytest.mark.parametrize(
    ("path", "is_of_lab"),
    [
        ("lab/index.html", False),
        ("lab/index.md", False),
        ("lab/sources.0123456789ab.txt", False),
        ("lab/panel.html", True),
        ("lab/examples/demo/greet.json", True),
        ("lab/disk.0/index.html", True),
        ("laboratory/panel.html", False),
        ("index.html", False),
    ],
)
def test_the_page_about_the_lab_is_a_page(path: str, is_of_lab: bool) -> None:
    assert lab.is_of_lab(Path("/site", path), Path("/site")) == is_of_lab


def test_without_a_lab_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "is_built", lambda: False)
    lab.write(tmp_path)
    assert list(tmp_path.iterdir()) == []
