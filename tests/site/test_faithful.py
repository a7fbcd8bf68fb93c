"""What files and recordings hold reaches the reader unchanged through macros, Markdown and the theme."""

import pytest

from tests.site.built import EXAMPLE, SmallProject

HEADER = "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
NASTY = """\

--8<-- "nowhere.txt"
{{ .State.Status }} {@ nothing @} {%- raw %} {# no #} ${#x} [[ -n $x ]]
<script>alert(1)</script> &amp; &lt; </code></pre></div> <!-- no -->

# a line with a hash
    four spaces, *stars*, _lines_, `ticks`, ~~tildes~~, ==marks==, ++ctrl++, [a](b) ![c](d) \\n
```
!!! note
https://example.org/x?a=1&b=2 me@example.org :smile: *[HTML]: no
\ttab\u2028 and trailing spaces  \u00a0é \U0001f433

"""


def test_a_file_reaches_the_reader_unchanged(small: SmallProject) -> None:
    small.example({"nasty.txt": NASTY, "nasty.sh": NASTY})
    assert shown(small, "{} @}") == [EXAMPLE["Dockerfile"], NASTY, NASTY]


def test_a_file_with_crlf_keeps_it(small: SmallProject) -> None:
    small.example({"entrypoint.crlf.sh": "#!/bin/sh\r\necho 1\r\n"})
    assert shown(small, "{} @}")[1] == "#!/bin/sh\r\necho 1\r\n"


@pytest.mark.parametrize("around", ["{} @}", "<div markdown>\n\n{} @}\n\n</div>", "- a list\n\n{} @}"])
def test_an_example_is_the_same_wherever_it_stands(small: SmallProject, around: str) -> None:
    small.example({"nasty.txt": NASTY})
    assert shown(small, around) == [EXAMPLE["Dockerfile"], NASTY]


def test_commands_and_outputs_reach_the_reader_unchanged(small: SmallProject) -> None:
    lines = [line for line in NASTY.split("\n") if line and not line.startswith("#")]
    command = "docker run --rm greet sh -c 'echo \"{{ x }} <b> &amp; `date` $HOME *a* _b_ --8<--\"'"
    text = "\n".join(lines).replace("\u2028", "")
    small.example({"transcript.console": f"{HEADER}$ {command} \\\n>   --name x\n{text}\n"})
    assert shown(small, "{} @}") == [EXAMPLE["Dockerfile"]]
    run = small.home.first("div", class_="tx-run")
    assert run.first("code", class_="tx-line").text == f"{command} \\\n  --name x"
    assert run.first("pre").text == text


def shown(small: SmallProject, around: str) -> list[str]:
    """Build a page with the example in it; the text of each file that the page then shows."""
    small.page(around.replace("{}", '{@ example("demo/greet")'))
    done = small.build()
    assert done.returncode == 0, done.stdout
    frame = small.home.first("div", class_="tx")
    return [each.first("code").text for each in frame.all("div", class_="highlight")]
