"""PDFs without tags, as programs write them: borders, pages, and what a cell cuts off."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import typst

from alereport.ingest import reading, words
from alereport.ingest.understood import Table

BORDERED = """#set page(height: 7cm, margin: 1cm)
Tkr
#table(columns: (4cm, auto, auto), stroke: 0.5pt,
  table.header(table.cell(rowspan: 2)[Verksamhet], table.cell(colspan: 2)[2025],
    [Budget], [Utfall]),
  [Kansli och service till medborgare], [104], [96], [Drift], [20], [31],
  [Tillsyn], [9], [12], [Plan], [41], [44], [Bygglov], [55], [51], [Summa], [229], [234])
"""
NARROW = """#set page(height: 9cm, margin: 1cm)
#set text(size: 9pt)
Tkr
#table(columns: (3cm, 1.6cm, 1.3cm, 1.2cm), stroke: 0.5pt, align: right,
  table.header([Verksamhet], [Prognos 2024], [2024 Utfall], [Avvikelse]),
  [Kansli], [104], [96], [-8], [Drift], [20], [31], [11], [Summa], [124], [127], [3])
"""
TWO = """#set page(height: 6cm, margin: 1cm)
#let of(kind) = table(columns: (4cm, 2cm, 2cm), stroke: 0.5pt,
  [Verksamhet], [#kind 2024], [#kind 2025],
  [Kansli], [104], [96], [Drift], [20], [31], [Summa], [124], [127])
#of[Budget] #pagebreak() #of[Utfall]
"""
SHEET = """BT 60 700 Td /F1 11 Tf (Kansli) Tj ET BT 200 700 Td /F1 11 Tf (104) Tj ET
q 58 600 70 114 re W* n q BT 60 685 Td /F1 11 Tf (Kultur och fr) Tj ET Q Q
BT 200 685 Td /F1 11 Tf (20) Tj ET
BT 60 670 Td /F1 11 Tf (Plan) Tj ET BT 200 670 Td /F1 11 Tf (30) Tj ET
BT 60 655 Td /F1 11 Tf (Summa) Tj ET BT 200 655 Td /F1 11 Tf (154) Tj ET
"""


def tables(path: Path) -> tuple[Table, ...]:
    return reading.read(path, words.load(None), {}).tables


def set_without_tags(source: str, folder: Path) -> Path:
    """A document of Typst as a PDF without tags."""
    typed, path = folder / "plan.typ", folder / "plan.pdf"
    typed.write_text(source, encoding="utf-8")
    typst.compile(str(typed), output=str(path))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root["/StructTreeRoot"]
        pdf.save(path)
    return path


def test_a_table_with_borders_is_read_by_them_over_pages(tmp_path: Path) -> None:
    path = set_without_tags(BORDERED, tmp_path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 1
    (table,) = tables(path)
    assert [(column.kind, column.year) for column in table.columns] == [
        ("budget", 2025), ("outturn", 2025)
    ]  # fmt: skip
    assert table.is_accepted
    assert [(row.label, *(cell.value for cell in row.cells)) for row in table.rows] == [
        ("Kansli och service till medborgare", 104, 96), ("Drift", 20, 31), ("Tillsyn", 9, 12),
        ("Plan", 41, 44), ("Bygglov", 55, 51), ("Summa", 229, 234),
    ]  # fmt: skip


def test_a_table_with_a_head_of_its_own_on_the_next_page_is_another(tmp_path: Path) -> None:
    found = tables(set_without_tags(TWO, tmp_path))
    assert [[(column.kind, column.year) for column in table.columns] for table in found] == [
        [(kind, 2024), (kind, 2025)] for kind in ("budget", "outturn")
    ]
    assert [len(table.rows) for table in found] == [3, 3]


def test_a_head_that_runs_into_the_next_column_is_asked_about_in_both(tmp_path: Path) -> None:
    (table,) = tables(set_without_tags(NARROW, tmp_path))
    assert [column.label for column in table.columns] == [
        "Prognos 2024", "Utfall", "2024 Avvikelse"
    ]  # fmt: skip
    assert [bool(column.doubt) for column in table.columns] == [False, True, True]
    for row in table.rows:
        assert [cell.state for cell in row.cells] == ["proved", "asked", "asked"]


def test_a_label_that_its_cell_cuts_off_is_asked_about(tmp_path: Path) -> None:
    for producer, state in (("LibreOffice 7.4", "asked"), ("Another", "proved")):
        path = tmp_path / "sheet.pdf"
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(SHEET.encode())
            pdf.docinfo["/Producer"] = producer
            pdf.save(path)
        (table,) = tables(path)
        states = {row.label: row.cells[0].state for row in table.rows}
        assert states["Kultur och fr"] == state
        assert states["Kansli"] == "proved"
