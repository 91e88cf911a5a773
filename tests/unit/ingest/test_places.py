"""The box of a figure has its ink and no other, however the page is turned and cut."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import typst

from alereport.ingest import reading, words

LISTS = words.load(None)
SOURCE = """#set document(title: "Budget 2025")
#set page(width: 300pt, height: 300pt, margin: 40pt)
#rotate(-{}deg, reflow: true, table(columns: 2, stroke: none,
  [tkr], [Budget 2025], [Kansli], [104], [Totalt], [104]))
"""


def ink(path: Path, page: int, box: list[float]) -> tuple[int, int]:
    """How many dark dots of a page at twice its size are in a box, and in 6 points around it."""
    with pdfium.PdfDocument(path) as document:
        dark = document[page - 1].render(scale=2, grayscale=True).to_numpy() < 128
    left, top, right, bottom = (round(2 * edge) for edge in box)
    within = dark[top - 1 : bottom + 1, left - 1 : right + 1].sum()
    return int(within), int(dark[top - 12 : bottom + 12, left - 12 : right + 12].sum())


@pytest.mark.parametrize("is_tagged", [True, False])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_set_upright_by_turning_it_is_read_and_boxed(
    tmp_path: Path, turned: int, *, is_tagged: bool
) -> None:
    path = tmp_path / "turned.pdf"
    with pikepdf.open(io.BytesIO(typst.compile(SOURCE.format(turned).encode()))) as made:
        if not is_tagged:
            del made.Root["/StructTreeRoot"]
        made.pages[0].obj.CropBox = [20, 10, 290, 295]
        made.pages[0].rotate(turned, relative=False)
        made.save(path)
    read = reading.read(path, LISTS, {}, "tkr").as_json()
    cells = [cell for table in read["tables"] for row in table["rows"] for cell in row["cells"]]
    assert [cell["as_printed"] for cell in cells] == ["104", "104"]
    for cell in cells:
        within, around = ink(path, cell["page"], cell["box"])
        assert 0 < within == around


def test_a_file_without_pages_tells_no_box(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    path.write_text("tkr;Budget 2025\nKansli;104\nTotalt;104\n", encoding="utf-8")
    read = reading.read(path, LISTS, {}).as_json()
    cells = [cell for row in read["tables"][0]["rows"] for cell in row["cells"]]
    assert {(cell["page"], cell["box"]) for cell in cells} == {(None, None)}
    assert all(cell["place"] for cell in cells)
