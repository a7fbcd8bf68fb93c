"""The policy names the script that stands in pages; tests/site/test_pages.py looks at the pages themselves."""

from pathlib import Path

import click
from click.testing import CliRunner

from finish.policy import policy


def test_another_script_has_another_hash(tmp_path: Path) -> None:
    script = tmp_path / "start.js"
    script.write_text("alert(1)\n", encoding="utf-8")
    assert policy(script) != policy()


def test_a_site_that_is_served_to_an_author_reloads_by_a_script_in_its_pages() -> None:
    @click.command("serve")
    def serve() -> None:
        click.echo(f"[{policy()}]")

    assert CliRunner().invoke(serve).output == "[]\n"
