"""The lab in the built site: a button where an example ran there, nothing more before the click, else nothing."""

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import rjsmin
from playwright.sync_api import expect

from finish.policy import policy
from macros.problems import ROOT
from tests.building import SUB_PATH
from tests.site import nu
from tests.site.built import SmallProject
from tests.site.conftest import OpenLab
from tests.site.dom import Element, parse
from tests.site.lab.panel import TRY, Panel
from tests.site.lab.project import GREET, SCREAM, LabProject

pytestmark = pytest.mark.faults  # it builds small sites again and again
SMALL = 1000  # bytes of what a page has to fetch more, compressed
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
_HASHED = re.compile(r".+\.([0-9a-f]{12})\.\w+")


def site(project: SmallProject) -> Path:
    return project.root / "site"


def panel(project: LabProject) -> Element:
    return parse((site(project) / "lab/panel.html").read_text(encoding="utf-8"))


def test_an_example_is_offered_where_it_ran(lab_site: LabProject) -> None:
    offered = [
        each.attributes["data-lab"] for each in lab_site.home.all("button") if "data-lab" in each.attributes
    ]
    assert offered == [GREET, SCREAM, ""]
    feet = [each.text for each in lab_site.home.all("div", class_="tx-foot")]
    assert [foot.endswith("Try it") for foot in feet] == [True, True, False]


def test_without_the_lab_a_site_is_as_it_was(small: SmallProject) -> None:
    small.write(
        "lab/checked.json", json.dumps({"engine": "1", "platform": "a/b", "day": "x", "examples": {}})
    )
    small.page('{@ example("demo/greet") @}\n\n{@ lab() @}')
    assert small.build().returncode == 0
    home = (site(small) / "index.html").read_text(encoding="utf-8")
    assert "data-lab" not in home and "frame-src" not in home and "Not in this copy of the site" in home
    assert not (site(small) / "lab").exists()


def test_a_lab_that_was_not_checked_is_offered_by_no_example(lab_site: LabProject, tmp_path: Path) -> None:
    project = LabProject(tmp_path)
    (project.root / "lab/checked.json").unlink()
    assert project.build().returncode == 0
    assert [
        each.attributes["data-lab"] for each in project.home.all("button") if "data-lab" in each.attributes
    ] == [""]


def test_a_wrong_record_stops_the_build_with_its_line(tmp_path: Path) -> None:
    project = LabProject(tmp_path)
    project.write(
        "lab/checked.json",
        '{"engine": "1", "platform": "a/b",\n"day": "x", "examples": {\n"demo/greet": {"run": true}}}\n',
    )
    done = project.build()
    assert (
        done.returncode
        and "lab/checked.json:3: Not as it was written: 'ran' is a required property." in done.stdout
    )


def test_a_wrong_lab_stops_the_build(tmp_path: Path) -> None:
    project = LabProject(tmp_path)
    (project.dist / "lab.json").write_text('{"version": "1"}', encoding="utf-8")
    done = project.build()
    assert (
        done.returncode and ".cache/lab/dist/lab.json:1:" in done.stdout and "Run `make lab`." in done.stdout
    )


def test_what_a_page_loads_more_is_small() -> None:
    script = rjsmin.jsmin((ROOT / "docs/assets/javascripts/lab.js").read_text(encoding="utf-8"))
    sheet = (ROOT / "docs/assets/stylesheets/lab.css").read_bytes()
    assert len(gzip.compress(str(script).encode())) + len(gzip.compress(sheet)) < SMALL * 1.3
    assert len(gzip.compress(str(script).encode())) < SMALL


def test_all_files_but_two_are_named_by_their_content(lab_site: LabProject) -> None:
    files = [path for path in (site(lab_site) / "lab").iterdir() if path.is_file()]
    free = {path.name for path in files if not _HASHED.fullmatch(path.name)}
    assert free == {"panel.html", "lab.json"}
    for path in files:
        if match := _HASHED.fullmatch(path.name):
            assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(match[1]), path.name


def test_the_worker_and_the_zip_of_the_site_leave_the_lab_alone(lab_site: LabProject) -> None:
    worker = (site(lab_site) / "sw.js").read_text(encoding="utf-8")
    assert '"index.html"' in worker and '"lab/' not in worker
    (zipped,) = site(lab_site).glob("*.zip")
    with zipfile.ZipFile(zipped) as opened:
        assert not [name for name in opened.namelist() if "/lab/" in name]
        home = next(
            name for name in opened.namelist() if name.endswith("/index.html") and name.count("/") == 1
        )
        assert "data-lab" not in opened.read(home).decode()


def test_pages_may_show_frames_of_the_site_and_the_panel_has_a_policy_of_its_own(
    lab_site: LabProject,
) -> None:
    (page,) = lab_site.home.all("meta", http_equiv="Content-Security-Policy")
    assert "frame-src 'self'" in page.attributes["content"].split("; ")
    assert page.attributes["content"].replace("; frame-src 'self'", "") == policy().replace(
        "; frame-src 'self'", ""
    )
    head = [each for each in panel(lab_site).first("head").children if isinstance(each, Element)]
    assert "charset" in head[0].attributes and head[1].attributes["content"] == POLICY


def test_the_panel_has_no_script_and_no_style_in_itself(lab_site: LabProject) -> None:
    tree = panel(lab_site)
    assert all("src" in each.attributes for each in tree.all("script")) and not tree.all("style")
    assert not [
        name for each in tree.all() for name in each.attributes if name == "style" or name.startswith("on")
    ]


@pytest.mark.skipif(not nu.has_java(), reason="no Java, which the Nu HTML checker needs")
def test_the_panel_is_html_without_errors(lab_site: LabProject, tmp_path: Path) -> None:
    shutil.copy(site(lab_site) / "lab/panel.html", tmp_path)
    assert nu.problems(tmp_path) == []


def test_the_files_and_the_commands_of_an_example_are_told_to_the_panel(lab_site: LabProject) -> None:
    told = json.loads((site(lab_site) / f"lab/examples/{SCREAM}.json").read_text(encoding="utf-8"))
    assert [each["path"] for each in told["files"]] == ["Dockerfile", "start.sh"]
    assert told["name"] == "scream" and told["anchor"] == "example-demo-scream" and told["seconds"] == 3
    assert told["steps"] == [
        {"label": "cat Dockerfile start.sh", "keys": "cat Dockerfile start.sh\r"},
        {"label": "docker run --rm -it greet \\\nsh", "keys": "docker run --rm -it greet \\\rsh\r"},
        {"label": "ls", "keys": "ls\r", "into": "program"},
        {"label": "^D", "keys": "\x04", "into": "program"},
    ]
    assert told["differs"] == [{"command": "cat Dockerfile start.sh", "why": "It prints in capitals."}]


@pytest.mark.browser
def test_nothing_of_the_lab_is_asked_for_before_the_click(open_lab: OpenLab) -> None:
    opened = open_lab()
    before = opened.context.new_page()
    asked: list[str] = []
    before.on("request", lambda request: asked.append(request.url))
    before.goto("")
    before.mouse.wheel(0, 1500)
    before.wait_for_load_state("networkidle")
    assert asked and not [url for url in asked if f"{SUB_PATH}lab/" in url]


@pytest.mark.browser
def test_a_button_says_which_example_it_opens(open_lab: OpenLab) -> None:
    page = open_lab().page
    for name in ("Try it (Greet)", "Try it (Scream)", "Try it (without an example)"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(1)


@pytest.mark.browser
def test_before_the_start_the_panel_asks_for_nothing_large(open_lab: OpenLab) -> None:
    opened = open_lab()
    opened.page.wait_for_load_state("networkidle")
    asked = {re.sub(r"\.[0-9a-f]{12}", "", name) for name in opened.asked}
    modules = {
        f"{name}.mjs"
        for name in (
            "panel",
            "around",
            "calls",
            "device",
            "parts",
            "remote",
            "sheets",
            "start",
            "terminal",
            "view",
            "work",
        )
    }
    assert asked == {"panel.html", "panel.css", "lab.json", f"examples/{GREET}.json", *modules}


@pytest.mark.browser
def test_a_second_click_moves_the_machine_to_another_example(open_lab: OpenLab) -> None:
    opened = open_lab().start()
    opened.open(SCREAM)
    expect(opened.screen).to_contain_text("~/scream $")
    assert opened.page.locator("iframe.lab").count() == 1 and len(opened.page.workers) == 1
    assert opened.page.locator("#example-demo-scream + iframe.lab").count() == 1
    assert [folder for folder, _ in opened.told("open")] == ["greet", "scream"]
    expect(opened.part("#commands button").first).to_have_text("cat Dockerfile start.sh")


@pytest.mark.browser
def test_where_a_browser_can_not_move_a_frame_the_lab_is_opened_anew(open_lab: OpenLab) -> None:
    opened = open_lab(script="delete Element.prototype.moveBefore").start()
    opened.open(SCREAM)
    expect(opened.part("h2")).to_have_text("Scream")
    assert opened.page.locator("iframe.lab").count() == 1
    assert opened.page.locator("#example-demo-scream + iframe.lab").count() == 1
    opened.start()
    assert [folder for folder, _ in opened.told("open")] == ["scream"]


def asked_while_one_runs(open_lab: OpenLab, command: str) -> Panel:
    """A panel in which another example was asked for while this command runs."""
    opened = open_lab().start()
    opened.page.keyboard.type(f"{command}\n")
    expect(opened.part("#time")).to_contain_text("Running for")
    return opened.open(SCREAM)


@pytest.mark.browser
def test_another_example_waits_for_the_command_that_runs(open_lab: OpenLab) -> None:
    opened = asked_while_one_runs(open_lab, "sleep 9")
    expect(opened.screen).to_contain_text("~/scream $")
    assert opened.typed.endswith("\x03")


@pytest.mark.browser
def test_a_command_that_does_not_end_is_told_and_reset_opens_the_other_example(open_lab: OpenLab) -> None:
    opened = asked_while_one_runs(open_lab, "stubborn")
    expect(opened.part("#time")).to_contain_text("End this command first")
    expect(opened.part("#said")).to_contain_text("press Reset, which opens the other example")
    expect(opened.part("#commands button").first).to_have_text("docker build --quiet --tag greet .")
    opened.press("#reset")
    expect(opened.screen).to_contain_text("~/scream $")
    expect(opened.part("#commands button").first).to_have_text("cat Dockerfile start.sh")
    opened.page.wait_for_timeout(3500)  # what was waited for in the machine before is no more
    expect(opened.part("#time")).to_contain_text("Press a command")


@pytest.mark.browser
def test_an_example_that_was_refused_can_be_asked_for_again(open_lab: OpenLab) -> None:
    opened = asked_while_one_runs(open_lab, "read name")
    expect(opened.screen).to_contain_text("~/scream $")
    opened.page.keyboard.type("stubborn\n")
    opened.open(GREET)
    expect(opened.part("#time")).to_contain_text("End this command first")
    opened.thread.evaluate("machine.type('\\r')")
    expect(opened.part("#time")).to_contain_text("Ended after")
    opened.open(GREET)
    expect(opened.screen).to_contain_text("~/greet $")


@pytest.mark.browser
def test_another_example_that_is_asked_for_during_a_start_gets_its_files(open_lab: OpenLab) -> None:
    opened = open_lab()
    held = opened.hold("state-02")
    opened.press("#start")
    opened.page.locator(TRY.format(SCREAM)).click()
    opened.frame.wait_for_function("location.hash.includes('scream')")
    held[0].fallback()
    expect(opened.screen).to_contain_text("~/scream $")
    assert [folder for folder, _ in opened.told("open")] == ["greet", "scream"]
    expect(opened.part("#commands button").first).to_have_text("cat Dockerfile start.sh")


@pytest.mark.browser
def test_closing_gives_the_focus_back(open_lab: OpenLab) -> None:
    opened = open_lab()
    expect(opened.part("#start")).to_be_focused()
    opened.press("#close")
    expect(opened.page.locator("iframe.lab")).to_have_count(0)
    expect(opened.page.locator("[data-lab]").first).to_be_focused()


@pytest.mark.browser
def test_a_panel_that_is_not_there_is_told(open_lab: OpenLab) -> None:
    opened = open_lab()
    opened.press("#close")
    opened.page.route("**/lab/panel.html", lambda route: route.fulfill(status=404, body="<p>nothing"))
    opened.page.locator("[data-lab]").first.click()
    expect(opened.page.locator("p.lab")).to_contain_text("The lab could not be loaded.")
    opened.page.unroute("**/lab/panel.html")
    opened.open(GREET)
    expect(opened.page.locator("p.lab")).to_have_count(0)


@pytest.mark.browser
def test_without_scripts_and_on_paper_there_is_no_button(open_lab: OpenLab, lab_address: str) -> None:
    opened = open_lab()
    opened.page.emulate_media(media="print")
    expect(opened.page.locator("[data-lab]").first).to_be_hidden()
    expect(opened.page.locator("iframe.lab")).to_be_hidden()
    browser = opened.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    window = plain.new_page()
    window.goto(lab_address)
    expect(window.locator(".tx-foot").first).to_be_visible()
    expect(window.locator("[data-lab]").first).to_be_hidden()
    plain.close()
