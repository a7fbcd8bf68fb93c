"""What a page may call, and the model behind it. Every name that define_env() gives stands in macros.calls too."""

from pathlib import Path
from typing import Any


def define_env(env: Any) -> None:
    """Give pages their macros; called once by the macros plugin of MkDocs."""
    from macros import site  # noqa: PLC0415  the model is also imported where MkDocs is not installed

    pages = site.Site(env)
    env.macro(pages.example)
    env.macro(pages.examples)
    env.macro(pages.all_examples)
    env.macro(pages.table)
    env.macro(pages.count)
    env.macro(pages.reference_engine)


def on_pre_page_macros(env: Any) -> None:
    """Stop the build where a page calls a macro that can't work, with the page's line."""
    from macros import site  # noqa: PLC0415

    site.check_page(Path(env.page.file.abs_src_path))


def on_post_build(env: Any) -> None:
    """Put the downloads beside the built pages."""
    from macros.downloads import write_all  # noqa: PLC0415

    write_all(Path(env.conf["site_dir"]))
