"""A scan: what OCR finds on its pages, as a proposal of which nothing is proved.

The text is written where it was found into a PDF that has nothing else, which is then read by
where its words stand. OCR comes with the extra `ocr`; its models are in the package, and nothing
is fetched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources, util
from pathlib import Path
from typing import Any, Protocol, cast

import pikepdf
import pypdfium2 as pdfium

from alereport.base.errors import IngestError
from alereport.ingest import untagged_pdf
from alereport.ingest.model import Content, Grid
from alereport.ingest.places import Box
from alereport.ingest.progress import Told, untold
from alereport.ingest.words import Words

PACKAGE = "rapidocr"
MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
"""The files of the package that find text and read it."""
DOTS = 200
"""Dots an inch of a page as it is read."""
POINTS = 72
MOST_PAGES = 100
"""A scan takes several seconds a page."""
SECONDS_A_PAGE = 20
"""The most seconds that OCR may take for a page."""
DOUBT = "the page is a scan, read by OCR: compare it with the picture"
REMARK = "the PDF is a scan: it is read by OCR as a proposal, and nothing in it is proved"
PITCH = 0.6
"""The width of each letter of Courier, in sizes of the letter."""
FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Courier", "Encoding": "WinAnsiEncoding"}
MARGIN = 0.15
"""How much wider than its letters a text is found on either side, in its height."""
BLANK = 0.5
"""The width of a blank between words, in those of a letter."""
HIDDEN = 3
"""The way of showing text that shows nothing, as the layer of a searchable scan has it."""


class ScanError(IngestError):
    """A PDF none of whose pages has text."""


class _Found(Protocol):
    """What the engine finds on a picture: texts, and the four corners of each in pixels."""

    txts: tuple[str, ...] | None
    boxes: Any


@dataclass(frozen=True)
class _Text:
    """What stands together on a page, and where."""

    words: str
    box: Box


def is_available() -> bool:
    """True if the extra `ocr` is installed."""
    return all(util.find_spec(name) for name in (PACKAGE, "onnxruntime"))


def refusal(name: str, pages: int) -> ScanError:
    """Why a scan is not read where the extra is not installed."""
    step = "ask for the original file, or install alereport[ocr] to read it as a proposal"
    found = f"none of its pages has text, of {pages} in all: it is a scan"
    return ScanError(name, found, "a document with text", step)


def read(path: Path, words: Words, told: Told = untold) -> Content:
    """Read a scan; every cell of it has a doubt.

    Args:
        told: Is told of each page that is read.

    Raises:
        IngestError: It has too many pages, or OCR finds no text on them.
    """
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        layer = Path(folder, "text.pdf")
        count = _write(path, layer, told)
        if not count:
            found = "it is a scan, and OCR finds no text on its pages"
            raise IngestError(path.name, found, "a document with text", "ask for the original file")
        content = untagged_pdf.read(layer, words)
    pieces = [
        replace(
            piece,
            rows=tuple(tuple(replace(cell, doubt=DOUBT) for cell in row) for row in piece.rows),
            doubts=(DOUBT,),
        )
        if isinstance(piece, Grid)
        else piece
        for piece in content.pieces
    ]
    return Content(pieces, [*content.remarks, REMARK], is_scan=True)


def _write(path: Path, layer: Path, told: Told) -> int:
    """Write the text of a scan as a PDF; how many texts were found."""
    count = 0
    engine = _engine()
    with pdfium.PdfDocument(path) as scan, pikepdf.new() as made:
        if len(scan) > MOST_PAGES:
            most, step = f"at most {MOST_PAGES}", "save the pages with tables"
            raise IngestError(path.name, f"it has {len(scan)} pages", most, step)
        told(0, len(scan), SECONDS_A_PAGE)
        for number in range(len(scan)):
            page = scan[number]
            texts = list(_texts(engine, page))
            _add(made, page.get_size(), texts)
            count += len(texts)
            page.close()
            told(number + 1, len(scan), SECONDS_A_PAGE)
        made.save(layer)
    return count


def _add(made: pikepdf.Pdf, size: tuple[float, float], texts: list[_Text]) -> None:
    """Add a page with texts where they were found, and nothing else."""
    names = {f"/{key}": pikepdf.Name(f"/{name}") for key, name in FONT.items()}
    sheet = made.add_blank_page(page_size=size)
    sheet.Contents = made.make_stream(_drawn(texts, size[1]))
    sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pikepdf.Dictionary(names)))


def _engine() -> Any:
    """The OCR engine, with the models of its package and one thread."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - only with the extra

    models = resources.files(PACKAGE) / "models"
    given = {key: str(models / name) for key, name in MODELS.items()}
    return RapidOCR(
        params={
            **given,
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
        }
    )


def _texts(engine: Any, page: pdfium.PdfPage) -> Iterator[_Text]:
    """Yield what stands on a page, with its box in points as the page is shown."""
    scale = DOTS / POINTS
    picture = page.render(scale=scale).to_numpy()
    found = cast("_Found", engine(picture, use_cls=False))
    for words, corners in zip(found.txts or (), found.boxes if found.txts else (), strict=True):
        across, down = ([float(corner[axis]) / scale for corner in corners] for axis in (0, 1))
        if words.strip():
            yield _Text(words.strip(), (min(across), min(down), max(across), max(down)))


def _drawn(texts: list[_Text], height: float) -> bytes:
    """The commands that set texts, each as wide as it was found."""
    lines = [f"BT {HIDDEN} Tr"]
    for text in texts:
        left, top, right, bottom = text.box
        size = max(bottom - top, 1.0)
        left, right = left + MARGIN * size, max(right - MARGIN * size, left + size / 2)
        letters = len(text.words) - text.words.count(" ") * (1 - BLANK)
        wide = 100 * (right - left) / (PITCH * size * letters)
        words = text.words.replace("\u2212", "-").encode("cp1252", "replace").hex()
        narrower = (BLANK - 1) * PITCH * size
        lines.append(f"/F {size:.2f} Tf {wide:.2f} Tz {narrower:.2f} Tw")
        lines.append(f"1 0 0 1 {left:.2f} {height - bottom + size / 4:.2f} Tm <{words}> Tj")
    return "\n".join([*lines, "ET"]).encode("ascii")
