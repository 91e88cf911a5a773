"""The words of a PDF, read without its drawings, which take most of the time and say nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf

WRITES = "q Q cm gs BT ET Tf Tm Td TD T* Tc Tw Tz TL Tr Ts Tj TJ ' \" Do BMC BDC EMC"
"""What a page's content does that places words; the rest draws."""


def pages(pdf: Path) -> list[str]:
    """The text of each page, as pypdf extracts it."""
    words = io.BytesIO()
    with pikepdf.open(pdf) as opened:
        for page in opened.pages:
            kept = pikepdf.parse_content_stream(page, WRITES)
            page.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))
        opened.save(words)
    return [page.extract_text() for page in pypdf.PdfReader(words).pages]
