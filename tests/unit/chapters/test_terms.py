"""A total per inhabitant and in real terms, against values computed by hand."""

from __future__ import annotations

import csv
import math

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import common
from alereport.chapters.common import terms
from alereport.exhibits.model import Text
from tests.conftest import ROOT


def changes(percent: float = -2.0) -> pd.DataFrame:
    """The total of a budget of 154 390 tkr for 2024."""
    return pd.DataFrame(
        {
            "area": ["total"],
            "plan_year": [2024],
            "budget_tkr": [154390.0],
            "change_percent": [percent],
            "rows": [("data/budget/ks.csv#total",)],
        }
    )


POPULATION = pd.DataFrame(
    {"year": [2022, 2023], "inhabitants": [32394, 32446]}, index=["p#2022", "p#2023"]
)


def prices(*rows: tuple[str, int, float]) -> pd.DataFrame:
    """The index: the day of the forecast, the year, per cent."""
    return pd.DataFrame(
        {
            "published": pd.to_datetime([row[0] for row in rows]),
            "year": [row[1] for row in rows],
            "pkv_percent": [row[2] for row in rows],
        },
        index=[f"prices#{row[0]}/{row[1]}" for row in rows],
    )


CASES = list(
    csv.DictReader((ROOT / "tests/data/published_terms.csv").read_text("utf-8").splitlines())
)
IN_TIME = ("2023-10-05", 2024, 3.2)


def lines(known: pd.DataFrame, language: str) -> list[str]:
    """What is said of a total, sentence by sentence, with ordinary blanks."""
    with locales.using(language):
        text = common.in_terms(known)
    assert isinstance(text, Text)
    return [str(line.words).replace("\u00a0", " ") for line in text.lines]


def test_an_amount_is_divided_by_the_inhabitants_at_the_end_of_the_year_before() -> None:
    row = terms.of_budget(changes(), population=POPULATION, prices=prices()).iloc[0]
    # 154 390 000 kr / 32 446 = 4 758,368...
    assert row["per_inhabitant"] == pytest.approx(4758.367749)
    assert row["counted"] == 2023
    assert row["rows"] == ("data/budget/ks.csv#total", "p#2023")


def test_the_change_in_real_terms_takes_the_last_forecast_before_the_year() -> None:
    known = prices(("2023-02-16", 2024, 9.9), IN_TIME, ("2024-02-15", 2024, 4.4))
    row = terms.of_budget(changes(), population=POPULATION, prices=known).iloc[0]
    # 0.98 / 1.032 - 1 = -5,0388 %
    assert row["real_percent"] == pytest.approx(-5.03876)
    assert row["price_percent"] == 3.2
    assert "prices#2023-10-05/2024" in row["rows"]


@pytest.mark.parametrize("known", [prices(), prices(("2024-02-15", 2024, 4.4))])
def test_without_a_forecast_in_time_nothing_is_computed(known: pd.DataFrame) -> None:
    row = terms.of_budget(changes(), population=POPULATION, prices=known).iloc[0]
    assert math.isnan(row["real_percent"])


def test_what_is_not_known_is_said() -> None:
    known = terms.of_budget(changes(), population=POPULATION[:1], prices=prices())
    population, index = lines(known, "en")
    assert population.endswith("the data has no population for 31 December 2023.")
    assert index.endswith("the data has no forecast of the price index for 2024.")


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (-2.0, "I fasta priser är budgeten 5,0 procent mindre än för 2023"),
        (6.0, "I fasta priser är budgeten 2,7 procent större än för 2023"),
        (3.2, "I fasta priser är budgeten lika stor som för 2023"),
    ],
)
def test_the_line_in_swedish(percent: float, words: str) -> None:
    known = terms.of_budget(changes(percent), population=POPULATION, prices=prices(IN_TIME))
    first, second = lines(known, "sv")
    assert first == (
        "Budgeten för 2024 är 4 758 kronor per invånare (32 446 invånare den 31 december 2023)."
    )
    assert second == (
        f"{words} (prisindex för kommunal verksamhet +3,2 % för 2024, prognos från 5 oktober 2023)."
    )


def test_across_a_break_nothing_is_said_of_real_terms() -> None:
    known = terms.of_budget(changes(math.nan), population=POPULATION, prices=prices(IN_TIME))
    assert len(lines(known, "en")) == 1


def test_the_order_of_the_rows_does_not_matter() -> None:
    known = prices(("2023-02-16", 2024, 9.9), IN_TIME, ("2022-10-20", 2024, 1.1))
    results = {
        terms.of_budget(
            changes(),
            population=POPULATION.sample(frac=1, random_state=seed),
            prices=known.sample(frac=1, random_state=seed),
        )["real_percent"].iloc[0]
        for seed in range(5)
    }
    assert len(results) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case']} {case['pkv_percent']}")
def test_a_total_is_told_as_calculated_by_hand(case: dict[str, str]) -> None:
    def number(column: str) -> float:
        return float(case[column] or "nan")

    totals = pd.DataFrame(
        {
            "kind": ["budget"],
            "year": [2024],
            "amount_tkr": [number("budget_tkr")],
            "change_percent": [number("nominal_percent")],
            "rows": [("a",)],
        }
    )
    people = pd.DataFrame({"year": [2023], "inhabitants": [number("inhabitants")]}, index=["p"])
    known = prices(("2023-10-05", 2024, number("pkv_percent"))) if case["pkv_percent"] else prices()
    row = terms.of_totals(totals, population=people, prices=known).iloc[0]
    assert row["per_inhabitant"] == pytest.approx(number("per_inhabitant"), abs=0.005)
    expected = pytest.approx(number("real_percent"), abs=1e-6, nan_ok=True)
    assert row["real_percent"] == expected
