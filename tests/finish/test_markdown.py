"""What a page shows is told in its Markdown, and nothing of how it is operated."""

import pytest

from finish.markdown import markdown

AT = "https://notes.example/site/run/networks/"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<h2 id="a">One <code>--rm</code><a class="headerlink" href="#a">¶</a></h2>', "## One `--rm`"),
        ("<p>1 &lt; 2, a_b, *c* and [d]</p>", r"1 \< 2, a\_b, \*c\* and \[d\]"),
        ("<p>- one</p>", r"\- one"),
        ('<p><a href="../storage/#x">One</a></p>', "[One](https://notes.example/site/run/storage/#x)"),
        ('<p><a href="#x">One</a></p>', f"[One]({AT}#x)"),
        ('<p>A <a class="term" href="../x/" title="What it means">layer</a>.</p>', "A layer."),
        (
            '<div class="admonition note"><p class="admonition-title">Not run</p><p>Why.</p></div>',
            "> **Not run**\n>\n> Why.",
        ),
        ('<details class="question"><summary>Why?</summary><p>So.</p></details>', "**Why?**\n\nSo."),
        ('<div class="highlight"><pre><code>a\n\n\n\n  b</code></pre></div>', "```text\na\n\n\n\n  b\n```"),
        (
            '<div class="highlight"><pre><code class="language-yaml"><span>a</span>: 1\n</code></pre></div>',
            "```yaml\na: 1\n```",
        ),
        (
            '<div class="language-text highlight"><pre><code>```\nx\n```\n</code></pre></div>',
            "````text\n```\nx\n```\n````",
        ),
        (
            "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><code>a | b</code></td></tr></tbody></table>",
            "| A |\n| --- |\n| `a \\| b` |",
        ),
        (
            '<div class="dg-plate"><svg><title>Two boxes</title><desc>A box in a box.</desc><text>a</text></svg></div>',
            "Drawing: Two boxes. A box in a box.",
        ),
        ("<dl><dt>image</dt><dd><p>A list of layers.</p></dd></dl>", "**image**\n\nA list of layers."),
        ('<a class="edit" href="x">Edit</a><button>Copy</button><p>One.</p>', "One."),
        ('<p>One<span class="sr"> of two</span> <span class="w">a</span> <span>b</span>.</p>', "One a b."),
    ],
)
def test_html_as_markdown(html: str, text: str) -> None:
    assert markdown(html, AT) == f"{text}\n"


def test_a_run_is_told_like_a_transcript() -> None:
    html = (
        '<div class="tx-run"><p class="tx-note">It fails.</p>'
        '<div class="tx-cmd"><span>$</span><code class="tx-line">docker run \\\n  <b>--rm</b>  <i>a</i></code>'
        '<span class="tx-exit tx-exit--bad">exit 127</span></div>'
        '<div class="tx-out"><pre><samp>a &lt;b&gt;\n<span class="tx-left-out">… left out</span></samp></pre></div>'
        '<div class="tx-cmd"><code class="tx-line">docker exec -it a sh</code><span class="tx-exit">exit 0</span></div>'
        '<div class="tx-out"><pre><samp><span>/ # </span><mark>ls</mark>\nbin</samp></pre></div></div>'
    )
    assert markdown(html, AT) == (
        "```console\n# It fails.\n$ docker run \\\n>   --rm  a\na <b>\n...\n[exit 127]\n"
        "$ docker exec -it a sh\n/ # ls\nbin\n```\n"
    )


def test_tabs_are_told_one_below_the_other() -> None:
    html = (
        '<div class="tabbed-set"><input><div class="tabbed-labels"><label>a</label><label>b</label></div>'
        '<div class="tabbed-content"><div><p>One.</p></div><div><p>Two.</p></div></div></div>'
    )
    assert markdown(html, AT) == "**a**\n\nOne.\n\n**b**\n\nTwo.\n"


def test_an_example_has_the_name_of_its_file_and_its_download() -> None:
    html = (
        '<div class="tx"><div class="tx-file"><div class="tx-bar"><span class="tx-name">Dockerfile</span></div>'
        "<pre><code>FROM scratch\n</code></pre></div>"
        '<div class="tx-bar"><span class="tx-name">Run it</span><a href="../a.zip">Download</a></div>'
        '<div class="tx-foot">Recorded today</div></div>'
    )
    assert markdown(html, AT) == (
        "**Dockerfile**\n\n```text\nFROM scratch\n```\n\n"
        "Recorded today. [Download](https://notes.example/site/run/a.zip)\n"
    )


def test_what_can_be_chosen_is_told_as_it_is_when_the_page_opens() -> None:
    html = (
        '<form class="wr-in"><fieldset><legend>All</legend><fieldset><legend>Mount</legend>'
        '<label><input type="radio"><span>volume</span></label>'
        '<label><input type="radio" checked><span>tmpfs</span></label></fieldset></fieldset></form>'
    )
    assert markdown(html, AT) == "For example: Mount: tmpfs.\n"
