"""The lab as pages show it: the button "Try it", and what it weighs. Where it is not built: nothing, or a note."""

import html
from collections.abc import Sequence

from mkdocs.utils import get_relative_url

from finish.sizes import megabytes
from macros.examples import Example, examples
from macros.lab import FOLDER, Lab
from macros.prose import prose

_NOT_BUILT = """\
<div class="admonition note"><p class="admonition-title">Not in this copy of the site</p>
<p>This copy was built without the lab, so no example here has the button <b>Try it</b>. <code>make lab</code> builds
the lab, and the next <code>make build</code> takes it in.</p></div>"""


def show_try(example: Example, lab: Lab | None) -> str:
    """The button that opens the lab with an example; "" where the example did not run there, or there is no lab."""
    return _button(example.name) if lab and lab.runs(example) else ""


def show_lab(lab: Lab | None, page_url: str) -> str:
    """What the lab weighs, and the button that opens it without an example."""
    if lab is None:
        return _NOT_BUILT
    rows = "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _sizes(lab, page_url))
    button = _button("", ' <span class="sr">(without an example)</span>')
    return f'<dl class="lab-sizes">\n{rows}\n</dl>\n<p class="lab-start">{button}</p>'


# As short as can be, since it stands below most examples: the script knows the rest.
def _button(name: str, of: str = "") -> str:
    return f'<button class="btn" data-lab="{name}">Try it{of}</button>'


def _sizes(lab: Lab, page_url: str) -> Sequence[tuple[str, str]]:
    about, every = lab.about, examples()
    sources = f"{FOLDER}/{about['sources']}"
    images = ", ".join(f"<code>{html.escape(name)}</code>" for name in about["images"])
    return (
        ("Engine", prose(f"Docker Engine {about['engine']}, {about['platform']}")),
        ("Kernel", f"Linux {html.escape(about['kernel'])}"),
        (
            "Download",
            f"{megabytes(lab.click)} until the prompt is there, once; then parts of the disk, as they are read",
        ),
        ("Memory", f"{lab.memory >> 20} MB in the machine, and more in the tab that emulates it"),
        (
            "In all",
            f"{megabytes(lab.hosted)} of files beside the pages of this site, of which nobody fetches all",
        ),
        ("Images", images),
        ("Examples", f"{sum(map(lab.runs, every))} of {len(every)} ran in it"),
        (
            "Sources",
            f'<a href="{get_relative_url(sources, page_url)}">what it is made of</a>, by package and version',
        ),
    )
