"""What is done to the built pages before they are published. Each module does one thing to the folder of the site.

`macros` make the pages and know examples and facts; what stands here works on files of a built site. Of `macros` it
takes the model: pages and their addresses, how problems are told, where the lab is. They take of it what a page says of
its own policy and size.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from finish import assets, bundle, lab, offline, plain, search, sizes
from finish.mode import is_served
from macros.stop import or_stop


def finish(config: MkDocsConfig) -> None:
    """Finish the site in `config.site_dir`, which MkDocs has just built. A problem ends the build with its message.

    While the site is served only what its pages need is made, and they stay as they are.
    """
    site = Path(config.site_dir)
    if is_served():
        assets.join(site)
        or_stop(lambda: search.put(site))
        offline.remove_worker(site)
        lab.write(site, is_served=True)
        return
    assets.merge(site)
    or_stop(lambda: search.write(site))
    lab.write(site)
    # Both take the pages as they are published; Markdown, which neither has, tells the sizes, too.
    sizes.fill_in(site, offline.sizes(site))
    sizes.fill_in(site, {"zip": bundle.write_zip(site, config.extra["zip"], config.site_url or "")})
    plain.write(config)
    if config.extra["offline"]:
        offline.write_worker(site)
    else:
        offline.remove_worker(site)
