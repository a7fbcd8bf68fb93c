"""What is done to the built pages before they are published. Each module does one thing to the folder of the site.

`macros` make the pages and know examples and facts; what stands here knows files of a built site, and nothing else.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from finish import assets, plain, search
from macros.stop import or_stop


def finish(config: MkDocsConfig) -> None:
    """Finish the site in `config.site_dir`, which MkDocs has just built. A problem ends the build with its message."""
    site = Path(config.site_dir)
    assets.merge(site)
    or_stop(lambda: search.write(site))
    plain.write(config)
