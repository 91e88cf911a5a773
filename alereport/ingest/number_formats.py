"""How a workbook shows a number: in per cent, in thousands, with a unit, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

import openpyxl

from alereport.ingest.numerals import numeral

PARTS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\])|[_*].')
"""What a format has besides its digits: a text, a sign, a currency, a colour or condition."""
CONDITION = re.compile(r"\[[<>=]")
SCALE = re.compile(r"[0#?](,+)(?=[^0#?,]*$|\.)")
"""Commas after the last digit before the decimals, each for a thousand."""
HIDDEN = "its format hides it"
OTHER_SIGN = "its format shows another sign than is stored"
OTHERWISE = "it is shown otherwise than it is stored"
UNKNOWN = "this kind of file does not tell how a number is shown: save it as .xlsx"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HALF = 0.51
"""How far a shown number is from the stored one at most, in its last digit."""
MOST = 1000
"""The most times that LibreOffice repeats a number as one cell."""


@dataclass(frozen=True)
class Shown:
    """How a number is shown.

    Attributes:
        factor: What it is multiplied by: 100 in per cent, 0.001 in thousands.
        is_percentage: True if a per cent sign stands with it.
        unit: The words after it, such as `tkr`.
        doubt: Why what is shown may be another number than is stored.
    """

    factor: float = 1.0
    is_percentage: bool = False
    unit: str = ""
    doubt: str = ""


PLAIN = Shown()
At = tuple[str, int, int]
"""A cell: its sheet, and its row and column from 0."""


def of_workbook(path: Path) -> dict[At, Shown] | None:
    """How each number is shown that is not shown as it is stored; None if the file cannot tell."""
    of_kind = {".xlsx": _of_excel, ".xlsm": _of_excel, ".ods": _of_ods}.get(path.suffix.lower())
    try:
        return dict(of_kind(path)) if of_kind else None
    except (KeyError, TypeError, ValueError, SyntaxError, BadZipFile):
        return None


def _of_excel(path: Path) -> Iterator[tuple[At, Shown]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, int | float) and cell.number_format != "General":
                        shown = shown_by(cell.number_format, cell.value)
                        if shown != PLAIN:
                            yield (sheet.title, cell.row - 1, cell.column - 1), shown
    finally:
        book.close()


def shown_by(code: str, value: float) -> Shown:
    """How a format of Excel shows a number, such as `#,##0, "tkr";[Red]-#,##0, "tkr"`."""
    sections = _sections(code)
    if CONDITION.search(code):
        return Shown(doubt=OTHERWISE)
    index = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0
    section = sections[index]
    if section.strip() in {"@", "General"}:
        return PLAIN
    texts = [next(filter(None, each.groups()), "") for each in PARTS.finditer(section)]
    bare = PARTS.sub("", section)
    if not re.search(r"[0#?]", bare):
        # A dash instead of zero is how a table shows that there is nothing.
        return PLAIN if not value else Shown(doubt=HIDDEN)
    commas = SCALE.search(bare)
    factor = 100.0 ** bare.count("%") * 1000.0 ** -len(commas[1] if commas else "")
    signs = f"{bare}{''.join(texts)}"
    has_sign = any(sign in signs for sign in "-−–(")
    is_red = "[red" in section.lower()
    is_other = has_sign and value > 0 if index == 0 else index == 1 and not (has_sign or is_red)
    unit = " ".join(each for each in texts if each.strip(". ").isalpha())
    return Shown(factor, "%" in bare, unit, OTHER_SIGN if is_other else "")


def _sections(code: str) -> list[str]:
    """The parts of a format: for numbers above zero, below, and zero."""
    parts, part, end = [], "", ""
    for sign in code:
        if sign == ";" and not end and not part.endswith("\\"):
            parts.append(part)
            part = ""
            continue
        part += sign
        end = ("" if sign == end else end) if end else {'"': '"', "[": "]"}.get(sign, "")
    return [*parts, part]


def _of_ods(path: Path) -> Iterator[tuple[At, Shown]]:
    with ZipFile(path) as package, package.open("content.xml") as part:
        name, row, column, repeated = "", 0, 0, 1
        for event, element in ET.iterparse(part, ("start", "end")):  # noqa: S314 - declares no entities: see opening
            if event == "start":
                if element.tag == f"{TABLE}table":
                    name, row = element.get(f"{TABLE}name", ""), 0
                elif element.tag == f"{TABLE}table-row":
                    column, repeated = 0, _repeated(element, "rows")
            elif element.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                across = _repeated(element, "columns")
                if (shown := _of_cell(element)) != PLAIN:
                    for down in range(min(repeated, MOST)):
                        for right in range(min(across, MOST)):
                            yield (name, row + down, column + right), shown
                column += across
            elif element.tag == f"{TABLE}table-row":
                row += repeated
                element.clear()


def _repeated(element: Any, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1"))


def _of_cell(element: Any) -> Shown:
    """How LibreOffice shows a number, by the text that it keeps beside it."""
    kind, stored = element.get(f"{OFFICE}value-type"), element.get(f"{OFFICE}value")
    if kind not in {"float", "percentage", "currency"} or stored is None:
        return PLAIN
    text = " ".join("".join(each.itertext()) for each in element.iter(f"{TEXT}p")).strip()
    match = re.fullmatch(r"(.*?[\d%)])\s*([^\W\d_]*)\.?", text)
    figure = numeral(match[1]) if match else None
    unit = match[2] if match else ""
    if figure is None:
        return PLAIN if not float(stored) else Shown(doubt=OTHERWISE if text else HIDDEN)
    for factor in (100.0,) if figure.is_percentage else (1.0, 1e-3, 1e-6):
        if abs(float(stored) * factor - figure.value) <= HALF * 10.0**-figure.decimals:
            return Shown(factor, figure.is_percentage, unit)
    return Shown(unit=unit, doubt=OTHERWISE)
