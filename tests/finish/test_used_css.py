"""What a style sheet may lose, and what it must keep."""

import pytest

from finish.used_css import names, used, words

KNOWN = {"tx", "menu"}


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".tx{color:red}",
        "#menu:hover{color:red}",
        ".tx:not(.absent){color:red}",
        ".tx:is(.absent,p){color:red}",
        "[class=absent]{color:red}",
        "@media print{.tx{color:red}}",
        "@supports (color:red){.tx{color:red}}",
        "@font-face{font-family:x}",
        "@keyframes turn{0%{top:0}}",
        '.tx:before{content:"};"}',
        ".tx{--read:1px;top:var(--read)}",
    ],
)
def test_what_a_page_can_use_stays_as_it_is(rule: str) -> None:
    assert used(rule, KNOWN) == rule


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".absent{color:red}", ""),
        (".tx .absent{color:red}", ""),
        (".tx.absent{color:red}", ""),
        (".absent,.tx{color:red}", ".tx{color:red}"),
        ("[dir=rtl] .tx{color:red}", ""),
        ("@media print{.absent{color:red}}", ""),
        ("@media print{.absent{color:red}.tx{color:red}}", "@media print{.tx{color:red}}"),
        ("@media print{@media screen{.absent{color:red}}}", ""),
        (":root{--unread:1px}", ""),
        (":root{--unread:1px;color:red}", ":root{color:red}"),
        ("/* words */.tx{color:red}", ".tx{color:red}"),
    ],
)
def test_what_no_page_can_use_goes(sheet: str, left: str) -> None:
    assert used(sheet, KNOWN) == left


def test_a_variable_that_another_sheet_reads_stays() -> None:
    assert used(":root{--far:1px}", KNOWN, others="p{top:var(--far)}") == ":root{--far:1px}"


def test_a_variable_that_another_sheet_declares_goes() -> None:
    assert used(":root{--own:1px;--far:2px}", KNOWN, others=":root{--own:3px}p{top:var(--own)}") == ""


def test_what_only_a_variable_that_went_has_read_goes_too() -> None:
    assert used(":root{--far:1px;--near:var(--far)}", KNOWN) == ""


def test_a_variable_that_only_a_dropped_rule_reads_goes() -> None:
    assert used(":root{--far:1px}.absent{top:var(--far)}", KNOWN) == ""


def test_a_name_with_an_escape_is_known_by_what_it_says() -> None:
    assert used(r".a\:b{top:0}", {"a:b"}) == r".a\:b{top:0}"
    assert used(r".a\:b{top:0}", {"a"}) == ""


def test_names_are_classes_and_ids() -> None:
    page = '<p class="one two" id="three" data-class="four">five</p>'
    assert names(page) == {"one", "two", "three"}
    assert {"is-open", "tx"} <= words('part.classList.add("is-open"); root.querySelector(".tx")')
