"""The figures of a document that somebody would quote."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import common
from alereport.chapters.common import quoted
from alereport.exhibits.model import Exhibit
from alereport.exhibits.traced import traced_lines
from tests.handmade import plain
from tests.handmade_evaluation import documents, indicators

REGISTER = documents({"arsredovisning-2016": ("annual_report", 2016), "plan": ("plan", 2015)})
GROWTH = {
    "indicator": "Tillväxt",
    "scope": "municipality",
    "unit": "%",
    "comparator": ">=",
    "value": 2.32,
    "target": 1.5,
}
RESULT = {"indicator": "Resultat", "value": 3000, "hedge": "cirka"}
LEAST = {"indicator": "Per chef, lägst", "unit": "personer", "comparator": ">=", "target": 20}
MOST = {**LEAST, "indicator": "Per chef, högst", "comparator": "<=", "target": 30}


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    return quoted.quoted(indicators(rows), REGISTER, year=2016)


def shown(*rows: dict[str, object], year: int = 2016) -> Exhibit:
    return common.indicators(indicators(rows), REGISTER, chapter="ks-2016", year=year)


def cells(exhibit: Exhibit) -> list[list[str]]:
    found = [line for line in exhibit.markdown.splitlines() if line.startswith("|")]
    return [[cell.strip(" *") for cell in plain(line).strip("|").split(" | ")] for line in found]


def test_a_figure_has_its_hedge_its_target_and_whose_it_is() -> None:
    heading, _rule, growth, result = cells(shown(GROWTH, RESULT))
    assert heading == ["Nyckeltal", "Nämndens egen", "Värde", "Målvärde", "Målet nått"]
    assert growth == ["Tillväxt", "nej", "2,32 %", "minst 1,5 %", "nått"]
    assert result == ["Resultat", "ja", "cirka 3 000 tkr", "–", "–"]


def test_a_column_that_says_the_same_of_every_figure_is_left_out() -> None:
    assert cells(shown(RESULT))[0] == ["Nyckeltal", "Värde"]
    assert cells(shown(RESULT, {**RESULT, "indicator": "Förr", "year": 2015}))[0][1] == "År"


def test_what_nobody_would_quote_is_not_shown() -> None:
    assert figures(RESULT, {**GROWTH, "quoted": "no"})["indicator"].tolist() == ["Resultat"]


def test_figures_of_another_year_are_not_shown() -> None:
    assert shown(GROWTH, year=2015).markdown == ""
    assert shown({**GROWTH, "document": "plan"}).markdown == ""


def test_the_lowest_and_the_highest_of_a_figure_are_one_range() -> None:
    (_heading, _rule, row) = cells(shown(LEAST, MOST))
    assert row == ["Per chef", "20–30"]
    (found,) = figures(LEAST, MOST).to_dict("records")
    assert found["rows"] == tuple(f"data/indicators/arsredovisning-2016.csv#{n}" for n in (2, 3))


def test_two_figures_with_like_names_are_no_range() -> None:
    alike = [{**RESULT, "indicator": name} for name in ("Resultat, med", "Resultat, utan")]
    assert len(figures(*alike)) == 2


@pytest.mark.parametrize(
    ("comparator", "value", "reached"),
    [(">=", 1.5, True), (">=", 1.4, False), ("<=", 1.5, True), ("=", 1.4, False)],
)
def test_a_target_is_reached_by_its_comparator(
    comparator: str, value: float, reached: bool
) -> None:
    row = figures({**GROWTH, "comparator": comparator, "value": value})
    assert row["reached"].tolist() == [reached]


@pytest.mark.parametrize("row", [{**GROWTH, "comparator": "increase"}, RESULT, LEAST])
def test_a_target_that_cannot_be_judged_is_neither_reached_nor_not(row: dict[str, object]) -> None:
    assert figures(row)["reached"].isna().all()


def test_the_figures_name_their_source_and_rows_in_any_language() -> None:
    with locales.using("en"):
        exhibit = shown(GROWTH, RESULT)
    assert "Source: Årsredovisning 2016, section Ekonomi." in plain(exhibit.markdown)
    assert all(line.rows for line in traced_lines(exhibit))
    assert exhibit.label == "tbl-ks-2016-indicators"
