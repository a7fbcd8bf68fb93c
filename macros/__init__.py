"""What a page may call, and the model behind it. The names stand in macros.calls."""

import logging
from typing import Any


def define_env(env: Any) -> None:
    """Give pages their macros; called by the macros plugin of MkDocs at the start of each build."""
    # Imported here: whoever takes a module of the model reads this file first, and needs neither MkDocs nor `finish`.
    from finish.mode import is_served  # noqa: PLC0415
    from finish.policy import policy  # noqa: PLC0415
    from macros.blocks import Blocks  # noqa: PLC0415
    from macros.calls import BLOCKS, WORDS  # noqa: PLC0415
    from macros.glossary import terms  # noqa: PLC0415
    from macros.icons import icon  # noqa: PLC0415
    from macros.inline_code import InlineCode  # noqa: PLC0415
    from macros.kept import Kept  # noqa: PLC0415
    from macros.memory import collect_seldom  # noqa: PLC0415
    from macros.served import SERVED, tell_nothing_of_dirt  # noqa: PLC0415
    from macros.show_glossary import TermLinks  # noqa: PLC0415
    from macros.show_zip import zip_name  # noqa: PLC0415
    from macros.site import Site  # noqa: PLC0415
    from macros.stop import or_stop, tell_once  # noqa: PLC0415
    from macros.templates import Templates  # noqa: PLC0415

    collect_seldom()
    # It lists the names of all macros at each build.
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)
    tell_once()
    blocks, term_links = Blocks(), TermLinks(or_stop(terms))
    env.site = site = Site(env, blocks, term_links, SERVED.kept if is_served() else Kept())
    env.conf["plugins"]["templates"] = Templates()
    if is_served():
        SERVED.site = site
        tell_nothing_of_dirt()
        env.conf["plugins"]["served"] = SERVED
    for name in BLOCKS:
        env.macro(site.ready(name), name)
    for name in WORDS:
        env.macro(getattr(site, name))
    extra = env.conf["extra"]
    extra |= {"icon": icon, "policy": policy()}  # for the templates in overrides/
    extra |= {
        "zip": zip_name(env.conf["site_name"]),
        "offline": extra.get("offline", True) and not is_served(),
    }
    # Not in mkdocs.yml: there the name of a module of ours is only found if Python runs in this folder.
    env.conf["markdown_extensions"] += [InlineCode(), blocks, term_links]


def on_pre_page_macros(env: Any) -> None:
    """Stop the build where a page calls a macro that can't work, with the page's line."""
    env.site.prepare(env.page)


def on_post_build(env: Any) -> None:
    """Put the downloads beside the built pages, and make the site ready to be published."""
    from finish import finish  # noqa: PLC0415

    env.site.finish()
    finish(env.conf)
