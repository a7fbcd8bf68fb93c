"""Sentences of authors: code in backticks, whole words, everything else as text."""

import pytest

from macros.prose import BESIDE, LONGEST, prose, whole_words
from tests.site.dom import parse


@pytest.mark.parametrize(
    "text", ["A <b> & `c <d> & e`", "`--a` and `b`", "no `end", "``", "2 - 1, a-b", "*a* _b_"]
)
def test_no_text_is_lost_or_added(text: str) -> None:
    assert parse(prose(text)).text == (text if text in ("no `end", "``") else text.replace("`", ""))


def test_code_is_code_and_nothing_else_is_markup() -> None:
    tree = parse(prose("<b> `docker <run>` and `exec`"))
    assert [each.text for each in tree.all("code")] == ["docker <run>", "exec"] and not tree.all("b")


def test_a_flag_and_a_date_stay_whole_also_outside_code() -> None:
    found = parse(prose("With --stop-timeout or -it, a-b, on 2026-11-30; not 2026-11-300")).all(
        "span", class_="w"
    )
    assert [each.text for each in found] == ["--stop-timeout", "-it", "2026-11-30"]


def test_a_word_that_no_phone_could_hold_may_break() -> None:
    fits, too_long = "-" * LONGEST, "-" * (LONGEST + 1)
    assert [each.text for each in parse(whole_words(f"a {fits} {too_long}")).all("span")] == [fits]


def test_a_word_that_fits_only_without_an_exit_status_may_break_behind_a_slash() -> None:
    fits, too_long = "a/" + "-" * (BESIDE - 2), "a/" + "-" * (BESIDE - 1)
    assert [each.text for each in parse(whole_words(f"{fits} {too_long}")).all("span")] == [
        fits,
        too_long[2:],
    ]


def test_a_word_that_opens_a_template_stays_behind_its_quote() -> None:
    names = parse(whole_words('ps --format "{{.Names}} {{.Status}}"')).all("span")
    assert [each.text for each in names] == ["--format", '"{{.Names}}']


def test_a_long_word_may_break_behind_a_slash_and_an_equals_sign_and_inside_a_long_part() -> None:
    assert whole_words("type=bind,src=/var/lib/app.d,ro") == "type=<wbr>bind,src=/var/<wbr>lib/<wbr>app.d,ro"
    assert whole_words("unix:///run/nowhere/docker.sock") == "unix:///run/<wbr>nowhere/<wbr>docker.sock"
    assert whole_words("EXPERIMENTAL_BUILDKIT_SOURCE_POLICY=x") == (
        "EXPERIMENTAL_<wbr>BUILDKIT_<wbr>SOURCE_<wbr>POLICY=<wbr>x"
    )
    assert whole_words("com.docker.network.bridge.name=x") == (
        "com<wbr>.docker<wbr>.network<wbr>.bridge<wbr>.name=<wbr>x"
    )


def test_a_last_dot_a_quoted_space_and_a_lone_hyphen_stay_with_their_words() -> None:
    words = parse(whole_words("docker build --tag app - | tr 'a' ' '; docker build app .")).all("span")
    assert [each.text for each in words] == ["--tag", "app -", "' ';", "app ."]


def test_json_breaks_between_its_items() -> None:
    assert whole_words('["/sbin/docker-init","--","serve"]') == (
        '<span><span class="w">["/sbin/docker-init",</span><wbr><span class="w">"--",</span><wbr>"serve"]</span>'
    )
    assert whole_words('$NAME","/bin/sh","-c","watch') == (
        '<span>$NAME",<wbr>"/bin/sh",<wbr><span class="w">"-c",</span><wbr>"watch</span>'
    )
    assert whole_words('["serve","docs"]') == '["serve","docs"]'  # short


def test_an_item_of_json_that_no_phone_could_hold_may_break() -> None:
    assert whole_words('{"Id":"aaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbb","Left":[]}') == (
        '<span>{"Id":<wbr><span>"aaaaaaaaaaaaaaaaaa/<wbr>bbbbbbbbbbbbb",</span><wbr>"Left":<wbr>[]}</span>'
    )


def test_short_code_stays_on_one_line_and_long_code_breaks_at_its_spaces() -> None:
    short, long = parse(prose("`docker container` or `docker container prune`")).all("code")
    assert (short.attributes, long.attributes) == ({"class": "w"}, {})


def test_a_middling_word_may_break_behind_its_commas() -> None:
    assert whole_words("type=volume,src=notes") == "type=volume,<wbr>src=notes"
