"""Pages of a PDF of which something is not read: it is a picture, or has no tags.

A page that is blank has nothing to read, and is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

FEW_LETTERS = 300
"""Fewer letters stand over a scan, as a stamp or a page number; a page of text has more."""
MOST_OF_IT = 0.5
"""The part of a page that a picture covers at least which may be a scan."""
DEEPEST = 6


def of_pdf(path: Path) -> list[str]:
    """What is to be said of the pages of a PDF that a scanner or a picture made."""
    silent, pictures = [], []
    with closing(pdfium.PdfDocument(path)) as document:
        for index in range(len(document)):
            page = document[index]
            letters = _letters(page)
            if not letters and any(True for _each in page.get_objects(max_depth=DEEPEST)):
                silent.append(index)
            elif letters < FEW_LETTERS and _is_picture(page):
                pictures.append(index)
            page.close()
    return list(_told(silent, pictures))


def _told(silent: list[int], pictures: list[int]) -> Iterator[str]:
    if shown := numbers(silent):
        yield f"pages without text, such as a scan; they are not read: {shown}"
    if shown := numbers(pictures):
        yield f"pages that are mostly a picture; what is printed in it is not read: {shown}"


def without_tags(pages: Iterable[int]) -> list[str]:
    """What is to be said of pages whose text no tag has, in a PDF that has tags.

    Args:
        pages: The pages, the first being 0.
    """
    shown = numbers(pages)
    return [f"pages whose text has no tags, and is not read: {shown}"] if shown else []


def numbers(pages: Iterable[int]) -> str:
    """Pages as a reader counts them, such as `3, 5–7`; the first being 0."""
    ranges: list[list[int]] = []
    for page in sorted(pages):
        if ranges and ranges[-1][-1] == page - 1:
            ranges[-1] = [ranges[-1][0], page]
        else:
            ranges.append([page])
    return ", ".join("–".join(str(page + 1) for page in each) for each in ranges)


def _letters(page: pdfium.PdfPage) -> int:
    """How many signs of text a page has, blanks left out."""
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    return len("".join(text.split()))


def _is_picture(page: pdfium.PdfPage) -> bool:
    """True if a picture covers most of a page; pictures in forms are measured by their form."""
    left, bottom, right, top = page.get_bbox()
    least = MOST_OF_IT * (right - left) * (top - bottom)
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM]
    for item in page.get_objects(filter=kinds, max_depth=1):
        edges = item.get_bounds()
        wide = min(edges[2], right) - max(edges[0], left)
        high = min(edges[3], top) - max(edges[1], bottom)
        if wide > 0 and high > 0 and wide * high >= least and _holds_picture(item, page):
            return True
    return False


def _holds_picture(item: pdfium.PdfObject, page: pdfium.PdfPage) -> bool:
    return item.type == raw.FPDF_PAGEOBJ_IMAGE or any(
        True
        for _each in page.get_objects(
            filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST, form=item.raw, level=1
        )
    )
