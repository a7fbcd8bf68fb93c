"""How the site is found, previewed and read by programs: what the heads of pages say, sitemap, llms.txt, Markdown."""

import json
import re
import struct
from typing import Any
from urllib.parse import urldefrag

import pytest

from macros.calls import shown_at
from macros.examples import examples
from macros.pages import DOCS, address, fields
from macros.pages import pages as every_page
from tests.building import SITE_URL
from tests.site.built import Built, SmallProject
from tests.site.dom import Element, parse

NASTY = """A "title" of <b>, & 'that' </script><!-- {x}"""
CODE = re.compile(r"^(`{3,}).*?^\1$|(`+)(?!`).*?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((\S+?)\)")


def meta(tree: Element) -> dict[str, str]:
    named = [each.attributes for each in tree.first("head").all("meta")]
    return {each.get("name") or each.get("property", ""): each.get("content", "") for each in named}


def links(tree: Element, kind: str) -> list[str]:
    return [each.attributes["href"] for each in tree.first("head").all("link", rel=kind)]


def facts(tree: Element) -> dict[str, Any]:
    """What a page says as JSON-LD, by type."""
    [script] = tree.all("script", type="application/ld+json")
    return {each["@type"]: each for each in json.loads(script.text)["@graph"]}


def prose(text: str) -> str:
    return CODE.sub("code", text)


def text_of(built: Built, page: str) -> str:
    return built.file(page).with_suffix(".md").read_text(encoding="utf-8")


def test_every_page_names_its_own_address_and_what_it_is(built: Built) -> None:
    for page, tree in built.trees.items():
        said = meta(tree)
        assert links(tree, "canonical") == [said["og:url"]] == [SITE_URL + page], page
        assert said["og:title"] == tree.first("title").text.removesuffix(f" - {said['og:site_name']}"), page
        assert said["og:description"] == said["description"], page
        assert said["og:image"].startswith(SITE_URL), page
        assert (built.folder / said["og:image"].removeprefix(SITE_URL)).is_file(), page
        assert links(tree, "alternate") == ["index.md"] and text_of(built, page).startswith("# "), page


def test_every_page_tells_programs_what_it_is_and_where_it_stands(built: Built) -> None:
    for page, tree in built.trees.items():
        if page:
            said = facts(tree)
            assert said["TechArticle"]["url"] == SITE_URL + page, page
            way = [each["item"].removeprefix(SITE_URL) for each in said["BreadcrumbList"]["itemListElement"]]
            assert [way[0], way[-1]] == ["", page] and set(way) <= set(built.pages), page
    assert len(facts(built.trees["build/cache/"])["BreadcrumbList"]["itemListElement"]) == 3


def test_the_home_page_tells_how_the_site_is_searched(built: Built) -> None:
    said = facts(built.trees[""])["WebSite"]
    assert said["url"] == SITE_URL
    assert said["potentialAction"]["target"]["urlTemplate"] == f"{SITE_URL}?q={{search_term_string}}"


def test_the_page_for_what_is_not_there_is_kept_out_of_indexes(built: Built) -> None:
    tree = built.all_trees["404.html"]
    assert meta(tree)["robots"] == "noindex"
    assert not links(tree, "canonical") and "og:url" not in meta(tree)
    assert "robots" not in meta(built.trees[""])


def test_the_card_has_the_size_that_previews_ask_for_and_weighs_little(built: Built) -> None:
    said = meta(built.trees[""])
    card = (built.folder / said["og:image"].removeprefix(SITE_URL)).read_bytes()
    assert card.startswith(b"\x89PNG")
    size = (1200, 630)
    assert struct.unpack(">II", card[16:24]) == size
    assert (int(said["og:image:width"]), int(said["og:image:height"])) == size
    assert len(card) < 60_000


def test_the_sitemap_claims_no_dates(built: Built) -> None:
    text = (built.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert text.startswith("<?xml") and "lastmod" not in text


@pytest.mark.slow
@pytest.mark.parametrize("url", [SITE_URL, ""])
def test_a_title_may_hold_any_sign_and_a_site_may_have_no_address(small: SmallProject, url: str) -> None:
    written = json.dumps(NASTY)
    page = f"---\ntitle: {written}\ndescription: {written}\n---\n\n# One\n"
    small.write("docs/index.md", page)
    small.write("docs/reference/how-checked.md", page)
    config = (small.root / "small.yml").read_text(encoding="utf-8")
    small.write("small.yml", f"{config}site_url: {json.dumps(url)}\n")
    done = small.build()
    assert done.returncode == 0, done.stdout
    for place in ("index.html", "reference/how-checked/index.html"):
        tree = parse((small.root / "site" / place).read_text(encoding="utf-8"))
        said = meta(tree)
        assert said["description"] == NASTY and tree.first("title").text.startswith(NASTY)
        assert links(tree, "alternate") == ["index.md"]
        assert bool(links(tree, "canonical")) == ("og:url" in said) == bool(url)
        if url:
            assert said["og:title"] == NASTY
            assert place == "index.html" or facts(tree)["TechArticle"]["headline"] == NASTY
        else:
            assert not tree.all("script", type="application/ld+json")


def test_llms_txt_lists_every_page_with_what_it_tells(built: Built) -> None:
    text = (built.folder / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n> .+\n\n", text)
    told = dict(re.findall(r"^- \[.+\]\((\S+)\): (.+)$", text, re.MULTILINE))
    expected = {
        f"{SITE_URL}{page}index.md": tree.first("meta", name="description").attributes["content"]
        for page, tree in built.trees.items()
    }
    assert told == expected
    assert "\n## Build\n" in text


def test_every_command_of_an_example_is_in_the_markdown_of_its_page(built: Built) -> None:
    known = {each.name: each for each in examples()}
    checked = 0
    for name, places in shown_at().items():
        for place in places:
            text = text_of(built, address(place.partition(":")[0].removeprefix("docs/")))
            for command in known[name].transcript.commands:
                line = "$ " + command.text.replace("\n", "\n> ")
                assert f"\n{line}\n" in text, f"{place}: {command.text}"
                checked += 1
    assert checked > 1000


def test_no_html_is_left_in_markdown(built: Built) -> None:
    for page in built.pages:
        text = prose(text_of(built, page))
        assert re.findall(r"(?<!\\)<(?!https://)[^>]*>|&[a-z]+;|¶", text) == [], page
        assert "\n\n\n" not in text, page


def test_what_is_left_of_html_would_be_found() -> None:
    assert prose("a `<b>` c\n```text\n<i>\n```\n<u>") == "a code c\ncode\n<u>"


def test_links_in_markdown_lead_somewhere(built: Built) -> None:
    ids = {page: {each.attributes.get("id") for each in tree.all()} for page, tree in built.trees.items()}
    followed = 0
    for page in built.pages:
        for link in LINK.findall(prose(text_of(built, page))):
            assert link.startswith("https://"), f"{page}: {link}"
            place, anchor = urldefrag(link)
            if place.startswith(SITE_URL):
                inside = place.removeprefix(SITE_URL)
                assert inside in ids or (built.folder / inside).is_file(), f"{page}: {link}"
                assert not anchor or anchor in ids[inside], f"{page}: {link}"
                followed += 1
    assert followed > 1000


def test_the_page_that_opens_a_chapter_lists_all_others_of_it(built: Built) -> None:
    for index in DOCS.glob("*/index.md"):
        others = {
            address(path.relative_to(DOCS).as_posix())
            for path in every_page()
            if path.parent == index.parent and path != index
        }
        chapter = address(index.relative_to(DOCS).as_posix())
        items = built.trees[chapter].first("ul", class_="after").all("li")
        assert {chapter + each.first("a").attributes["href"] for each in items} == others
        told = [each.first("span").text for each in items]
        assert all(text.endswith(".") for text in told) and len(set(told)) == len(told) == len(others)
        assert fields(index)["title"] == built.trees[chapter].first("h1").children[0]
