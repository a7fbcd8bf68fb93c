"""axe-core in a page: what it finds against WCAG 2.2 A and AA, and against its own best practices."""

from collections.abc import Sequence
from functools import cache

from playwright.sync_api import Frame, Page

from macros.problems import ROOT

_SCRIPT = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Those that judge colors: the others say the same in both schemes, and take longer.
COLORS = ("color-contrast", "link-in-text-block")
# Text beside a drawn margin is judged too: axe would leave out what has a `::before` near it.
_RUN = """async ([part, rules]) => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); // scripts see sizes change after a frame
  return axe
    .run(part, {
      resultTypes: ["violations"], runOnly: rules, iframes: false, preload: false,
      checks: { "color-contrast": { options: { ignorePseudo: true } } },
    })
    .then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${help}: ${target.join(" ")}: ${html.slice(0, 100)}`)));
}"""


def findings(window: Page | Frame, part: str = "html", rules: Sequence[str] = RULES) -> list[str]:
    """What axe says against a part of the page as it is now, by sets of rules or by rules; a line for each element."""
    if window.evaluate("typeof axe") == "undefined":
        window.evaluate(_script())
    found: list[str] = window.evaluate(_RUN, [part, list(rules)])
    return found


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
