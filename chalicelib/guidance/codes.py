"""Codes that a phone's camera reads as an address (ISO/IEC 18004, QR code)."""

from markupsafe import Markup


def draw_code(address: str) -> Markup:
    """Draw an address as a code: an SVG to stand in a page, on white whatever the page's colour."""
    import segno

    code = segno.make(address, error="l", micro=False)
    # Only segno's own path and numbers: nothing of the address is in the drawing as text.
    drawing = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="code", lineclass="")
    return Markup(drawing.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 # drawn by the library, which puts no text of ours in it
