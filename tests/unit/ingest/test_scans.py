"""A scan is refused, or read as a proposal of which nothing is proved; the text of it is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import typst

from alereport.base.errors import IngestError
from alereport.ingest import child, opening, scans, untagged_pdf, words
from alereport.ingest.scans import _drawn, _Text
from tests.patience import PATIENCE

LISTS = words.load(None)
PLAN = """#set page(width: 210mm, height: 150mm, margin: 25mm)
#set text(size: 11pt, lang: "sv")
= Påhittad nämndplan 2025
Kulturnämnden
== 4.1 Budget per område
#table(columns: 3, align: (left, right, right),
[Tkr], [Budget 2024], [Budget 2025],
[Förskola för åk 1], [20 338], [21 000],
[Överförmyndare], [60 900], [60 751],
[Summa], [81 238], [81 751])
"""
needs_ocr = pytest.mark.skipif(not scans.is_available(), reason="the extra ocr is not installed")


def scanned(folder: Path, dots: int = 200) -> Path:
    """A plan as a scanner saves it: a picture of each page, with no text."""
    (folder / "plan.typ").write_text(PLAN, encoding="utf-8")
    typst.compile(str(folder / "plan.typ"), output=str(folder / "plan.pdf"))
    with pdfium.PdfDocument(folder / "plan.pdf") as plan:
        picture = plan[0].render(scale=dots / 72).to_pil().convert("L")
    picture.save(folder / "scan.pdf", resolution=dots)
    return folder / "scan.pdf"


def test_a_scan_is_refused_with_the_name_of_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PACKAGE", "not_installed_here")
    with pytest.raises(IngestError, match=r"it is a scan; .*alereport\[ocr\]"):
        opening.read(scanned(tmp_path), LISTS)


def test_text_that_was_found_is_read_where_it_was_found(tmp_path: Path) -> None:
    texts = [
        _Text("Förskola för åk 1", (70, 100, 170, 112)),
        _Text("20 338", (230, 100, 264, 112)),
        _Text("−4 300", (300, 100, 334, 112)),
    ]
    layer = tmp_path / "layer.pdf"
    with scans.pikepdf.new() as made:
        scans._add(made, (300.0, 400.0), texts)
        made.save(layer)
    (paragraph,) = untagged_pdf.read(layer, LISTS).paragraphs
    assert paragraph.text == "Förskola för åk 1 20 338 - 4 300"
    left, top, right, bottom = paragraph.place.box or (0, 0, 0, 0)  # type: ignore[attr-defined]
    assert 68 < left < 75
    assert 325 < right < 335
    assert 98 < top < bottom < 114
    assert b"<" in _drawn(texts, 400)


def test_nothing_is_fetched_and_nothing_is_imported_before_it_is_needed() -> None:
    code = "import sys; from alereport.ingest import opening; print('rapidocr' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.strip() == "False"


@needs_ocr
def test_a_scan_is_a_proposal(tmp_path: Path) -> None:
    read = child.read(scanned(tmp_path), LISTS, {"kultur": ["Kulturnämnden"]})
    assert read["source"]["is_scan"]
    assert read["document"]["committee"] == "kultur"
    assert read["remarks"] == [scans.REMARK]
    (table,) = read["tables"]
    assert [row["label"] for row in table["rows"]] == [
        "Förskola för åk 1", "Överförmyndare", "Summa"
    ]  # fmt: skip
    cells = [cell for row in table["rows"] for cell in row["cells"]]
    assert [cell["value"] for cell in cells] == [20338, 21000, 60900, 60751, 81238, 81751]
    assert {cell["state"] for cell in cells} == {"asked"}
    assert all(scans.DOUBT in cell["reason"] and cell["box"] for cell in cells)
