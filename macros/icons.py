"""The few icons of the site's frame, drawn on a 24 by 24 grid; styled by the class `icon`.

Those of the buttons of examples, of which a page has many, stand in the style sheets.
"""

_PATHS = {
    "arrow": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "back": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.6-4.6"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "edit": '<path d="m4 20 .8-4L16 4.8a2 2 0 0 1 2.8 0l.4.4a2 2 0 0 1 0 2.8L8 19.2zM14 7l3 3"/>',
    "source": '<circle cx="7" cy="5" r="2"/><circle cx="7" cy="19" r="2"/><circle cx="17" cy="8" r="2"/>'
    '<path d="M7 7v10m10-7c0 4-6 3-9.5 5"/>',
    "auto": '<circle cx="12" cy="12" r="8"/><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentcolor"/>',
    "light": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2m0-14-2 2M7 17l-2 2"/>',
    "dark": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
}
RAN = (
    '<svg class="ran-mark" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="10"/>'
    '<path d="m5.6 10.4 3 3 5.8-6.4"/></svg>'
)


def icon(name: str) -> str:
    """An inline SVG; it says nothing to a screen reader, so words must stand beside it."""
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{_PATHS[name]}</svg>'
