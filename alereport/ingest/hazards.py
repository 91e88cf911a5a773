"""What of a file runs or fetches something, or is computed: it is left alone, and told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf

from alereport.base import files

LARGEST_SHEET = 64 * files.MIB
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
WITHOUT_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
"""A formula whose cell has no value: the program that wrote it did not compute it."""
SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
FRAME = re.compile(r"<(?:iframe|frame|object|embed)\b", re.IGNORECASE)


def of_pdf(path: Path) -> list[str]:
    """What a PDF that was read has besides its text."""
    with pikepdf.open(path) as pdf:
        names: Any = pdf.Root.get("/Names") or {}
        opened = [pdf.Root.get("/OpenAction"), *_actions(pdf.Root)]
        has_script = "/JavaScript" in names or any(map(_is_script, opened))
        has_script |= any(map(_is_script, (each for page in pdf.pages for each in _actions(page))))
        has_files = bool(len(pdf.attachments))
    remarks = ["JavaScript: it is not run"] * has_script
    return remarks + ["attached files: they are not read"] * has_files


def _actions(owner: Any) -> list[Any]:
    """What is done when a document or a page is opened, closed, saved or printed."""
    given = owner.get("/AA")
    return [*given.as_dict().values()] if isinstance(given, pikepdf.Dictionary) else []


def _is_script(action: Any) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.JavaScript


def of_html(text: str) -> list[str]:
    """What a page has besides its words."""
    told = {
        "scripts: they are not run, and what they would write is not read": SCRIPT,
        "pages within the page: they are not fetched": FRAME,
    }
    return [words for words, pattern in told.items() if pattern.search(text)]


def formulas_without_value(package: ZipFile) -> int:
    """How many cells of a workbook have a formula and no value."""
    return sum(
        len(WITHOUT_VALUE.findall(package.read(part)))
        for part in package.infolist()
        if SHEET.fullmatch(part.filename) and part.file_size <= LARGEST_SHEET
    )
