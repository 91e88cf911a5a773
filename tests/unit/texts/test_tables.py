"""The lines of tables as municipalities print them: signs, points, millions, deviations."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alereport.data.schemas import Printed
from alereport.texts import printed
from alereport.texts.document import Source

ON_A_LINE = Printed(**{"in": "line"}, label="label", figures=("amount_tkr",))
OF_PROJECTS = Printed(
    **{"in": "line"}, label="item", figures=("decided_tkr", "spent_tkr"), dates=("finished",)
)


def lacking(text: str, how: Printed = ON_A_LINE, **columns: list[Any]) -> list[str]:
    """The columns of the rows that the table, in section 1, does not print."""
    count = len(next(iter(columns.values())))
    frame = pd.DataFrame({"section": ["1"] * count, **columns})
    frame.index = [f"data/x/plan.csv:{line}" for line in range(2, count + 2)]
    return [
        each.row for each in printed.missing(Source("plan", f"1 Ekonomi\n{text}\n"), frame, how)
    ]


def of_gator(text: str, *amounts: int, **columns: list[Any]) -> list[str]:
    return lacking(text, label=["Gator"] * len(amounts), amount_tkr=list(amounts), **columns)


@pytest.mark.parametrize(
    "line",
    [
        "Gator\t13 600\t-400",
        "Gator\t13 600\t−400",
        "Gator      13 600     - 400",
        "Gator\t13.600\t−400",
        "Gator\t13\u00a0600\t–400",
        "Gator\t+13\u202f600\t–\u00a0400",
    ],
)
def test_signs_and_thousands_may_be_printed_in_any_way(line: str) -> None:
    assert of_gator(line, 13600, -400) == []
    assert of_gator(line, 13600, 400) == ["data/x/plan.csv:3"]
    assert of_gator(line, 1360, -400) == ["data/x/plan.csv:2"]


def test_a_deviation_a_sum_and_a_share_may_stand_among_the_figures() -> None:
    line = "Gator\t33 000\t35 410\t−2 410\t−7,3 %\t68 410"
    assert of_gator(line, 33000, 35410) == []
    assert of_gator(line, 33000, 35401) == ["data/x/plan.csv:3"]


def test_another_number_among_the_figures_is_one_that_the_data_lack() -> None:
    assert of_gator("Gator\t33 000\t35 410\t48 000", 33000, 35410) == ["data/x/plan.csv:3"]
    assert of_gator("Gator\t33 000\t35 410", 33000) == ["data/x/plan.csv:2"]


def test_a_table_in_millions_is_read_where_its_section_says_so() -> None:
    assert of_gator("mnkr\t2024\t2025\nGator\t10,5\t−0,3", 10500, -300) == []
    assert of_gator("mnkr\t2024\t2025\nGator\t10,5\t−0,3", 10540, -300) == ["data/x/plan.csv:2"]
    assert of_gator("tkr\t2024\t2025\nGator\t10,5\t−0,3", 10500, -300) == ["data/x/plan.csv:2"]
    assert of_gator("Belopp i miljoner kronor\nGator\t1 250,25", 1250250) == []


def test_costs_may_be_printed_as_negative_numbers() -> None:
    table = "Gator\t1 900\t-49 900\t-48 000\nParker\t300\t-700\t-400"
    amounts = [1900, 49900, 48000, 300, 700, 400]
    labels, sides = ["Gator"] * 3 + ["Parker"] * 3, ["income", "cost", "net"] * 2
    assert lacking(table, label=labels, side=sides, amount_tkr=amounts) == []
    turned = [1900, 49900, -48000, 300, 700, 400]
    assert lacking(table, label=labels, side=sides, amount_tkr=turned) == ["data/x/plan.csv:4"]


def test_one_lost_sign_is_not_taken_for_the_form_of_the_table() -> None:
    table = "Gator\t48 000\nParkering\t-4 300\nAvfall\t-400"
    labels, amounts = ["Gator", "Parkering", "Avfall"], [48000, 4300, -400]
    assert lacking(table, label=labels, amount_tkr=amounts) == ["data/x/plan.csv:3"]


def test_an_empty_cell_is_printed_as_a_dash_and_a_date_as_it_is_printed() -> None:
    columns: dict[str, list[Any]] = {
        "item": ["Hall", "Hamnen"],
        "decided_tkr": [96000, 7500],
        "spent_tkr": [41250, None],
        "finished": ["2026-11", "2028"],
    }
    table = "Hall\t96 000\t41 250\tnovember 2026\nHamnen\t7 500\t–\t2028"
    assert lacking(table, OF_PROJECTS, **columns) == []
    later = {**columns, "finished": ["2026-11", "2029"]}
    assert set(lacking(table, OF_PROJECTS, **later)) == {"data/x/plan.csv:3"}
