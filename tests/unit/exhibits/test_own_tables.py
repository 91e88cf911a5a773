"""A table of an analyst's frame is written as the others are, or is refused with what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from alereport import exhibits
from alereport.base import locales
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets
from alereport.exhibits import csv_files, own
from alereport.exhibits.model import MIME, Table, Text, parts_of, read
from alereport.exhibits.traced import has_no_rows, traced_lines
from alereport.privacy import withheld
from tests.conftest import ROOT

VISITS = pd.DataFrame({"month": ["maj", "juni"], "besök": [1200, 1300.5]})


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def shown(frame: Any, **more: Any) -> Table:
    made = exhibits.table(frame, caption="Besök", **more)
    assert isinstance(made, Table)
    return made


def cells(value: Any, **more: Any) -> list[str]:
    return [str(row.cells[-1]) for row in shown(pd.DataFrame({"a": value}), **more).rows]


def test_a_frame_is_a_table_in_every_format() -> None:
    table = exhibits.table(VISITS, caption={"sv": "Besök", "en": "Visits"}, headline="Fler i juni")
    assert "| maj | 1\xa0200,0 |" in table.markdown
    assert "[Fler i juni]{.headline}" in table.markdown
    assert "<caption>Besök</caption>" in table.html
    assert "juni,1300.5" in csv_files.to_csv(table).decode()
    assert read(table._repr_mimebundle_()[MIME]) == table


def test_its_words_are_those_of_the_edition_and_its_name_is_the_same_in_all() -> None:
    caption = {"sv": "Besök per månad", "en": "Visits by month"}
    swedish = exhibits.table(VISITS, caption=caption)
    with locales.using("en"):
        english = exhibits.table(VISITS, caption=caption)
    assert isinstance(swedish, Table)
    assert isinstance(english, Table)
    assert (swedish.caption, english.caption) == ("Besök per månad", "Visits by month")
    assert swedish.id == english.id == "besok-per-manad"
    assert "1,300.5" in english.markdown


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1234567, None], ["1\xa0234\xa0567", "–"]),
        ([1.5, 2], ["1,5", "2,0"]),
        ([Decimal("1.25"), Fraction(1, 2)], ["1,25", "0,50"]),
        ([True, False], ["ja", "nej"]),
        (np.array([True, False]), ["ja", "nej"]),
        ([date(2024, 5, 3), pd.NaT], ["3 maj 2024", "–"]),
        (
            pd.to_datetime(["2024-05-03 13:30", "2024-05-04 00:00"]).tz_localize("Asia/Tokyo"),
            ["3 maj 2024 13:30", "4 maj 2024"],
        ),
        (pd.PeriodIndex(["2024-05", "2024-06"], freq="M"), ["maj 2024", "juni 2024"]),
        (pd.PeriodIndex(["2024Q1"], freq="Q"), ["första kvartalet 2024"]),
        (pd.Categorical(["b", "a"]), ["b", "a"]),
        (pd.array([1, None], dtype="Int64"), ["1", "–"]),
        (["text", 3, True, None], ["text", "3", "ja", "–"]),
        (pd.cut([1, 12], [0, 10, 20]), ["0–10", "10–20"]),
        (["", "  a\n b "], ["", "a b"]),
        (["<b>*x*</b>"], ["<b>*x*</b>"]),
    ],
)
def test_each_kind_of_value_is_written_as_the_report_writes_it(
    values: Any, words: list[str]
) -> None:
    assert cells(values) == words


@pytest.mark.parametrize(
    ("frame", "found"),
    [
        (pd.DataFrame({"a": [[1]]}), "a, row 1: an object of type list"),
        (pd.DataFrame({"a": [1, {}]}), "a, row 2: an object of type dict"),
        (pd.DataFrame({"a": [np.inf]}), "a, row 1: an infinite number"),
        (pd.DataFrame({"a": [1j]}), "a, row 1: an object of type complex"),
        (pd.DataFrame({"a": [pd.Timedelta(1)]}), "row 1: an object of type Timedelta"),
        (pd.DataFrame({"a": ["x" * 1001]}), "a text of 1001 characters"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), 'several columns called "A"'),
        (pd.DataFrame(np.zeros((1_000_000, 2))), "1000000 rows and 2 columns"),
        (pd.DataFrame(np.zeros((2, 500))), "2 rows and 500 columns"),
        (pd.DataFrame({"some_name": [1]}), "the column some_name, which is named as in code"),
        (pd.DataFrame(), "a frame without columns"),
        (VISITS.groupby("month"), "an object of type DataFrameGroupBy"),
    ],
)
def test_what_no_table_can_show_is_refused_with_its_place(frame: Any, found: str) -> None:
    with pytest.raises(TableError) as refused:
        exhibits.table(frame, caption="Besök")
    assert found in str(refused.value)


def test_a_table_without_a_caption_is_refused() -> None:
    with pytest.raises(TableError, match="the caption is empty"):
        exhibits.table(VISITS, caption=" ")


def test_names_with_markup_and_numbers_as_names_are_words() -> None:
    table = shown(pd.DataFrame({"<i>n</i>": ["a"], 2023: [1], pd.Timestamp("2024-05-03"): [2]}))
    assert [column.heading for column in table.columns] == ["<i>n</i>", "2023", "3 maj 2024"]
    assert "&lt;i&gt;n&lt;/i&gt;" in table.html
    assert r"\<i\>n\</i\>" in table.markdown


def test_levels_of_the_index_and_of_columns_are_columns_and_names() -> None:
    rows = pd.DataFrame(
        {"month": ["a", "a"], "kind": ["x", "y"], "year": [2023, 2024], "n": [1, 2]}
    )
    by_two = shown(rows.groupby(["month", "kind"])[["n"]].sum())
    assert [column.heading for column in by_two.columns] == ["Månad", "Slag", "N"]
    assert [row.key for row in by_two.rows] == ["a/x", "a/y"]
    wide = shown(rows.pivot_table(index="month", columns=["kind", "year"], values="n"))
    assert [column.heading for column in wide.columns] == ["Månad", "x, 2023", "y, 2024"]


@pytest.mark.parametrize(
    ("index", "chosen", "headings"),
    [
        (None, None, ["A"]),
        (None, True, ["", "A"]),
        (pd.Index([7, 9]), None, ["A"]),
        (pd.Index(["x", "y"]), None, ["", "A"]),
        (pd.Index(["x", "y"]), False, ["A"]),
        (pd.Index([7, 9], name="nr"), None, ["Nr", "A"]),
        (pd.Index(["data/x/y.csv#1", "data/x/y.csv#2"], name="row"), False, ["A"]),
    ],
)
def test_the_index_is_shown_if_it_says_something_or_by_choice(
    index: Any, chosen: bool | None, headings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own.origins, "_of_frame", lambda frame: ((),) * len(frame))
    table = shown(pd.DataFrame({"a": [1, 2]}, index=index), index=chosen)
    assert [column.heading for column in table.columns] == headings


def test_a_unit_is_said_once_with_the_caption_or_with_its_column() -> None:
    frame = pd.DataFrame({"name": ["a"], "amount_tkr": [1200], "total_percent": [4.5], "n": [3]})
    table = shown(frame, unit={"n": "st"})
    assert table.caption == "Besök"
    headings = [column.heading for column in table.columns]
    assert headings == ["Namn", "Belopp, tkr", "Totalt, %", "N, st"]
    thousands = shown(frame[["name", "n"]], unit="tkr")
    assert thousands.caption == "Besök, tkr"
    millions = shown(frame[["name", "amount_tkr"]].assign(amount_tkr=1.2), unit="mkr")
    assert [column.heading for column in millions.columns] == ["Namn", "Belopp"]


def test_years_have_no_thousands_and_no_decimals() -> None:
    assert [str(row.cells[0]) for row in shown(pd.DataFrame({"year": [2024.0]})).rows] == ["2024"]
    assert cells([2024]) == ["2\xa0024"]
    assert cells([2024], unit={"a": "year"}) == ["2024"]


def test_decimals_are_those_that_are_asked_for() -> None:
    assert cells([1.256, 2]) == ["1,26", "2,00"]
    assert cells([1.256, 2], decimals=1) == ["1,3", "2,0"]
    assert cells([1.256, 2], decimals={"a": 0}) == ["1", "2"]


def test_no_rows_are_said_in_words() -> None:
    said = exhibits.table(VISITS.head(0), caption="Besök")
    assert isinstance(said, Text)
    assert "Besök: inget att visa." in said.markdown


def test_a_heading_for_no_column_is_refused() -> None:
    with pytest.raises(TableError, match="a heading for visits"):
        shown(VISITS, headings={"visits": "Besök"})


def test_figures_of_a_frame_of_ones_own_say_that_their_rows_are_not_stated() -> None:
    table = shown(VISITS)
    assert "Vilka rader i data den bygger på anges inte" in table.markdown
    assert has_no_rows(table)
    lines = traced_lines(table)  # They are found and compared all the same.
    assert [line.cells for line in lines] == [
        {"month": "maj", "besok": "1\xa0200,0"},
        {"month": "juni", "besok": "1\xa0300,5"},
    ]


@pytest.fixture
def budget(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    monkeypatch.chdir(ROOT)
    plan = Workspace(ROOT).dataset("budget") / "ks-namndplan-2024.csv"
    return datasets.read_by_address(Workspace(ROOT), plan)


def test_rows_of_the_data_keep_their_addresses_and_their_source(budget: pd.DataFrame) -> None:
    table = shown(budget[["label", "amount_tkr"]].head(2))
    assert [column.heading for column in table.columns] == ["Label", "Belopp, tkr"]
    assert [row.rows for row in table.rows] == [(row,) for row in budget.index[:2]]
    assert table.source == "Källa: Nämndplan 2024, avsnitt\xa04.1."
    assert not has_no_rows(table)


def test_what_is_added_up_names_the_rows_that_have_its_names(budget: pd.DataFrame) -> None:
    summed = budget.groupby(["area", "kind"])["amount_tkr"].sum()
    table = shown(summed, rows=budget)
    for row, (area, kind) in zip(table.rows, summed.index, strict=True):
        wanted = budget.index[(budget["area"] == area) & (budget["kind"] == kind)]
        assert row.rows == tuple(wanted)
    as_columns = shown(summed.reset_index(), rows=budget)
    assert [row.rows for row in as_columns.rows] == [row.rows for row in table.rows]


def test_of_what_has_no_names_all_rows_are_behind_it(budget: pd.DataFrame) -> None:
    total = pd.DataFrame({"n": [budget["amount_tkr"].sum()]})
    assert shown(total, rows=budget).rows[0].rows == tuple(budget.index)
    assert shown(total, rows=budget.index[:1]).rows[0].rows == (budget.index[0],)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (VISITS, "a frame whose index is not that of the data"),
        (["data/budget/ks-namndplan-2024.csv#none"], "csv#none; expected the address of a row"),
        (["made up"], "made up; expected the address of a row"),
    ],
)
def test_rows_that_the_data_do_not_have_are_refused(
    budget: pd.DataFrame, rows: Any, found: str
) -> None:
    with pytest.raises(TableError) as refused:
        shown(VISITS, rows=rows)
    assert found in str(refused.value)


def test_what_is_withheld_is_shown_as_withheld_and_said_of_sums(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    files = project.data_files("sick_leave")
    for path in files:
        path.write_text(path.read_text(encoding="utf-8").replace(",true", ",false"))
    rows = datasets.read_by_address(project, *files)
    leave = withheld.shown(project, "sick_leave", rows)
    hidden = leave[leave["withheld"]].head(1)
    assert len(hidden)
    table = shown(hidden[["unit", "total_percent"]])
    assert [str(cell) for cell in table.rows[0].cells[1:]] == [".."]
    summed = shown(pd.DataFrame({"n": [1.0]}), rows=leave)
    assert "av integritetsskäl ingår inte" in str(summed.notes[0])


def test_an_exhibit_of_a_room_that_is_not_offered_is_no_attribute() -> None:
    assert dir(exhibits) == ["chart", "table"]
    with pytest.raises(AttributeError, match="no attribute 'tables'"):
        _ = exhibits.tables  # type: ignore[attr-defined]
    assert list(parts_of(shown(VISITS)))
