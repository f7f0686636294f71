"""A QR code as inline SVG: squares on a white ground, scanned from a screen or from paper."""

import segno
from markupsafe import Markup, escape

QUIET = 4  # modules of white around it, as the standard asks


def qr_code(content: str, said: object) -> Markup:
    """The drawing; `said` tells those who do not see it what it leads to."""
    rows = [list(row) for row in segno.make(content, error="m", micro=False).matrix]
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Markup(
        '<svg class="qr-code" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        'width="232" height="232" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        '<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    ).format(said=escape(str(said)), size=size, path=path)
