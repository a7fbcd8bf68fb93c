"""How MkDocs was started: pages that are served while they are written differ from those that are published."""

import click


def is_served() -> bool:
    """Whether this is `mkdocs serve`, which reloads the pages by a script that it puts into them."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name == "serve"
