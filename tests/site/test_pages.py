"""What every built page has, by its HTML alone."""

import base64
import hashlib
from urllib.parse import urlsplit

from finish.policy import policy
from macros.examples import examples
from macros.nodes import entries, read_nodes
from macros.problems import ROOT
from macros.prose import unmarked
from tests.building import SUB_PATH
from tests.site.built import Built
from tests.site.dom import Element

SHORTEST, LONGEST = 50, 160
# What makes a browser fetch something by itself.
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch", "manifest"}
ATTRIBUTES = ("href", "src", "action", "data", "poster")


def addresses(tree: Element) -> list[str]:
    return [each.attributes[name] for each in tree.all() for name in ATTRIBUTES if name in each.attributes]


def fetched(tree: Element) -> list[str]:
    links = [
        each for each in tree.all("link") if FETCHING_LINKS & set(each.attributes.get("rel", "").split())
    ]
    return [each.attributes["href"] for each in links] + [
        each.attributes["src"] for each in tree.all() if "src" in each.attributes
    ]


def description(tree: Element) -> str:
    return tree.first("meta", name="description").attributes["content"]


def test_the_sitemap_lists_every_page_that_was_built(built: Built) -> None:
    there = {path.parent.relative_to(built.folder).as_posix() for path in built.folder.rglob("index.html")}
    assert {page.rstrip("/") or "." for page in built.pages} == there


def test_the_address_that_the_configuration_gives_is_one() -> None:
    # The site of the tests has another.
    _, default = entries(read_nodes(ROOT / "mkdocs.yml"))["site_url"].value
    parts = urlsplit(default.value)
    assert parts.scheme == "https" and parts.hostname and parts.path.endswith("/")


def test_every_page_has_one_heading_of_the_first_level(built: Built) -> None:
    assert {page: len(tree.all("h1")) for page, tree in built.trees.items()} == dict.fromkeys(built.pages, 1)


def test_every_page_has_a_title_of_its_own(built: Built) -> None:
    titles = [tree.first("title").text.strip() for tree in built.trees.values()]
    assert all(titles) and len(set(titles)) == len(titles), titles


def test_every_page_has_a_description_that_search_engines_show_whole(built: Built) -> None:
    lengths = {page: len(description(tree)) for page, tree in built.trees.items()}
    assert {page: length for page, length in lengths.items() if not SHORTEST <= length <= LONGEST} == {}


def test_no_two_elements_of_a_page_share_an_id(built: Built) -> None:
    for page, tree in built.trees.items():
        ids = [each.attributes["id"] for each in tree.all() if "id" in each.attributes]
        assert sorted({each for each in ids if ids.count(each) > 1}) == [], page


def test_no_page_links_to_the_root_of_the_host(built: Built) -> None:
    assert {
        page: [each for each in addresses(tree) if each.startswith("/")] for page, tree in built.trees.items()
    } == ({page: [] for page in built.pages})


def test_the_page_for_what_is_not_there_links_below_the_sub_path(built: Built) -> None:
    tree = built.all_trees["404.html"]
    # It is shown at any depth, so its addresses can't be relative.
    inside = [each for each in addresses(tree) if not urlsplit(each).netloc and not each.startswith("#")]
    assert inside and [each for each in inside if not each.startswith(SUB_PATH)] == []


def test_no_page_fetches_from_another_host(built: Built) -> None:
    foreign = {
        page: [each for each in fetched(tree) if urlsplit(each).netloc] for page, tree in built.trees.items()
    }
    assert foreign == {page: [] for page in built.pages}


def test_every_page_has_the_same_policy_and_it_names_the_one_script_in_the_page(built: Built) -> None:
    for page, tree in built.trees.items():
        inside = [each for each in tree.all("script") if not {"src", "type"} & set(each.attributes)]
        (digest,) = (hashlib.sha256(each.text.encode()).digest() for each in inside)
        (told,) = (
            each.attributes["content"]
            for each in tree.all("meta", **{"http-equiv": "Content-Security-Policy"})
        )
        assert told == policy(), page
        assert f"script-src 'self' 'sha256-{base64.b64encode(digest).decode()}';" in told, page


def test_no_file_of_the_theme_is_published_that_no_page_asks_for(built: Built) -> None:
    assert [
        path.name for path in built.folder.rglob("*") if ".min." in path.name or path.suffix == ".map"
    ] == []


def test_no_page_shows_what_markdown_or_macros_left_over(built: Built) -> None:
    for page, tree in built.trees.items():
        prose = "".join(
            each if isinstance(each, str) else each.text
            for block in tree.first("article").all("p")
            for each in block.children
            if isinstance(each, str) or each.tag not in {"code", "pre"}
        )
        for left in ("{@", "@}", "```", "--8<--", "!!! ", "??? ", "](", "[^"):
            assert left not in prose, f"{page}: {prose[prose.index(left) :][:80]!r}"


def test_the_list_of_examples_names_every_example(built: Built) -> None:
    tree = built.trees["reference/all-examples/"]
    items = [each for each in tree.first("article").all("li") if each.all("a", class_="zip")]
    # An example that no page shows yet has a name, but no link.
    listed = [(each.all("b") + each.all("a"))[0].text for each in items]
    assert sorted(listed) == sorted(unmarked(each.title) for each in examples())
