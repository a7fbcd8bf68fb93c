"""The few icons of the site, drawn on a 24 by 24 grid; styled by the class `icon`."""

_PATHS = {
    "copy": '<rect x="8" y="8" width="12" height="12" rx="2"/>'
    '<path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "arrow": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
}
RAN = (
    '<svg class="ran-mark" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="10"/>'
    '<path d="m5.6 10.4 3 3 5.8-6.4"/></svg>'
)


def icon(name: str) -> str:
    """An inline SVG; it says nothing to a screen reader, so words must stand beside it."""
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{_PATHS[name]}</svg>'
