"""What a style sheet may lose, and what it must keep."""

import pytest

from finish.used_css import names, used, words

KNOWN = {"tx", "menu", "[role]", "[role=menu]", "[dir=ltr]"}


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".tx{color:red}",
        "#menu:hover{color:red}",
        ".tx:not(.absent){color:red}",
        ".tx:is(.absent,p){color:red}",
        "[role=menu]{color:red}",
        '[role="menu"]{color:red}',
        "[role^=absent]{color:red}",
        "details[open]>p{color:red}",
        ":not([absent]){color:red}",
        "[dir=ltr] .tx{color:red}",
        "@media print{.tx{color:red}}",
        "@supports (color:red){.tx{color:red}}",
        "@font-face{font-family:x}",
        "@keyframes turn{0%{top:0}}.tx{animation:1s turn}",
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
        ("[absent]{color:red}", ""),
        ("[role=absent]{color:red}", ""),
        ("[role=absent],.tx{color:red}", ".tx{color:red}"),
        ("@keyframes turn{0%{top:0}}.tx{animation:1s other}", ".tx{animation:1s other}"),
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


def test_what_a_script_says_can_be() -> None:
    rule = "[role=dialog]{top:0}"
    assert used(rule, words('part.role = "dialog"')) == rule and used(rule, words('part.role = "menu"')) == ""


def test_a_motion_that_another_sheet_names_stays() -> None:
    motion = "@keyframes turn{0%{top:0}}"
    assert used(motion, KNOWN, others="p{animation-name:turn}") == motion


def test_rules_for_more_tabs_than_a_page_has_go() -> None:
    sheet = ".tabbed-set>p:nth-child(2),.tabbed-set>p:nth-child(3){top:0}p:nth-child(9){top:0}"
    known = names(
        '<div class="tabbed-set"><div class="tabbed-labels"><label>a</label><label>b</label></div></div>'
    )
    assert used(sheet, known) == ".tabbed-set>p:nth-child(2){top:0}p:nth-child(9){top:0}"


def test_names_are_classes_ids_and_attributes() -> None:
    page = '<p class="one two" id="three" hidden>four</p>'
    of_attributes = {"[class]", "[class=one two]", "[id]", "[id=three]", "[hidden]", "[hidden=]"}
    assert names(page) == {"one", "two", "three"} | of_attributes
    assert {"is-open", "tx"} <= words('part.classList.add("is-open"); root.querySelector(".tx")')
