"""Data files: what is read, and how a bad file is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import data_files, datasets, schemas
from tests.handmade import amend

BUDGET = "data/budget/ks-namndplan-2024.csv"
DOCUMENTS = "data/documents/documents.csv"
NAMES = [
    "document",
    "section",
    "committee",
    "plan_year",
    "area",
    "label",
    "amount_year",
    "kind",
    "amount_tkr",
    "hedge",
]
INVENTED = """
title: Units
title_sv: Enheter
description: One row is one unit.
description_sv: En rad är en enhet.
scope: municipality
fields:
  - {name: unit, type: string, description: The unit., description_sv: Enheten.}
  - {name: share, type: number, description: A share., description_sv: En andel.}
  - {name: public, type: boolean, description: Public., description_sv: Offentlig.}
primaryKey: [unit]
"""


def refusal(project: Workspace, path: str = BUDGET) -> TableError:
    with pytest.raises(TableError) as refused:
        datasets.read(project, project.root / path)
    return refused.value


def invented(project: Workspace, rows: str) -> Path:
    folder = project.dataset("invented")
    folder.mkdir()
    (folder / "table.yaml").write_text(INVENTED, encoding="utf-8")
    path = folder / "invented.csv"
    path.write_text(f"unit,share,public\n{rows}", encoding="utf-8")
    return path


def test_every_committed_file_reads(project: Workspace) -> None:
    paths = project.data_files()
    frames = {project.relative(path): datasets.read(project, path) for path in paths}
    written = (*project.data.glob("*/*.csv"), *project.data.glob("*/*.md"))
    assert set(frames) == {project.relative(path) for path in written}
    assert not [name for name, frame in frames.items() if frame.empty]


def test_a_cell_is_of_its_columns_type(project: Workspace) -> None:
    amounts = datasets.read(project, project.root / BUDGET)
    assert list(amounts.columns) == NAMES
    assert {name: str(amounts[name].dtype) for name in ("plan_year", "amount_tkr", "section")} == {
        "plan_year": "Int64",
        "amount_tkr": "Int64",
        "section": "str",
    }
    assert amounts["amount_tkr"].sum() == 911476


def test_a_row_knows_its_file_and_line(project: Workspace) -> None:
    amounts = datasets.read(project, project.root / BUDGET)
    assert amounts.index.name == "row"
    assert list(amounts.index) == [f"{BUDGET}:{line}" for line in range(2, 26)]
    assert amounts.loc[f"{BUDGET}:25", "amount_tkr"] == 154390


def test_the_place_of_a_row_is_its_file_and_its_line() -> None:
    assert data_files.place_of(f"{BUDGET}:25") == (BUDGET, 25)


def test_what_is_no_place_of_a_row_is_a_fault() -> None:
    with pytest.raises(ValueError, match="not a row"):
        data_files.place_of(BUDGET)


def test_an_empty_cell_is_missing_whatever_its_type(project: Workspace) -> None:
    amend(project.root / BUDGET, "budget,20450", "budget,")
    amounts = datasets.read(project, project.root / BUDGET)
    documents = datasets.read_dataset(project, "documents")
    assert amounts.loc[f"{BUDGET}:7", "amount_tkr"] is pd.NA
    assert documents["dated"].dtype.kind == "M"
    assert documents["url"].isna().all()
    assert pd.isna(documents.loc["data/documents/documents.csv:2", "dated"])


def test_a_date_is_read_as_one(project: Workspace) -> None:
    amend(project.root / DOCUMENTS, "ovanstående förslag,,", "ovanstående förslag,2024-02-29,")
    documents = datasets.read_dataset(project, "documents")
    assert documents.loc[f"{DOCUMENTS}:4", "dated"] == pd.Timestamp("2024-02-29")


def test_numbers_and_truths_are_read(project: Workspace) -> None:
    frame = datasets.read(project, invented(project, "a,2.5,true\nb,-3,false\nc,,\n"))
    assert frame["share"].tolist() == [2.5, -3.0, pd.NA]
    assert frame["public"].tolist() == [True, False, pd.NA]


@pytest.mark.parametrize(
    ("row", "found"), [("a,2;5,true", '"2;5"'), ("a,1e3,true", '"1e3"'), ("a,1,True", '"True"')]
)
def test_numbers_and_truths_in_other_forms_are_refused(
    project: Workspace, row: str, found: str
) -> None:
    invented(project, f"{row}\n")
    error = refusal(project, "data/invented/invented.csv")
    assert error.place == "data/invented/invented.csv:2"
    assert found in error.found


@pytest.mark.parametrize(
    "amount", ["20 45O", "20 450", "20\u00a0450", "20450.0", "\u221220450", "20450 tkr"]
)
def test_an_amount_that_is_no_integer_is_refused(project: Workspace, amount: str) -> None:
    amend(project.root / BUDGET, "budget,20450", f"budget,{amount}")
    error = refusal(project)
    assert error.place == f"{BUDGET}:7"
    assert error.found == f'amount_tkr is "{amount}"'
    assert error.expected == "an integer (tkr)"


def test_digits_of_another_script_are_refused(project: Workspace) -> None:
    amend(project.root / BUDGET, "budget,20450", "budget,２０４５０")
    assert refusal(project).place == f"{BUDGET}:7"


def test_several_bad_cells_of_a_column_are_counted_at_the_first(project: Workspace) -> None:
    amend(project.root / BUDGET, "budget,20450", "budget,20 450")
    amend(project.root / BUDGET, "budget,27830", "budget,27 830")
    error = refusal(project)
    assert error.place == f"{BUDGET}:7"
    assert error.found == 'amount_tkr is "20 450" (and 1 more cells of the column)'


def test_a_missing_column_is_refused_with_the_columns_that_are_wanted(project: Workspace) -> None:
    path = project.root / BUDGET
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rpartition(",")[0] for line in lines), encoding="utf-8")
    error = refusal(project)
    assert error.place == f"{BUDGET}:1"
    assert error.found == f"the columns are {', '.join(NAMES[:-1])}"
    assert error.expected == ", ".join(NAMES)


def test_columns_in_another_order_are_refused(project: Workspace) -> None:
    amend(project.root / BUDGET, "document,section", "section,document")
    assert refusal(project).place == f"{BUDGET}:1"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(",20450", ",20,450", "11 cells", id="one too many"),
        pytest.param(",budget,20450", ",20450", "9 cells", id="one too few"),
    ],
)
def test_a_row_of_another_length_is_refused(
    project: Workspace, old: str, new: str, found: str
) -> None:
    amend(project.root / BUDGET, old, new)
    error = refusal(project)
    assert (error.place, error.found) == (f"{BUDGET}:7", found)
    assert error.expected.startswith("10")


def test_semicolons_are_refused_at_the_heading(project: Workspace) -> None:
    path = project.root / BUDGET
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    error = refusal(project)
    assert error.place == f"{BUDGET}:1"
    assert error.found == f"the columns are {';'.join(NAMES)}"
    assert "commas" in error.next_step


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_byte_that_is_not_utf_8_is_refused_on_its_line(project: Workspace, mark: bytes) -> None:
    path = project.root / BUDGET
    data = path.read_bytes().replace("säkerhets".encode(), "säkerhets".encode("latin-1"), 1)
    path.write_bytes(mark + data)
    error = refusal(project)
    assert error.place == f"{BUDGET}:11"
    assert "0xe4" in error.found
    assert "UTF-8" in error.expected


def test_a_quote_that_is_never_closed_is_refused_where_it_is_opened(project: Workspace) -> None:
    amend(project.root / BUDGET, "Ekonomiavdelningen,2024", '"Ekonomiavdelningen,2024')
    assert refusal(project).place == f"{BUDGET}:7"


def test_words_after_a_closed_quote_are_refused(project: Workspace) -> None:
    amend(project.root / BUDGET, "Ekonomiavdelningen,2024", '"Ekonomi"avdelningen,2024')
    assert refusal(project).place == f"{BUDGET}:7"


@pytest.mark.parametrize("dated", ["2024-02-31", "2023-02-29", "2024-13-01", "2024-00-10"])
def test_a_date_that_does_not_exist_is_refused(project: Workspace, dated: str) -> None:
    amend(project.root / DOCUMENTS, "ovanstående förslag,,", f"ovanstående förslag,{dated},")
    error = refusal(project, DOCUMENTS)
    assert error.place == f"{DOCUMENTS}:4"
    assert error.found == f'dated is "{dated}"'
    assert error.expected == "a date such as 2024-05-31"


@pytest.mark.parametrize("dated", ["31 maj 2024", "2024-5-31", "20240531", "2024-05"])
def test_a_date_in_another_form_is_refused(project: Workspace, dated: str) -> None:
    amend(project.root / DOCUMENTS, "ovanstående förslag,,", f"ovanstående förslag,{dated},")
    error = refusal(project, DOCUMENTS)
    assert (error.place, error.found) == (f"{DOCUMENTS}:4", f'dated is "{dated}"')


def test_an_empty_file_is_refused_at_its_heading(project: Workspace) -> None:
    (project.root / BUDGET).write_bytes(b"")
    error = refusal(project)
    assert (error.place, error.found) == (f"{BUDGET}:1", "the columns are missing")


def test_a_file_that_is_missing_is_refused(project: Workspace) -> None:
    (project.root / BUDGET).unlink()
    error = refusal(project)
    assert error.place == BUDGET
    assert "cannot be read" in error.found


def test_a_heading_without_rows_is_refused(project: Workspace) -> None:
    (project.root / BUDGET).write_text(",".join(NAMES) + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=rf"{BUDGET}: there are no rows"):
        datasets.read(project, project.root / BUDGET)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["Unix", "Windows"])
def test_a_byte_order_mark_and_any_line_end_are_fine(project: Workspace, ends: bytes) -> None:
    path = project.root / BUDGET
    before = datasets.read(project, path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends))
    pd.testing.assert_frame_equal(datasets.read(project, path), before)


def test_a_line_break_inside_a_cell_keeps_the_lines_of_the_editor(project: Workspace) -> None:
    old, new = "Ekonomiavdelningen,2023,forecast", '"Ekonomi-\navdelningen",2023,forecast'
    amend(project.root / BUDGET, old, new)
    amounts = datasets.read(project, project.root / BUDGET)
    assert amounts.loc[f"{BUDGET}:5", "label"] == "Ekonomi-\navdelningen"
    assert list(amounts.index[3:6]) == [f"{BUDGET}:{line}" for line in (5, 7, 8)]
    amend(project.root / BUDGET, "budget,20450", "budget,20 45O")
    assert refusal(project).place == f"{BUDGET}:8"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("type: integer\n    unit: tkr", "type: money\n    unit: tkr", "fields.8.type"),
        ("primaryKey", "primary", "primary"),
        ("fields:\n  - name: document\n", "fields: [\n", "not YAML"),
    ],
)
def test_a_schema_that_is_none_is_refused(
    project: Workspace, old: str, new: str, found: str
) -> None:
    amend(project.dataset("budget") / "table.yaml", old, new)
    error = refusal(project)
    assert error.place.startswith("data/budget/table.yaml")
    assert found in error.found


def test_every_field_of_a_schema_tells_what_it_is_in_both_languages(project: Workspace) -> None:
    fields = [field for name in schemas.names(project) for field in _fields(project, name)]
    assert [field.name for field in fields if not field.description.endswith(".")] == []
    assert [field.name for field in fields if not field.description_sv.endswith(".")] == []


def _fields(project: Workspace, dataset: str) -> tuple[schemas.Field, ...]:
    return schemas.schema(project, dataset).fields
