"""Sentences of authors: code in backticks, whole words, everything else as text."""

import pytest

from macros.prose import LONGEST, prose, whole_words
from tests.site.dom import parse


@pytest.mark.parametrize(
    "text", ["A <b> & `c <d> & e`", "`--a` and `b`", "no `end", "``", "2 - 1, a-b", "*a* _b_"]
)
def test_no_text_is_lost_or_added(text: str) -> None:
    assert parse(prose(text)).text == (text if text in ("no `end", "``") else text.replace("`", ""))


def test_code_is_code_and_nothing_else_is_markup() -> None:
    tree = parse(prose("<b> `docker <run>` and `exec`"))
    assert [each.text for each in tree.all("code")] == ["docker <run>", "exec"] and not tree.all("b")


def test_a_flag_stays_whole_also_outside_code() -> None:
    assert [
        each.text for each in parse(prose("With --stop-timeout or -it, a-b")).all("span", class_="w")
    ] == [
        "--stop-timeout",
        "-it",
    ]


def test_a_word_that_no_phone_could_hold_may_break() -> None:
    fits, too_long = "-" * LONGEST, "-" * (LONGEST + 1)
    assert [each.text for each in parse(whole_words(f"a {fits} {too_long}")).all("span")] == [fits]
