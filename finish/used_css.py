"""The rules of a style sheet that a site can use."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_TAG = re.compile(r"<[a-z][^<>]*>")
_LABELS = re.compile(r'class="tabbed-labels">(.*?)</div>', re.DOTALL)
_PLACE = re.compile(r":nth-child\(\d+\)")
_SAID = re.compile(r'\s([\w-]+)(?:="([^"]*)")?(?=[\s>])')
_WORD = re.compile(r"[\w-]+")
_VARIABLE = re.compile(r"var\((--[\w-]+)")
_DECLARED = re.compile(r"[{;]\s*(--[\w-]+)\s*:")
_RIGHT_TO_LEFT = "[dir=rtl]"
# What `:not()` and its like name is nothing that an element must have.
_NO_CONDITION = re.compile(r":(?:not|is|where)\([^()]*\)")
_NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
_ATTRIBUTE = re.compile(r"""\[([\w-]+)(?:=["']?([^"'\]]*))?[^\]]*\]""")
_BY_BROWSERS = {"open"}  # attributes that come and go while a page is read
_MOTION = re.compile(r"animation(?:-name)?:([^;}]*)")


def names(page: str) -> set[str]:
    """The classes and ids of a page, its attributes `[name]` and `[name=value]`, and the `:nth-child(1)` of tabs."""
    said = [each for tag in _TAG.findall(page) for each in _SAID.findall(tag)]
    known = {f"[{name}]" for name, _ in said} | {f"[{name}={value}]" for name, value in said}
    tabs = max((labels.count("<label") for labels in _LABELS.findall(page)), default=0)
    known |= {f":nth-child({place})" for place in range(1, tabs + 1)}
    return known.union(*(value.split() for name, value in said if name in ("class", "id")))


def words(script: str) -> set[str]:
    """The classes, ids and attributes that a script may give to elements: any word of it."""
    return set(_WORD.findall(script))


def used(sheet: str, known: AbstractSet[str], others: str = "") -> str:
    """The sheet without rules for classes, ids and attributes that are not `known`, or for text from right to left.

    A variable goes, too, that neither what is left nor the `others` read, or that those declare: they come later.
    So does a motion that nothing names.
    """
    rules = _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), known)
    kept = "".join(map(_written, rules))
    moves = words(" ".join(_MOTION.findall(kept + others)))
    rules = [rule for rule in rules if _motion(rule) in ("", *moves)]
    declared, read = set(_DECLARED.findall(others)), set(_VARIABLE.findall(kept + others))
    while True:
        text = "".join(_written(rule, read - declared) for rule in rules)
        still = set(_VARIABLE.findall(text + others))
        if still == read:
            return text
        read = still  # what read a variable may be gone itself


def _rules(rules: Iterable[Node], known: AbstractSet[str]) -> list[Node]:
    kept = []
    for rule in rules:
        if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            rule.content = _rules(inner, known)
            if rule.content:
                kept.append(rule)
        elif isinstance(rule, QualifiedRule):
            selectors = [each for each in _selectors(rule.prelude) if _can_match(each, known)]
            if selectors:
                rule.prelude = tinycss2.parse_component_value_list(",".join(selectors))
                kept.append(rule)
        else:
            kept.append(rule)
    return kept


def _selectors(prelude: list[Node]) -> list[str]:
    """The selectors of a list; a comma inside of brackets divides nothing."""
    parts: list[list[Node]] = [[]]
    for part in prelude:
        if part == ",":
            parts.append([])
        else:
            parts[-1].append(part)
    return [tinycss2.serialize(part).strip() for part in parts]


def _can_match(selector: str, known: AbstractSet[str]) -> bool:
    bare = _NO_CONDITION.sub("", selector)
    needed = {name.replace("\\", "") for name in _NAME.findall(_ATTRIBUTE.sub("", bare))}
    if ".tabbed-" in selector:
        needed.update(_PLACE.findall(selector))
    said = all(_can_be_said(name, value, known) for name, value in _ATTRIBUTE.findall(bare))
    return said and needed <= known and _RIGHT_TO_LEFT not in selector


def _can_be_said(name: str, value: str, known: AbstractSet[str]) -> bool:
    """Whether an element can have this attribute, with this value if there is one: by a page, a script or a browser."""
    of_page = f"[{name}={value}]" if value else f"[{name}]"
    return name in _BY_BROWSERS or of_page in known or {name, value or name} <= known


def _motion(rule: Node) -> str:
    """The name of the motion that a rule `@keyframes` describes; "" for another rule."""
    is_one = isinstance(rule, AtRule) and rule.lower_at_keyword == "keyframes"
    return tinycss2.serialize(rule.prelude).strip() if is_one else ""


def _written(rule: Node, read: AbstractSet[str] | None = None) -> str:
    if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
        inner = "".join(_written(each, read) for each in rule.content)
        return f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inner}}}"
    if isinstance(rule, QualifiedRule):
        declarations = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        kept = [
            each.serialize()
            for each in declarations
            if read is None or not each.name.startswith("--") or each.name in read
        ]
        return f"{tinycss2.serialize(rule.prelude)}{{{';'.join(kept)}}}" if kept else ""
    return str(rule.serialize())
