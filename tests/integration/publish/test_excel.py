"""The workbooks: every published table, its figures as numbers, the same bytes every time."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.exhibits import excel, values
from alereport.exhibits.excel import Imprint, Sheet
from alereport.exhibits.model import Column, Row, Table
from alereport.exhibits.phrases import phrase
from alereport.exhibits.values import Cell

NBSP = "\u00a0"
HEADS = (("name", "Område", False), ("plan", "2024", True), ("share", "Andel", True))
ROWS = (
    ("=1+1", values.amount(-2884), values.percent(8.2)),
    ("Kost", values.not_comparable("seriebrott"), values.silent()),
    ("Totalt", values.amount(154390), values.percent(100)),
)
TABLE = Table(
    id="x",
    caption="Budget per område, tkr.",
    columns=tuple(Column(key=key, heading=words, figures=is_) for key, words, is_ in HEADS),
    rows=tuple(Row(key=name, cells=(values.words(name), *rest)) for name, *rest in ROWS),
    total=True,
    notes=(phrase("¹ Därför."),),
)
IMPRINT = Imprint("Bok", "Ale kommun", date(2023, 12, 31), "Läget den 31 december 2023.")


def written(sheets: list[Sheet]) -> bytes:
    with locales.using("sv"):
        return excel.workbook(IMPRINT, "Tabellerna för KS 2024", sheets)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def made() -> bytes:
    return written([Sheet("Tabell 2.1", "Ekonomi", TABLE, ("Nämndplan 2024",))])


@pytest.fixture
def page(made: bytes) -> Worksheet:
    return opened(made)["Tabell 2.1"]


def test_a_sheet_has_the_table_with_its_figures_as_numbers(page: Worksheet) -> None:
    cells = [[cell.value for cell in row] for row in page["A1:C6"]]
    assert cells == [
        ["Tabell 2.1: Budget per område, tkr.", None, None],
        [None, None, None],
        ["Område", "2024", "2024, anmärkning"],
        ["=1+1", -2884, None],
        ["Kost", None, "seriebrott"],
        ["Totalt", 154390, None],
    ]
    assert [page[cell].value for cell in ("D3", "D4", "D5", "D6")] == ["Andel, %", 0.082, None, 1]
    assert page["B4"].number_format == "#,##0"
    assert page["D4"].number_format == "#,##0.0%"
    assert page.freeze_panes == "B4"
    assert page["A6"].font.b
    assert not page["A5"].font.b
    assert page.column_dimensions["A"].width > 8


def test_where_units_differ_a_percentage_is_its_number_beside_its_unit() -> None:
    cells = (values.percent(2.32, decimals=2), values.amount(2, unit="planer", has_unit=True))
    columns = (
        Column(key="name", heading="Mått", figures=False),
        Column(key="value", heading="Utfall"),
    )
    rows = [Row(key=cell.unit, cells=(values.words("x"), cell)) for cell in cells]
    mixed = TABLE.model_copy(update={"columns": columns, "rows": tuple(rows)})
    sheet = opened(written([Sheet("Tabell 1", "Ekonomi", mixed, ())]))["Tabell 1"]
    shown = [[cell.value for cell in row[1:]] for row in sheet["A4:C5"]]
    assert shown == [[2.32, "%"], [2, "planer"]]
    assert sheet["B4"].number_format == "#,##0.00"


def test_a_text_is_never_a_formula(page: Worksheet) -> None:
    assert page["A4"].data_type == "s"


def test_a_sheet_says_where_its_figures_come_from(page: Worksheet) -> None:
    notes = [page.cell(row, 1).value for row in range(8, 12)]
    assert notes == [
        "¹ Därför.",
        "Hämtat ur: Nämndplan 2024.",
        "Siffrorna är rapportens, avrundade som de visas där.",
        "Bok. Ale kommun. Läget den 31 december 2023.",
    ]


def test_the_first_sheet_lists_the_others(made: bytes) -> None:
    contents = opened(made)["Innehåll"]
    assert contents["A1"].value == "Tabellerna för KS 2024"
    assert [cell.value for cell in contents[6]] == ["Tabell 2.1", "Ekonomi", TABLE.caption]
    assert contents["A6"].hyperlink.location == "'Tabell 2.1'!A1"


def test_the_workbook_is_dated_by_the_data_and_the_same_every_time(
    made: bytes, monkeypatch: Any
) -> None:
    properties = opened(made).properties
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2023-12-31T00:00:00"
    assert properties.creator == "Ale kommun"
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert written([Sheet("Tabell 2.1", "Ekonomi", TABLE, ("Nämndplan 2024",))]) == made


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (values.amount(154390), "#,##0"),
        (values.amount(3476, signed=True), "+#,##0;-#,##0;#,##0"),
        (values.percent(-8.2), "#,##0.0%"),
        (values.amount(5.6, decimals=1, mark="¹"), '#,##0.0"¹"'),
        (values.year(2024), "0"),
    ],
)
def test_a_number_is_shown_as_in_the_book(cell: Cell, shown: str) -> None:
    assert excel.number_format(cell) == shown


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_each_committee_and_year_has_every_table_of_its_pages(
    built: Workspace, speaking: str
) -> None:
    site = built.site(speaking)
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.xlsx"))
    assert {"ks-2024/ks-2024.xlsx", "ks-2016/ks-2016.xlsx", "sn-2021/sn-2021.xlsx"} <= set(found)
    for path in found:
        pages = (site / path).parent.glob("*.html")
        shown = [
            number.replace(NBSP, " ")
            for page in pages
            for number in re.findall(
                r'<span class="number">((?:Tabell|Table)\s[\d.]+):', page.read_text("utf-8")
            )
        ]
        sheets = openpyxl.load_workbook(site / path).sheetnames[1:]
        assert sorted(sheets) == sorted(shown)
        assert len(shown) > 0


def test_the_budget_table_has_the_plans_own_figures(built: Workspace) -> None:
    of_plan = openpyxl.load_workbook(built.site("sv") / "ks-2024" / "ks-2024.xlsx")
    cells = {cell.value for page in of_plan for row in page.iter_rows() for cell in row}
    assert {154390, 157274, -2884, 20450} <= cells


def test_the_page_of_open_data_leads_to_every_workbook(built: Workspace) -> None:
    text = (built.site("sv") / "open-data.html").read_text(encoding="utf-8")
    for path in built.site("sv").rglob("*.xlsx"):
        assert f'href="{path.relative_to(built.site("sv")).as_posix()}"' in text
