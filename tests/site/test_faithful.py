"""What files and recordings hold reaches the reader unchanged through macros, Markdown and the theme."""

import pytest

from tests.site.built import EXAMPLE, SmallProject, file_text
from tests.site.dom import Element

pytestmark = pytest.mark.slow
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


LINES = [line for line in NASTY.split("\n") if line and not line.startswith("#")]
COMMAND = "docker run --rm greet sh -c 'echo \"{{ x }} <b> &amp; `date` $HOME *a* _b_ --8<--\"'"
OUTPUT = "\n".join(LINES).replace("\u2028", "")
FILES = {
    "entrypoint.crlf.sh": "#!/bin/sh\r\necho 1\r\n",
    "nasty.sh": NASTY,
    "nasty.txt": NASTY,
}
TRANSCRIPT = f"{HEADER}$ {COMMAND} \\\n>   --name x\n{OUTPUT}\n"
# What stands around the call of each example.
PLACES = {
    "demo/alone": "{} @}",
    "demo/in-html": "<div markdown>\n\n{} @}\n\n</div>",
    "demo/after-a-list": "- a list\n\n{} @}",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Element:
    """A page with an example in each of PLACES."""
    small = SmallProject(tmp_path_factory.mktemp("small"))
    for name in PLACES:
        small.example({**EXAMPLE, **FILES, "transcript.console": TRANSCRIPT}, name)
    small.page("\n\n".join(text.replace("{}", f'{{@ example("{name}")') for name, text in PLACES.items()))
    done = small.build()
    assert done.returncode == 0, done.stdout
    return small.home


@pytest.mark.parametrize("name", PLACES)
def test_files_reach_the_reader_unchanged(home: Element, name: str) -> None:
    frame = home.first("div", id=f"example-{name.replace('/', '-')}")
    shown = [file_text(each) for each in frame.all("div", class_="highlight")]
    assert shown == [EXAMPLE["Dockerfile"], *FILES.values()]


@pytest.mark.parametrize("name", PLACES)
def test_commands_and_outputs_reach_the_reader_unchanged(home: Element, name: str) -> None:
    frame = home.first("div", id=f"example-{name.replace('/', '-')}")
    run = frame.first("div", class_="tx-run")
    assert run.first("code", class_="tx-line").text == f"{COMMAND} \\\n  --name x"
    assert run.first("pre").text == OUTPUT
