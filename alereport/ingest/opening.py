"""Which file it is, and whether it can be read safely; then its reader.

What a file is, is told by its first bytes as well as by its name. A file is refused before it is
opened if it is too large, unpacks to far more than it is, declares entities, or is of a kind that
no reader is for.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from alereport.base import files
from alereport.base.errors import IngestError
from alereport.base.files import FormError
from alereport.ingest import (
    hazards,
    pandoc,
    plain_text,
    scans,
    tagged_pdf,
    text_boxes,
    unread_pages,
    untagged_pdf,
    workbook,
)
from alereport.ingest.model import Content, Paragraph
from alereport.ingest.progress import Told, untold
from alereport.ingest.words import Words

LARGEST = 100 * files.MIB
UNPACKED = 400 * files.MIB
"""The most bytes of a packed document when it is unpacked."""
MOST_PARTS = 20_000
LARGEST_TEXT = 16 * files.MIB
READ = "a Word or LibreOffice document, a PDF with tags, a workbook, HTML, Markdown, CSV or text"
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b[^>]*(?:\[|ENTITY)", re.IGNORECASE)
PACKED = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml",
          ".xlsb": "xl/workbook.bin", ".odt": "content.xml", ".ods": "content.xml"}  # fmt: skip
"""The part that a packed document of each kind has."""
HTML = {".html", ".htm"}
OLD = b"\xd0\xcf\x11\xe0"
"""The first bytes of a document of Office 97, or of one with a password."""


def read(path: Path, words: Words, told: Told = untold) -> Content:
    """Read a document of any kind.

    Args:
        told: Is told of each page of a PDF that is read.

    Raises:
        IngestError: It is missing, empty, too large, damaged, or of no kind that is read.
    """
    data = _data(path)
    suffix = path.suffix.lower()
    if data.startswith(b"%PDF") or suffix == ".pdf":
        if not data.startswith(b"%PDF"):
            raise _other(path, "it is no PDF, whatever its name says")
        if suffix != ".pdf":
            raise _other(path, "it is a PDF, whatever its name says", "name it .pdf")
        content = _pdf(path, words, told)
        content.remarks += hazards.of_pdf(path)
        return content
    if data.startswith(OLD) and suffix != ".xls":
        found = "it is a document of Office 97, or has a password"
        raise _other(path, found, "save it as .docx or .xlsx, without a password")
    if data.startswith(b"PK"):
        return _packed(path, data, suffix)
    if suffix in PACKED:
        raise _other(path, f"it is no {suffix} file, whatever its name says")
    if suffix == ".xls":
        return workbook.read(path)
    return _text(path, data, suffix, words)


def _pdf(path: Path, words: Words, told: Told) -> Content:
    try:
        content = tagged_pdf.read(path, told) or _without_tags(path, words, told)
    except scans.ScanError:
        if not scans.is_available():
            raise
        return scans.read(path, words, told)
    content.remarks += unread_pages.of_pdf(path)
    return content


def _without_tags(path: Path, words: Words, told: Told) -> Content:
    content = untagged_pdf.read(path, words, told)
    content.remarks.append("the PDF has no tags: its tables are told by where their words stand")
    return content


def _other(path: Path, found: str, next_step: str = "choose the document itself") -> IngestError:
    return IngestError(path.name, found, READ, next_step)


def _data(path: Path) -> bytes:
    try:
        with files.opened(path) as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise IngestError(
            str(path), f"it cannot be read ({problem.strerror})", READ, "check the name of the file"
        ) from None
    if not data.strip(b"\x00 \r\n\t"):
        raise _other(path, "it is empty", "ask for the file again")
    if len(data) > LARGEST:
        found = f"it is larger than {LARGEST // files.MIB} MiB"
        raise _other(path, found, "save it without pictures, or a part of it")
    return data


def _packed(path: Path, data: bytes, suffix: str) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            _require_measured(path, parts)
            if any(part.flag_bits & 1 for part in parts):
                raise _other(path, "it has a password", "save it without a password")
            if PACKED.get(suffix) not in names:
                raise _other(path, "it is another zip file, or was renamed")
            remarks = _remarks(path, package, names)
            boxes = _text_boxes(package, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise _other(path, "it is cut off or damaged", "ask for the file again") from None
    content = workbook.read(path) if suffix in workbook.SUFFIXES else pandoc.read(path)
    content.remarks += remarks
    if boxes:
        content.pieces += boxes
        content.remarks.append("text boxes: what they hold is read after the rest")
    return content


def _text_boxes(package: zipfile.ZipFile, names: set[str]) -> list[Paragraph]:
    if PACKED[".docx"] not in names:
        return []
    document = package.read(PACKED[".docx"]).decode("utf-8", "replace")
    return list(text_boxes.paragraphs(document))


def _require_measured(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    if size > UNPACKED or len(parts) > MOST_PARTS:
        found = f"it has {len(parts)} parts and {size // files.MIB} MiB when unpacked"
        raise _other(path, found, "save the document again")


def _remarks(path: Path, package: zipfile.ZipFile, names: set[str]) -> list[str]:
    """What of a packed document its reader leaves out.

    Raises:
        IngestError: A part declares entities.
    """
    remarks = []
    for name in sorted(names):
        if not name.endswith((".xml", ".rels")):
            continue
        with package.open(name) as part:
            start = part.read(files.MIB)
        if DECLARED.search(start):
            raise _other(path, f"{name} declares entities", "save the document again")
    if any("vbaProject" in name for name in names):
        remarks.append("macros: they are not run")
    if empty := hazards.formulas_without_value(package):
        remarks.append(f"formulas without a value: {empty}; open the workbook, and save it again")
    if any(name.startswith("xl/externalLinks/") for name in names):
        remarks.append("links to other workbooks: the values they last had are read")
    return remarks


def _text(path: Path, data: bytes, suffix: str, words: Words) -> Content:
    if len(data) > LARGEST_TEXT:
        found = f"it is a text of more than {LARGEST_TEXT // files.MIB} MiB"
        raise _other(path, found, "choose the document itself")
    try:
        text = files.text(data)
    except FormError as problem:
        raise _other(path, problem.found, "save it as a text in UTF-8") from None
    if suffix in HTML and DECLARED.search(data):
        raise _other(path, "it declares entities", "save the document again")
    if suffix in pandoc.FORMATS:
        content = pandoc.read(path)
        content.remarks += hazards.of_html(text) if suffix in HTML else []
        return content
    if suffix == ".csv":
        try:
            return workbook.read_csv(path, text)
        except FormError as problem:
            raise _other(path, problem.found, problem.next_step) from None
    if suffix in {"", ".txt", ".text"}:
        return plain_text.read(text, words)
    raise _other(path, f"{suffix} is a kind of file that is not read")
