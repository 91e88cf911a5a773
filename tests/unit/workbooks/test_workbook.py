"""The workbook that a person opens: what is open, what is locked, and what may be chosen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook as Book

from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.workbooks import machine, writing
from tests.conftest import ROOT
from tests.unit.workbooks import typed
from tests.unit.workbooks.typed import Sheet

SCHEMAS = {
    name: schemas.schema(Workspace(ROOT), name)
    for name in schemas.names(Workspace(ROOT))
    if schemas.schema(Workspace(ROOT), name).sheet
}


def chosen(book: Book, own: Sheet, key: str) -> list[str]:
    """The words that may be chosen in a column."""
    cell = own.page.cell(own.first, own.columns[key])
    (rule,) = [each for each in own.page.data_validations.dataValidation if cell.coordinate in each]
    page, area = rule.formula1.replace("'", "").split("!")
    first, top, _last, bottom = range_boundaries(area)
    return [book[page].cell(row, first).value for row in range(top, bottom + 1)]


@pytest.mark.parametrize("dataset", SCHEMAS)
def test_every_value_of_a_list_has_words_in_both_languages(dataset: str) -> None:
    table = SCHEMAS[dataset]
    assert table.sheet
    for field in table.fields:
        if field.constraints.enum and field.name not in table.sheet.from_document:
            words = table.sheet.words[field.name]
            assert {*words} == {*field.constraints.enum}
            for language in ("en", "sv"):
                assert len({texts[language].casefold() for texts in words.values()}) == len(words)


@pytest.mark.parametrize("dataset", SCHEMAS)
def test_every_column_of_a_sheet_has_a_heading_in_both_languages(dataset: str) -> None:
    sheet = SCHEMAS[dataset].sheet
    assert sheet
    across = sheet.across.cells if sheet.across else ()
    own = {*SCHEMAS[dataset].columns} - {*sheet.from_document, *across}
    assert {*sheet.headings} >= own
    assert all({*texts} >= {"en", "sv"} for texts in sheet.headings.values())
    for language in ("en", "sv"):
        names = [texts[language] for name, texts in sheet.headings.items() if name in own]
        assert len({*names}) == len(names)


@pytest.mark.parametrize("dataset", SCHEMAS)
def test_what_is_added_by_default_is_of_a_required_column(dataset: str) -> None:
    table = SCHEMAS[dataset]
    assert table.sheet
    assert all(map(table.is_required, table.sheet.defaults))


@pytest.mark.parametrize("kind", typed.KINDS)
def test_the_sheets_of_a_document_have_names_of_their_own(kind: str) -> None:
    own = [
        table.sheet for table in SCHEMAS.values() if table.sheet and kind in table.sheet.documents
    ]
    for language in ("en", "sv"):
        names = [sheet.by_language("name")[language] for sheet in own]
        assert len({*names}) == len(names) > 0
        assert all(len(name) <= 31 and not {*name} & {*"[]:*?/\\'"} for name in names)


def test_the_sheets_are_in_the_municipalitys_language(report: Book) -> None:
    assert report.sheetnames[:3] == ["Om arbetsboken", "Ekonomi", "Avvikelser"]
    own = typed.sheet(report, "outturn")
    headings = [cell.value for cell in own.page[own.heading]][:5]
    assert headings == [
        "Område",
        "Budget perioden (tkr)",
        "Utfall perioden (tkr)",
        "Budget helår (tkr)",
        "Prognos helår (tkr)",
    ]


def test_what_is_known_is_locked_and_the_rest_is_open(report: Book) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    assert own.page.protection.sheet
    assert own.page.protection.password is None
    assert own.page.cell(row, own.columns["area"]).protection.locked
    assert not own.page.cell(row, own.columns["amount_tkr/outturn_period"]).protection.locked
    assert not own.page.cell(own.empty, own.columns["area"]).protection.locked


def test_areas_goals_and_statuses_are_chosen_by_their_words(report: Book) -> None:
    assert "Grundskola och fritidshem" in chosen(report, typed.sheet(report, "outturn"), "area")
    own = typed.sheet(report, "follow_up")
    assert "Minska lärarnas dokumentation" in chosen(report, own, "goal")
    assert chosen(report, own, "status") == [
        "inte påbörjat",
        "pågår",
        "förslag lämnat",
        "klart",
        "avviker",
    ]


def test_a_formula_tells_whether_the_areas_add_up(report: Book) -> None:
    own = typed.sheet(report, "outturn")
    formula = own.page.cell(2, own.columns["amount_tkr/budget_year"]).value
    assert formula.startswith("=IF(COUNTIFS(")
    assert '"Summa nettokostnad"' in formula


def test_the_programs_sheets_and_keys_are_hidden(report: Book) -> None:
    assert report[machine.SHEET].sheet_state == report[machine.LISTS].sheet_state == "veryHidden"
    own = typed.sheet(report, "outturn")
    assert own.page.row_dimensions[own.heading - 1].hidden


def test_no_text_is_written_as_a_formula(municipality: Workspace, tmp_path: Path) -> None:
    row = typed.document(municipality, "bun-delarsrapport-augusti-2025")
    text = '=HYPERLINK("http://x.se")'
    deviation = {"cause": text, "area": "forskola", "deviation": "x", "section": "3"}
    writing.write(
        municipality,
        {**row, "title": "=1+1"},
        tmp_path / "x.xlsx",
        rows={"deviations": [deviation]},
    )
    book = typed.opened(tmp_path / "x.xlsx")
    formulas = [
        (page.title, cell.value)
        for page in book.worksheets
        for cells in page.iter_rows()
        for cell in cells
        if cell.data_type == "f" and "COUNTIFS" not in cell.value
    ]
    assert formulas == []
    own = typed.sheet(book, "deviations")
    cause = own.page.cell(own.first, own.columns["cause"])
    assert (cause.value, cause.data_type, cause.quotePrefix) == (text, "s", True)


def test_the_first_sheet_says_that_it_is_internal(report: Book) -> None:
    words = [cell.value for cell in report.worksheets[0]["A"] if cell.value]
    assert words[0] == "Delårsrapport per 31 augusti 2025, barn- och utbildningsnämnden"
    assert any(each.startswith("Internt:") for each in words)
    assert "Mallens version 1." in words


def test_a_language_that_the_municipality_does_not_publish_in_has_no_column(
    municipality: Workspace, tmp_path: Path
) -> None:
    document = typed.document(municipality, "bun-delarsrapport-augusti-2025")
    own = Workspace(tmp_path / "own")
    shutil.copytree(municipality.data, own.data)
    shutil.copytree(municipality.params, own.params)
    settings = yaml.safe_load(own.municipality.read_text(encoding="utf-8")) | {"languages": ["sv"]}
    own.municipality.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    writing.write(own, document, tmp_path / "x.xlsx", rows={})
    with_english = {
        dataset: [column for column in typed.sheet(book, dataset).columns if column.endswith("_en")]
        for book in [typed.opened(tmp_path / "x.xlsx")]
        for dataset in ("amendments", "deviations", "follow_up")
    }
    assert with_english == {"amendments": [], "deviations": [], "follow_up": []}
