"""QR codes as drawings of their own: for labels and for whoever wants to print one elsewhere."""

from io import BytesIO

import segno

QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks for


def qr_svg(text: str) -> bytes:
    """The QR code of `text` as an SVG file: black on white, its quiet zone included, a unit for each module."""
    drawn = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", border=QUIET, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff")
    return drawn.getvalue()


def qr_png(text: str) -> bytes:
    """The same as a PNG file a phone keeps among its photos: 10 pixels for each module."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", border=QUIET, scale=10)
    return drawn.getvalue()
