"""A page of a PDF as a picture, drawn by pdfium: in the child process alone, see `child`."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from alereport.base.errors import IngestError

MOST_PIXELS = 4_000_000
SCALE = 2.0
"""Pixels a point: fine enough to read 7 points on a screen of a high resolution."""


def drawn(path: Path, page: int) -> dict[str, Any]:
    """A page as PNG.

    Args:
        path: The PDF.
        page: The page, from 1.

    Returns:
        `png` in Base64, and `width` and `height` in points.

    Raises:
        IngestError: It is no PDF that can be opened, or has no such page.
    """
    try:
        with pdfium.PdfDocument(path) as pdf:
            if not 1 <= page <= len(pdf):
                found = f"it has {len(pdf)} pages, and no page {page}"
                raise IngestError(path.name, found, "the file that was read", AGAIN)
            sheet = pdf[page - 1]
            width, height = sheet.get_size()
            scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
            image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
    except pdfium.PdfiumError as problem:
        raise IngestError(path.name, f"it cannot be drawn ({problem})", "a PDF", AGAIN) from None
    file = io.BytesIO()
    image.save(file, "PNG", optimize=False)
    png = base64.b64encode(file.getvalue()).decode("ascii")
    return {"png": png, "width": width, "height": height}


AGAIN = "read it again with alereport ingest"
