"""A file that should be a workbook, recognised and measured before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook as Book

from alereport.base import files
from alereport.base.errors import TableError

LARGEST = 64 * files.MIB
"""The most bytes of a workbook when it is unpacked: a hundred times those of a filled-in one."""
MOST_ROWS = 20_000
"""The most rows of a sheet, formatted ones among them."""
MOST_PARTS = 1_000
OLD = b"\xd0\xcf\x11\xe0"
"""What a workbook of Excel 97 begins with, and one with a password."""
SAVE = "open it and save it as .xlsx, without a password"
COPY = "copy what was typed into a new workbook of alereport template"
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
STRICT = b"http://purl.oclc.org/ooxml/"
"""What the namespaces of a workbook begin with that Excel saves as strict Open XML."""
ROW = re.compile(rb"<(?:\w+:)?row[ />]")


def opened(path: Path) -> tuple[Book, Book]:
    """Open a workbook twice: with its formulas, and with the values they last had.

    Macros and what it refers to in other files are left out.

    Raises:
        TableError: It is no workbook, cannot be read or is too large.
    """
    data = files.read(path, place=path.name, error=TableError)
    _require_workbook(path.name, data)
    try:
        _require_measured(path.name, data)
        return _loaded(data, values=False), _loaded(data, values=True)
    except TableError:
        raise
    except Exception as problem:  # noqa: BLE001 - the library raises anything of a broken file
        found = f"it cannot be opened ({type(problem).__name__})"
        raise TableError(path.name, found, "a whole workbook", SAVE) from None


def _loaded(data: bytes, *, values: bool) -> Book:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _require_workbook(place: str, data: bytes) -> None:
    if data.startswith(OLD):
        found = "it is a workbook of Excel 97, or has a password"
    elif not data:
        found = "it is empty"
    elif not data.startswith(b"PK"):
        found = "it is text, such as CSV" if _is_text(data) else "it is something else"
    else:
        return
    raise TableError(place, found, "a workbook (.xlsx)", SAVE)


def _is_text(data: bytes) -> bool:
    return not files.CONTROLS.search(data[:1000].decode("latin-1").replace("\x85", " "))


def _require_measured(place: str, data: bytes) -> None:
    """Refuse a workbook that is none, or would take too much memory or time."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                other = "content.xml" in names and "mimetype" in names
                found = "it is a sheet of LibreOffice (.ods)" if other else "it is another zip file"
                raise TableError(place, found, "a workbook (.xlsx)", SAVE)
            size = sum(part.file_size for part in parts)
            if size > LARGEST or len(parts) > MOST_PARTS:
                found = f"it has {len(parts)} parts and {size // files.MIB} MiB when unpacked"
                expected = f"at most {MOST_PARTS} parts and {LARGEST // files.MIB} MiB"
                raise TableError(place, found, expected, COPY)
            for part in parts:
                _require_plain(place, package, part)
            if STRICT in package.read("xl/workbook.xml"):
                found = "it is saved as strict Open XML"
                raise TableError(place, found, "an ordinary workbook", "save it as Excel workbook")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise TableError(place, "it is cut off or damaged", "a whole workbook", SAVE) from None


def _require_plain(place: str, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares entities, or a sheet with far too many rows."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return
    rows = 0
    for piece in _pieces(package, part):
        if piece.startswith((b"\xff\xfe", b"\xfe\xff")) or DECLARED.search(piece):
            raise TableError(place, f"{part.filename} declares entities", "none", COPY)
        rows += len(ROW.findall(piece))
    if part.filename.startswith("xl/worksheets/") and rows > MOST_ROWS:
        found = f"a sheet has {rows} rows, most of them formatted and empty"
        expected = f"at most {MOST_ROWS}"
        raise TableError(place, found, expected, f"remove the rows below the table, or {COPY}")


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part in pieces that end where an element begins, so that none is cut."""
    rest = b""
    with package.open(part) as content:
        while piece := content.read(files.MIB):
            whole, _sign, after = (rest + piece).rpartition(b"<")
            yield whole
            rest = b"<" + after
    yield rest
