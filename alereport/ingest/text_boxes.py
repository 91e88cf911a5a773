"""The text boxes of a Word document, which Pandoc leaves out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from alereport.ingest.model import Paragraph

FALLBACK = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
"""The same once more, for programs of before 2010."""
BOX = re.compile(r"<w:txbxContent\b[^>]*>(.*?)</w:txbxContent>", re.DOTALL)
PARAGRAPH = re.compile(r"<w:p\b[^>/]*>(.*?)</w:p>", re.DOTALL)
TEXT = re.compile(r"<w:t\b[^>]*>([^<]*)</w:t>|<w:(tab|br)\b[^>]*/>")


def paragraphs(document: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of each box, those of its tables among them; deleted ones have no text.

    Args:
        document: The part `word/document.xml`.
    """
    for number, box in enumerate(BOX.finditer(FALLBACK.sub("", document)), start=1):
        for paragraph in PARAGRAPH.finditer(box[1]):
            pieces = [" " if match[2] else match[1] for match in TEXT.finditer(paragraph[1])]
            text = " ".join(html.unescape("".join(pieces)).split())
            if text:
                yield Paragraph(text, f"text box {number}", "")
