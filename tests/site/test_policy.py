"""The Content Security Policy: the same on every page, kept by every page in use, and it stops what is not ours."""

import re

import pytest
from playwright.sync_api import Page

from finish.policy import policy
from tests import figures
from tests.counts import count
from tests.site.built import PAGES, Built
from tests.site.chromium import version
from tests.site.conftest import Open
from tests.site.dom import Element
from tests.site.test_access import UNFOLD

MISSING = "no/such/page/"
LISTEN = """window.violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, sample }) => {
  window.violations.push(`${effectiveDirective}: ${sample}`);
});"""
# Attributes that are code or style, which the policy forbids in a page.
_BY_ATTRIBUTE = re.compile(r"style|on\w+")
# Every button, tab and option, one after the other, but those that leave the page.
USE = """async () => {
  const choices = document.querySelectorAll("button:not([popovertarget]), .tabbed-labels > label, .opt");
  for (const choice of choices) choice.click();
  await new Promise((done) => setTimeout(done, 200));
}"""
# What somebody who smuggles text into a page would try, and what would be true if it had worked.
_SMUGGLE = "document.body.insertAdjacentHTML('beforeend', `{}`)"
_RED = "getComputedStyle(document.body.lastChild).color === 'rgb(255, 0, 0)'"
ATTACKS = {
    "a script": (
        "const part = document.createElement('script'); part.text = 'window.done = true'; document.body.append(part)",
        "window.done",
    ),
    "a handler": (
        _SMUGGLE.format("<p onclick='window.done = true'>") + "; document.body.lastChild.click()",
        "window.done",
    ),
    "text as code": ("setTimeout('window.done = true')", "window.done"),
    "a style": (_SMUGGLE.format("<p style='color: red'>"), _RED),
    "a style sheet": (_SMUGGLE.format("<style>p { color: red }</style><p>"), _RED),
    "a picture of another host": ("new Image().src = 'https://foreign.example/pixel.gif'", "false"),
    "a question to another host": ("fetch('https://foreign.example/').catch(() => {})", "false"),
}


def test_every_page_has_the_policy_before_anything_that_it_governs(built: Built) -> None:
    for path, tree in built.all_trees.items():
        head = [each for each in tree.first("head").children if isinstance(each, Element)]
        charset, stated = head[:2]
        assert "charset" in charset.attributes, path
        assert stated.attributes == {"http-equiv": "Content-Security-Policy", "content": policy()}, path
        assert len(tree.all("meta", http_equiv="Content-Security-Policy")) == 1, path


def test_the_policy_forbids_all_that_it_does_not_name() -> None:
    rules = dict(rule.partition(" ")[::2] for rule in policy().split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy() and "http" not in policy() and "*" not in policy()


def test_no_page_has_style_or_code_in_an_attribute_or_a_script_of_its_own(built: Built) -> None:
    for path, tree in built.all_trees.items():
        found = [
            f"{each.tag} {name}"
            for each in tree.all()
            for name in each.attributes
            if _BY_ATTRIBUTE.fullmatch(name)
        ]
        assert found == [], path
        assert tree.all("style") == [], path
        scripts = [
            each for each in tree.all("script") if each.attributes.get("type") != "application/ld+json"
        ]
        assert len([each for each in scripts if "src" not in each.attributes]) == 1, path
        assert [
            each for each in tree.all("a") if each.attributes.get("href", "").startswith("javascript:")
        ] == []


@pytest.mark.browser
@pytest.mark.parametrize("page", [*PAGES, MISSING])
def test_no_page_in_use_breaks_the_policy(open_page: Open, page: str) -> None:
    window = opened(open_page, page)
    window.evaluate(USE)
    window.evaluate(UNFOLD)
    found = violations(window)
    figures.note("policy", version(window), page, found=len(found))
    assert found == []
    count("pages used under the policy")


@pytest.mark.browser
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_policy_stops_what_is_not_the_sites_own(open_page: Open, attack: str) -> None:
    window = opened(open_page, "")
    steps, worked = ATTACKS[attack]
    window.evaluate(f"() => {{ {steps} }}")
    window.wait_for_function("window.violations.length")
    assert not window.evaluate(worked)


def opened(open_page: Open, page: str) -> Page:
    """A page that notes what its policy stops, from before its first element on."""
    window = open_page(None)
    window.add_init_script(LISTEN)
    window.goto(page)
    return window


def violations(window: Page) -> list[str]:
    found: list[str] = window.evaluate("window.violations")
    return found
