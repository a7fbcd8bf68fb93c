"""The whole site as a zip, which finish/bundle.py makes: its name, and the link to it."""

import re

from mkdocs.utils import get_relative_url


def zip_name(site_name: str) -> str:
    """The name of the zip, by the name of the site: `docker-field-notes.zip`."""
    return f"{'-'.join(re.findall(r'[a-z0-9]+', site_name.lower())) or 'site'}.zip"


def show_zip_link(site_name: str, page_url: str) -> str:
    """A link to the zip, and the place of its size; `page_url` is the address of the page below the site's root."""
    name = zip_name(site_name)
    address = get_relative_url(name, page_url)
    return f'<a class="btn btn--line zip" href="{address}">{name}</a> <span data-size="zip"></span>'
