"""A template that Jinja can't use is told with its place."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from macros import problems
from macros.stop import Stop
from macros.templates import Templates


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    monkeypatch.setattr(problems, "ROOT", tmp_path)
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides/part.html").write_text("<p>\n{{ nothing.here }}</p>\n")
    environment = Environment(loader=FileSystemLoader(tmp_path / "overrides"), undefined=StrictUndefined)  # noqa: S701
    Templates().on_env(environment)
    return environment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>\n{% if x %}\n", "overrides/main.html:2: Jinja can't read this: Unexpected end of template."),
        (
            "<p>\n\n{{ nothing.here }}\n",
            "overrides/main.html:3: Jinja can't use this: 'nothing' is undefined. Mend",
        ),
        ("{{ 1 / 0 }}\n", "overrides/main.html:1: Jinja can't use this: division by zero. Mend it."),
        (
            '\n{% include "no.html" %}\n',
            "overrides/main.html:2: There is no `overrides/no.html`. Correct the",
        ),
        (
            '{% include "part.html" %}\n',
            "overrides/part.html:2: Jinja can't use this: 'nothing' is undefined.",
        ),
    ],
)
def test_the_place_is_told(templates: Environment, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "overrides/main.html").write_text(text)
    with pytest.raises(Stop) as stop:
        templates.get_template("main.html").render()
    assert str(stop.value).startswith(said)


def test_what_is_told_already_stays_as_it_is(templates: Environment, tmp_path: Path) -> None:
    def stop() -> None:
        raise Stop("docs/page.md:1: Wrong. Mend it.")

    (tmp_path / "overrides/main.html").write_text("{{ stop() }}")
    with pytest.raises(Stop, match=r"^docs/page\.md:1: Wrong\. Mend it\.$"):
        templates.get_template("main.html").render(stop=stop)
