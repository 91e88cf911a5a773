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
SHEET = Sheet("Ekonomi", TABLE, ("Nämndplan 2024",), committee="Kommunstyrelsen", year=2024)
IMPRINT = Imprint("Bok", "Ale kommun", date(2023, 12, 31), "Läget den 31 december 2023.")


def written(sheets: list[Sheet]) -> bytes:
    with locales.using("sv"):
        return excel.workbook(IMPRINT, "Tabellerna för KS 2024", sheets)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def made() -> bytes:
    return written([SHEET])


@pytest.fixture
def page(made: bytes) -> Worksheet:
    return opened(made)["Budget per område"]


def test_a_sheet_has_the_table_with_its_figures_as_numbers(page: Worksheet) -> None:
    cells = [[cell.value for cell in row] for row in page["A1:C6"]]
    assert cells == [
        ["Budget per område, tkr.", None, None],
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
    sheet = opened(written([Sheet("Ekonomi", mixed, ())]))["Budget per område"]
    shown = [[cell.value for cell in row[1:]] for row in sheet["A4:C5"]]
    assert shown == [[2.32, "%"], [2, "planer"]]
    assert sheet["B4"].number_format == "#,##0.00"


def test_each_sheet_is_a_table_that_can_be_filtered_with_its_total_below(page: Worksheet) -> None:
    (table,) = page.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A3:D5", "A3:D5")
    assert page["A6"].value == "Totalt"


def test_a_figure_is_in_the_workbook_in_full_and_its_format_shows_it_rounded() -> None:
    row = Row(key="x", cells=(values.words("Kost"), values.million(154390), values.percent(8.246)))
    sheet = Sheet("Ekonomi", TABLE.model_copy(update={"rows": (row,), "total": False}), ())
    page = opened(written([sheet]))["Budget per område"]
    assert [cell.value for cell in page[4]] == ["Kost", 154.39, 0.08246]
    assert [cell.number_format for cell in page[4]][1:] == ["#,##0.0", "#,##0.0%"]


def test_a_day_is_a_date_and_a_period_has_its_first_and_last_day() -> None:
    due = (Cell(value="2024-05", words="maj 2024"), Cell(value="2024-Q2", words="andra kvartalet"))
    columns = (Column(key="x", heading="Uppdrag", figures=False), Column(key="d", heading="Klart"))
    rows = tuple(Row(key=str(cell), cells=(values.words("x"), cell)) for cell in due)
    table = TABLE.model_copy(update={"columns": columns, "rows": rows, "total": False})
    page = opened(written([Sheet("Mål", table, ())]))["Budget per område"]
    assert [cell.value for cell in page[3]][2:] == ["Klart, första dag", "Klart, sista dag"]
    days = [[cell.value.date().isoformat() for cell in row[2:]] for row in page["A4:D5"]]
    assert days == [["2024-05-01", "2024-05-31"], ["2024-04-01", "2024-06-30"]]


def test_sheets_are_named_by_what_they_hold_and_each_name_is_of_one_sheet() -> None:
    captions = ["Budget per område, tkr.", "Budget per område, %.", "Mål: vad fullmäktige [2] ska"]
    long = "Effektiviseringskrav och satsningar som planens text nämner, tkr."
    assert excel.sheet_names([*captions, long]) == [
        *("Budget per område", "Budget per område 2", "Mål", "Effektiviseringskrav och"),
    ]


def test_the_last_sheet_has_every_figure_on_a_row_of_its_own_for_pivots() -> None:
    target = values.amount(30, unit="%", has_unit=True, comparator=">=", hedge="cirka", year="2024")
    row = Row(key="x", cells=(values.words("Kost"), values.amount(5, unit="tkr"), target))
    table = TABLE.model_copy(update={"rows": (row,), "total": False})
    page = opened(written([Sheet("Ekonomi", table, (), "Kommunstyrelsen", 2024)]))["Alla siffror"]
    found = [[cell.value for cell in line] for line in page["A3:K5"]]
    about = ["Kommunstyrelsen", 2024, TABLE.caption, "Kost"]
    assert found[0][:5] == ["Nämnd", "År", "Tabell", "Rad", "Kolumn"]
    assert found[1] == [*about, "2024", None, None, 5, None, "tkr", None]
    assert found[2] == [*about, "Andel", ">=", "cirka", 30, None, "%", "2024"]
    assert page.tables["figures"].ref == "A3:K5"


def test_a_text_is_never_a_formula(page: Worksheet) -> None:
    assert page["A4"].data_type == "s"


def test_a_sheet_says_where_its_figures_come_from(page: Worksheet) -> None:
    notes = [page.cell(row, 1).value for row in range(8, 12)]
    assert notes == [
        "¹ Därför.",
        "Hämtat ur: Nämndplan 2024.",
        "Siffrorna är rapportens, utan avrundning; talformatet visar dem avrundade som där.",
        "Bok. Ale kommun. Läget den 31 december 2023.",
    ]


def test_the_first_sheet_lists_the_others(made: bytes) -> None:
    contents = opened(made)["Innehåll"]
    assert contents["A1"].value == "Tabellerna för KS 2024"
    assert [cell.value for cell in contents[6]] == [
        "Budget per område",
        "Ekonomi",
        TABLE.caption,
    ]
    assert contents["A6"].hyperlink.location == "'Budget per område'!A1"


def test_the_workbook_is_dated_by_the_data_and_the_same_every_time(
    made: bytes, monkeypatch: Any
) -> None:
    properties = opened(made).properties
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2023-12-31T00:00:00"
    assert properties.creator == "Ale kommun"
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert written([SHEET]) == made


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
            number
            for page in pages
            for number in re.findall(
                r'<span class="number">((?:Tabell|Table)\s[\d.]+):', page.read_text("utf-8")
            )
        ]
        _contents, *sheets, _figures = openpyxl.load_workbook(site / path).sheetnames
        assert len(sheets) == len(shown) > 0
        assert max(map(len, sheets)) <= excel.NAME
        assert not [name for name in sheets if re.search(r"Tabell|Table|\d\.\d", name)]


def test_the_budget_table_has_the_plans_own_figures(built: Workspace) -> None:
    of_plan = openpyxl.load_workbook(built.site("sv") / "ks-2024" / "ks-2024.xlsx")
    cells = {cell.value for page in of_plan for row in page.iter_rows() for cell in row}
    assert {154390, 157274, -2884, 20450} <= cells


def test_the_page_of_open_data_leads_to_every_workbook(built: Workspace) -> None:
    text = (built.site("sv") / "open-data.html").read_text(encoding="utf-8")
    for path in built.site("sv").rglob("*.xlsx"):
        assert f'href="{path.relative_to(built.site("sv")).as_posix()}"' in text
