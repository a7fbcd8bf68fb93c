"""An example as HTML: what is shown, what is told apart, and what Markdown must not touch."""

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from macros.blocks import Blocks
from macros.inline_code import InlineCode
from macros.problems import ROOT, ProblemError
from macros.show_examples import show_example, show_examples, show_index
from tests.macros.conftest import Make
from tests.site.built import file_text
from tests.site.dom import Element, parse


def rendered(block: str) -> Element:
    """The block as a page gets it: through Markdown exactly as the site sets it up."""
    config, blocks = load_config(str(ROOT / "mkdocs.yml")), Blocks()
    markdown = Markdown(
        extensions=[*config.markdown_extensions, InlineCode(), blocks], extension_configs=config.mdx_configs
    )
    return parse(markdown.convert(f"Before.\n\n{blocks.hold(block)}\n\nAfter."))


@pytest.mark.parametrize(
    "text",
    [
        '--8<-- "nowhere.txt"\n',
        "{{ .State.Status }} {@ nothing @} {% raw %}\n",
        "<script>alert(1)</script>\n",
        "&amp; &lt;b&gt; &#65; </code></pre></div>\n",
        "a\n\n\nb\n",
        "\nfirst\n\n",
        "*a* _b_ `c` ~~d~~ ==e== [f](g) ![h](i) | j | \\k ^l^ ++m++ <https://n.example>\n",
        "```\n~~~\n!!! note\n    indented\n# heading\n> quote\n",
        "\ttab, and trailing spaces   \n",
        "no line end",
        "\r\nCRLF\r\n\r\n",
    ],
)
def test_text_survives_macros_and_markdown(make: Make, text: str) -> None:
    files = {"Dockerfile": text, "plain": text, "run.sh": text, "compose.yaml": text}
    example = make(**files)
    frame = rendered(show_example(example, "")).first("div", class_="tx")
    shown = [file_text(each) for each in frame.all("div", class_="highlight")]
    assert shown == [text] * 4


@pytest.mark.parametrize(
    "line", ['--8<-- "x"', "{{ .ID }}", "<b>&amp;</b>", "*a* `b`", "\ttab  ", "    code", "| a | b |"]
)
def test_commands_and_outputs_survive_macros_and_markdown(make: Make, line: str) -> None:
    example = make(f"$ echo '{line}' \\\n>   --more\n{line}\n\n{line}\n")
    run = rendered(show_example(example, "")).first("div", class_="tx-run")
    assert run.first("code", class_="tx-line").text == f"echo '{line}' \\\n  --more"
    assert run.first("pre").text == f"{line}\n\n{line}"


def test_an_exit_status_other_than_0_is_told_apart(make: Make) -> None:
    run = parse(show_example(make("$ true\n$ false\nbad\n[exit 127]\n"), ""))
    assert [
        (each.text, "tx-exit--bad" in each.attributes["class"]) for each in run.all("span", class_="tx-exit")
    ] == [
        ("exit 0", False),
        ("exit 127", True),
    ]
    # What failed is one long line mostly: it wraps.
    assert run.first("div", class_="tx-out").attributes["class"] == "tx-out tx-out--wrap"


def test_a_lone_line_of_text_wraps_and_columns_and_lines_scroll(make: Make) -> None:
    text, columns = "word " * 10 + "end", "NAME   " * 10 + "end"
    run = parse(show_example(make(f"$ a\n{text}\n$ b\n{columns}\n$ c\n{text}\n{text}\n$ d\nword\n"), ""))
    outputs = [
        (each.attributes["class"], "tabindex" in each.first("pre").attributes)
        for each in run.all("div")
        if each.attributes.get("class", "").startswith("tx-out")
    ]
    assert outputs == [("tx-out tx-out--wrap", False), ("tx-out", True), ("tx-out", True), ("tx-out", False)]


def test_what_was_typed_what_was_printed_and_what_was_left_out_are_told_apart(make: Make) -> None:
    run = parse(show_example(make("$ sh\n/ # < echo hello\nhello\n...\n/ # < exit\n"), ""))
    assert [each.text for each in run.all("mark")] == ["echo hello", "exit"]
    assert [each.text for each in run.all("span", class_="tx-prompt")] == ["/ # ", "/ # "]
    assert [each.text for each in run.all("span", class_="tx-left-out")] == ["… lines left out"]
    assert run.first("pre").text == "/ # echo hello\nhello\n… lines left out\n/ # exit"


def test_dots_that_a_program_printed_are_output(make: Make) -> None:
    assert not parse(show_example(make("$ sh\nwait...\n\\...\n"), "")).all("span", class_="tx-left-out")


def test_a_remark_is_prose_with_code(make: Make) -> None:
    note = parse(show_example(make("# See `a<b`.\n$ true\n"), "")).first("p", class_="tx-note")
    assert note.text == "See a<b." and note.first("code").text == "a<b"


def test_files_come_in_reading_order_each_with_a_tab(make: Make) -> None:
    frame = parse(show_example(make(**{"app.py": "1\n", "Dockerfile": "FROM x\n", "sub/b.txt": "2\n"}), ""))
    assert [each.text for each in frame.all("label")] == ["Dockerfile", "app.py", "sub/b.txt"]
    radios = frame.all("input", type="radio")
    assert ["checked" in each.attributes for each in radios] == [True, False, False]
    assert [each.attributes["id"] for each in radios] == [
        each.attributes["for"] for each in frame.all("label")
    ]


def test_one_file_has_no_tabs_and_no_file_has_no_frame(make: Make) -> None:
    one = parse(show_example(make(Dockerfile="FROM x\n"), ""))
    assert not one.all("input") and one.first("div", class_="tx-file").first("span").text == "Dockerfile"
    assert not parse(show_example(make(name="demo/none"), "")).all("div", class_="tx-file")


def test_a_long_file_scrolls_and_can_be_scrolled_by_keyboard(make: Make) -> None:
    frame = parse(show_example(make(Dockerfile="FROM x\n" * 25, **{"short.sh": "true\n"}), ""))
    long, short = frame.all("div", class_="highlight")
    assert (long.attributes["class"], long.attributes["tabindex"]) == ("highlight tx-long", "0")
    assert short.attributes["class"] == "highlight" and "tabindex" not in short.attributes


def test_the_foot_says_where_it_was_recorded(make: Make) -> None:
    foot = parse(show_example(make(), "build/page/")).first("div", class_="tx-foot")
    assert foot.text == "Recorded with Docker Engine 28.5.2, linux/amd64, 2026-11-24"
    assert foot.first("a").attributes["href"] == "../../reference/how-checked/"


def test_addresses_are_relative_to_the_page(make: Make) -> None:
    example = make()
    for page, up in (("", ""), ("build/page/", "../../")):
        link = parse(show_example(example, page)).first("a", class_="btn")
        assert link.attributes["href"] == f"{up}downloads/demo/greet.zip"


def test_examples_to_compare_stand_in_tabs_with_their_lessons(make: Make) -> None:
    both = [make(), make(name="demo/part", about="title: A < B\nlesson: Says `no`.\n")]
    tabs = parse(show_examples(both, ""))
    assert [each.text for each in tabs.all("label")] == ["Greet", "A < B"]
    assert [each.text for each in tabs.all("p", class_="lesson")] == ["The image says hello.", "Says no."]
    assert [each.attributes["id"] for each in tabs.all("div", class_="tx")] == [each.anchor for each in both]


def test_the_index_links_to_where_an_example_is_shown(make: Make) -> None:
    index = parse(show_index([make()], {"demo/greet": "build/page/#example-demo-greet"}, "reference/all/"))
    assert [each.attributes["href"] for each in index.all("a")] == [
        "../../build/page/#example-demo-greet",
        "../../downloads/demo/greet.zip",
    ]


def test_code_in_a_title_is_marked_in_text_and_not_in_attributes(make: Make) -> None:
    example = make(about='title: "`docker run`"\nlesson: It runs.\n')
    index = parse(show_index([example], {}, "reference/all/"))
    assert index.first("code").text == "docker run"
    assert index.first("a").attributes["aria-label"] == "Download docker run as zip"
    run = parse(show_example(example, "build/page/")).first("div", class_="tx-run")
    assert run.attributes["aria-label"] == "Recorded run: docker run"


def test_an_example_without_a_recording_is_refused(make: Make) -> None:
    example = make()
    example.transcript_path.write_text("$ true\n", encoding="utf-8")
    with pytest.raises(ProblemError, match=r"transcript\.console:1: The commands have no recorded output\."):
        show_example(example, "")


def test_readers_are_told_what_an_example_needs(make: Make) -> None:
    needing = make(about="title: T\nlesson: L.\nneeds: [host]\n")
    note = rendered(show_example(needing, "")).first("p", class_="tx-needs")
    assert note.text == "Needs root on the Linux machine that the engine runs on."
    assert not rendered(show_example(make(), "")).all("p", class_="tx-needs")
