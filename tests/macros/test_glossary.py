"""The glossary: the first use of a term on a page becomes a link, and nothing else does."""

from markdown import Markdown

from macros.glossary import Term
from macros.links import Links
from macros.show_glossary import TermLinks, show_glossary
from tests.site.dom import Element, parse

LAYER = Term("layer", "Files that an `instruction` added.", "how/images.md#x", ["layers"])
CACHE = Term("build cache", "Steps kept.", "build/cache.md")


def converted(text: str, page: str | None = "build/x.md") -> Element:
    glossary = TermLinks([LAYER, CACHE])
    glossary.page = page
    return parse(Markdown(extensions=["attr_list", "tables", glossary]).convert(text))


def links(text: str) -> list[tuple[str, str]]:
    return [(link.text, link.attributes["href"]) for link in converted(text).all("a", class_="term")]


def test_the_first_use_links_and_later_ones_do_not() -> None:
    text = "A layer. Two layers, one *layer*.\n\n- The build cache and the layer."
    found = converted(text)
    assert links(text) == [
        ("layer", "../reference/glossary.md#layer"),
        ("build cache", "../reference/glossary.md#build-cache"),
    ]
    assert found.text.split() == [
        "A",
        "layer.",
        "Two",
        "layers,",
        "one",
        "layer.",
        "The",
        "build",
        "cache",
        "and",
        "the",
        "layer.",
    ]
    assert found.first("a").attributes["title"] == "Files that an instruction added."


def test_any_form_and_case_counts() -> None:
    assert links("Layers are stacked. A layer is not.") == [("Layers", "../reference/glossary.md#layer")]


def test_a_term_of_two_words_may_run_over_a_line_end() -> None:
    assert [word.split() for word, _ in links("The build\ncache is kept.")] == [["build", "cache"]]


def test_a_part_of_a_longer_term_is_no_use_of_the_shorter_one() -> None:
    image, base = Term("image", "Files.", "how/images.md"), Term("base image", "Its start.", "how/images.md")
    glossary = TermLinks([image, base])
    glossary.page = "build/x.md"
    found = parse(Markdown(extensions=[glossary]).convert("A base image, the base image, an image."))
    assert [link.text for link in found.all("a")] == ["base image", "image"]
    assert found.text == "A base image, the base image, an image."


def test_titles_below_sources_stay() -> None:
    assert not links("# Page\n\n## Sources\n\n- Docker: a layer")


def test_code_links_headings_and_parts_of_words_stay() -> None:
    for text in ("# A layer", "`layer`", "[a layer](x.md)", "player, layer-cake, /layer", "    layer\n"):
        assert not links(text), text
    assert links("*One* then a layer") == [("layer", "../reference/glossary.md#layer")]
    assert links("a *layer* then") == [("layer", "../reference/glossary.md#layer")]


def test_a_page_may_have_none() -> None:
    assert not converted("A layer.", None).all("a")


def glossary(*chosen: Term) -> Element:
    pages = {"how/images.md": ("how/images/", "Images"), "build/cache.md": ("build/cache/", "Cache")}
    return parse(show_glossary(chosen, Links("reference/glossary/", {}, pages)))


def test_each_term_has_its_place() -> None:
    shown = glossary(LAYER)
    assert shown.first("dt").attributes["id"] == "layer" and "instruction" in shown.first("dd").text
    assert shown.first("dd").first("a").attributes["href"] == "../../how/images/#x"


def test_each_letter_that_there_is_leads_to_its_first_term() -> None:
    letters = glossary(Term("BuildKit", "It.", LAYER.at), CACHE, LAYER).first("nav").all("a")
    assert [(each.text, each.attributes["href"]) for each in letters] == [("B", "#buildkit"), ("L", "#layer")]
