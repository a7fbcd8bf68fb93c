"""What is done to the built pages before they are published. Each module does one thing to the folder of the site.

`macros` make the pages and know examples and facts; what stands here knows files of a built site, and nothing else.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from finish import assets, plain, search
from macros.problems import ProblemError


def finish(config: MkDocsConfig) -> None:
    """Finish the site in `config.site_dir`, which MkDocs has just built. A problem ends the build with its message."""
    site = Path(config.site_dir)
    try:
        assets.merge(site)
        search.write(site)
        plain.write(config)
    except ProblemError as error:
        raise Abort(str(error)) from error
