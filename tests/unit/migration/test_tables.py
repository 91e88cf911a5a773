"""The rows of a data file in the columns of this version, and what is to be read for them."""

from __future__ import annotations

import pytest

from alereport.migration import accepted, reading, tables
from alereport.migration.conversions import Cell, Conversion, Reading
from alereport.migration.merging import Part
from alereport.migration.tables import Table

HEDGE = Conversion(cells={"hedge": Cell(way="hedge", of="approximate")})


def converted(conversion: Conversion, columns: str, *rows: dict[str, str], own: str = "") -> Table:
    days = {"ks-plan-2024": "2023-12-31"}
    return tables.converted(rows, columns.split(), conversion, frozenset(own.split()), days)


def new_rows(table: Table) -> list[dict[str, str]]:
    return [new for _old, new in table.rows]


@pytest.mark.parametrize(
    ("words", "hedge"),
    [
        ("totalt av ca 90 medarbetare", "ca"),
        ("Drygt åtta miljoner kronor", "Drygt"),
        ("ett 30-tal anställda", "-tal"),
        ("mer än hälften", "mer än"),
    ],
)
def test_the_hedge_of_an_approximate_figure_is_the_word_it_is_printed_with(
    words: str, hedge: str
) -> None:
    table = converted(HEDGE, "hedge as_printed", {"approximate": "true", "as_printed": words})
    assert new_rows(table) == [{"hedge": hedge, "as_printed": words}]
    assert not table.guessed


def test_an_approximate_figure_without_such_a_word_is_guessed_and_told() -> None:
    row = {"approximate": "true", "as_printed": "90 medarbetare"}
    table = converted(HEDGE, "hedge as_printed", row)
    assert new_rows(table)[0]["hedge"] == "cirka"
    assert table.guessed == {(0, "hedge")}


def test_an_exact_figure_has_no_hedge_whatever_the_words() -> None:
    row = {"approximate": "false", "as_printed": "över tusen"}
    assert new_rows(converted(HEDGE, "hedge", row)) == [{"hedge": ""}]


def test_where_nothing_said_that_it_is_approximate_only_the_words_tell() -> None:
    conversion = Conversion(cells={"hedge": Cell(way="hedge")})
    rows = [{"as_printed": "runt 1,9–2,4 procent"}, {"as_printed": "minst 30 %"}]
    table = converted(conversion, "hedge", *rows)
    assert new_rows(table) == [{"hedge": "runt"}, {"hedge": ""}]
    assert not table.guessed


def test_a_cell_comes_from_another_column_or_is_the_same_for_all() -> None:
    conversion = Conversion(
        cells={
            "name": Cell(of="name_sv"),
            "status": Cell(cells={"": "unknown"}),
            "quoted": Cell(otherwise="yes"),
            "as_of": Cell(way="last_day"),
        }
    )
    row = {"document": "ks-plan-2024", "name_sv": "Skola", "status": "", "kept": "x"}
    table = converted(conversion, "name status quoted as_of kept new", row)
    assert list(new_rows(table)[0].values()) == ["Skola", "unknown", "yes", "2023-12-31", "x", ""]


def test_a_column_of_the_projects_own_keeps_its_cells() -> None:
    conversion = Conversion(cells={"quoted": Cell(otherwise="yes")})
    table = converted(conversion, "quoted", {"quoted": "sometimes"}, own="quoted")
    assert new_rows(table) == [{"quoted": "sometimes"}]


def test_rows_that_say_nothing_are_dropped() -> None:
    conversion = Conversion(drop={"status": ("not_reported",)})
    table = converted(conversion, "status", {"status": "done"}, {"status": "not_reported"})
    assert new_rows(table) == [{"status": "done"}]
    assert table.dropped == 1


@pytest.mark.parametrize(
    ("kind", "dated", "day"),
    [
        ("plan", "", "2023-12-31"),
        ("annual_report", "2025-02-04", "2024-12-31"),
        ("evaluation", "2024-11-23", "2024-11-23"),
        ("evaluation", "", "2024-12-31"),
    ],
)
def test_the_last_day_that_a_document_can_report(kind: str, dated: str, day: str) -> None:
    assert tables.last_day({"kind": kind, "year": "2024", "dated": dated}) == day


def asked(question: Reading, *rows: dict[str, str], guessed: bool = False) -> list[str]:
    table = Table(list(rows), [(row, row) for row in rows])
    table.guessed = {(0, question.columns[0])} if guessed else set()
    conversion = Conversion(read=(question,))
    places = {"x.csv": [f"x.csv:{line}" for line in range(2, 2 + len(rows))]}
    found = reading.of_dataset("x", conversion, {"x.csv": table}, places)
    return [row for each in found for row in each.rows]


def test_a_year_that_is_not_printed_is_asked_for_by_its_row() -> None:
    question = Reading(columns=("year",), what="", rows="unprinted", of="year", named=True)
    printed = {"year": "2024", "as_printed": "minst 30 % 2024"}
    assert asked(question, printed, {"year": "2024", "as_printed": "minst 30 %"}) == ["x.csv:3"]
    assert asked(question, {"year": "", "as_printed": "minst 30 %"}) == []


def test_only_a_guess_is_asked_for() -> None:
    question = Reading(columns=("hedge",), what="", rows="guessed", named=True)
    assert asked(question, {"hedge": "cirka"}) == []
    assert asked(question, {"hedge": "cirka"}, guessed=True) == ["x.csv:2"]


def accepted_entry(rule: str, row: dict[str, object], expect: dict[str, object]) -> Part:
    return Part(rule, {"rule": rule, "row": row, "expect": expect, "by": "X"})


def test_an_accepted_deviation_follows_its_row_and_its_rule() -> None:
    conversion = Conversion(
        cells=HEDGE.cells, renamed_rules={"approximate-as-printed": "hedge-as-printed"}
    )
    old = {"goal": "g", "document": "d", "approximate": "false", "value": "25"}
    new = {"goal": "g", "document": "d", "hedge": "", "value": "25"}
    entry = accepted_entry(
        "approximate-as-printed", {"goal": "g"}, {"value": 25, "approximate": False}
    )
    remaining, dropped = accepted.converted(
        [entry], [(old, new)], conversion, ["document", "goal"], []
    )
    assert dropped == []
    assert remaining[0].value == {
        "rule": "hedge-as-printed",
        "row": {"document": "d", "goal": "g"},
        "expect": {"value": 25, "hedge": ""},
        "by": "X",
    }


def test_an_accepted_deviation_without_its_row_or_its_rule_is_dropped_and_told() -> None:
    row = ({"goal": "g"}, {"goal": "g"})
    entries = [
        accepted_entry("gone", {"goal": "g"}, {"goal": "g"}),
        accepted_entry("kept", {"goal": "other"}, {"goal": "other"}),
    ]
    remaining, dropped = accepted.converted(entries, [row], Conversion(), ["goal"], ["gone"])
    assert remaining == []
    assert dropped == ["gone of g: the rule is gone", "kept of other: the row is gone"]
