"""The text of each marked piece of a PDF, to which its tags refer, and where it stands."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from alereport.ingest.places import Box, Frame, around
from alereport.ingest.progress import Told

OWN_HYPHEN = re.compile(r"(?:(?<=[A-ZÅÄÖ0-9])|(?<=\b\w))[\u00ad\ufffe\x02]\s*")
DIVIDED = re.compile(r"[\u00ad\ufffe\x02]\s*")
"""What stands for a hyphen at the end of a line."""
Piece = tuple[int, int]
"""A marked piece: its page, the first being 0, and its number on it."""


@dataclass
class MarkedTexts:
    """The marked pieces of a PDF.

    Attributes:
        texts: The text of each piece.
        boxes: Where each stands; those within a form are left out.
        pages: The pages with text, marked or not, the first being 0.
    """

    texts: dict[Piece, str] = field(default_factory=dict)
    boxes: dict[Piece, Box] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)


def of_pdf(path: Path, told: Told) -> MarkedTexts:
    """The marked pieces of a PDF; text without a number is in none.

    Args:
        told: Is told of each page that is read.
    """
    made, texts = MarkedTexts(), dict[Piece, list[str]]()
    with closing(pdfium.PdfDocument(path)) as document:
        for index in range(len(document)):
            page = document[index]
            text_page, frame = page.get_textpage(), Frame(page)
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=6):
                text = _text_of(item.raw, text_page.raw)
                made.pages |= {index} if text.strip() else set()
                piece = (index, raw.FPDFPageObj_GetMarkedContentID(item.raw))
                if piece[1] < 0:
                    continue
                texts.setdefault(piece, []).append(text)
                # What stands in a form is measured from that form.
                if text.strip() and not item.level:
                    box = around([made.boxes.get(piece), frame.shown(*item.get_bounds())])
                    made.boxes |= {piece: box} if box else {}
            text_page.close()
            page.close()
            told(index + 1, len(document))
    made.texts = {key: _joined(parts) for key, parts in texts.items()}
    return made


def _text_of(item: Any, text_page: Any) -> str:
    length = raw.FPDFTextObj_GetText(item, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(item, text_page, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", errors="replace").replace("\x00", "")


def _joined(parts: Sequence[str]) -> str:
    """Text set in several objects: a line or a change of font each.

    pdfium has one sign for every hyphen at the end of a line. It is the word's own after
    capitals, digits or one letter alone, as in `HR-avdelning` and `e-tjänst`, and otherwise that of
    a divided word.
    """
    return DIVIDED.sub("", OWN_HYPHEN.sub("-", "".join(parts)))
