"""What is searched: the parts of pages, and how they are told to the script."""

from typing import Any

from finish.search import index
from finish.search_parts import Part, parts

PART = """
<article><h1 id="name">Name<a class="headerlink" href="#name">&para;</a></h1><p>The <b>idea</b> of
it.</p><div class="dg-plate" data-search-exclude><p>drawn</p></div>
<h3 class="wrong" id="no"><code>no such</code></h3>
<div class="tx-cmd"><span class="tx-sign">$</span><code class="tx-line">docker <span class="w">--rm</span></code><span
class="tx-exit tx-exit--bad" data-search-exclude>exit 1</span></div><div class="tx-out"><pre><samp>one
two</samp></pre></div>
<div class="tx-cmd"><code class="tx-line">true</code><span class="tx-exit" data-search-exclude>exit 0</span></div>
<div class="tx-out"><pre><samp>three
137
<span class="tx-left-out">… lines left out</span>
warning: four
sha256:0123456789abcdef
2026-11-24T10:11:12.345678Z  wy2arzzn22abi7kv83iyg5cyy starts 0123456789ab
at 10:11:12, 0.286s, 1m10.154s, 20.5kB, 1.37%, 0.286, on 2a:3c:03:e6:85:15 and veth6a37183
10.1.2.3:80 172.18.255.255 198.51.100.140 in /tmp/field-notes-dm6iz7ca/config 1.37 3.13.10
2026/11/24 10:11:12 [emerg] 1.5KiB 2.1GB/s 0.007453 seconds
ref oskxpwhvdjqnvoyxpaovyopg1::e7xffd9s0d4px1smd23d8qd4t</samp></pre></div><p>After.</p>
<h2 id="sources">Sources</h2><p>elsewhere</p></article>
"""
LISTED = (
    '<ul class="all-examples"><li><a href="../b/#example-x">X</a> <span>Lesson.</span> '
    '<a class="zip">zip</a></li></ul>'
)


def test_a_page_is_read_in_parts_by_who_says_what() -> None:
    assert parts(PART, "a/") == [
        Part("a/", "Name", prose=["The idea of it."]),
        Part(
            "a/#no",
            "no such",
            is_error=True,
            prose=["After."],
            typed=["docker --rm", "true"],
            printed=[
                "three",
                "starts",
                "at , , , , , , on and",
                "10.1.2.3:80 172.18.255.255 198.51.100.140 in config 1.37 3.13.10",
                "[emerg]",
                "ref oskxpwhvdjqnvoyxpaovyopg1::e7xffd9s0d4px1smd23d8qd4t",
            ],
            failed=["one", "two", "warning: four"],
        ),
    ]


def test_terms_claims_and_examples_are_parts_of_their_own() -> None:
    said = '<p><b class="verdict">Right</b> Said.</p>'
    claim = f'<ul class="claims"><li id="c">{said}<p>So.</p></li></ul>'
    term = '<dl><dt id="t">term</dt><dd><p>Means.</p></dd></dl>'
    assert parts(f'<article><h1 id="h">H</h1>{claim}{LISTED}{term}</article>', "a/") == [
        Part("a/", "H"),
        Part("a/#c", "Said.", prose=["So."]),
        Part("b/#example-x", "X", is_example=True, prose=["Lesson."]),
        Part("a/#t", "term", prose=["Means."]),
    ]


def test_an_example_whose_lesson_stands_in_a_section_is_left_out() -> None:
    listed = f'<article><h1 id="h">All</h1>{LISTED}</article>'
    section = '<article><h1 id="h">B</h1><p>{}</p></article>'
    for text, places in (("Lesson.", [1, 1]), ("Other.", [1, 2])):
        told: list[Any] = index({"a/": listed, "b/": section.format(text)})[0]
        assert [page[-1] for page in told] == places
