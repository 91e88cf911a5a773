"""The conditions of rules, on rows of several municipalities' documents."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alereport.gate.conditions import RULES

HEDGES = ["ca", "ca.", "cirka", "drygt", "knappt", "över", "i storleksordningen", "-tal"]


def holds(expectation: str, rows: list[dict[str, Any]], **arguments: Any) -> list[bool]:
    """Whether each row satisfies a condition, which also says what it expects."""
    condition = RULES[expectation](**arguments)
    frame = pd.DataFrame(rows, index=[f"row {number}" for number in range(len(rows))])
    expected = condition.expected(frame)
    assert isinstance(expected, str) or len(expected) == len(frame)
    assert condition.sentence
    return list(condition.holds(frame))


@pytest.mark.parametrize(
    ("hedge", "figure", "words", "expected"),
    [
        ("drygt", 8000, "effektivisera med drygt åtta miljoner kronor", True),
        (None, 8000, "effektivisera med drygt åtta miljoner kronor", False),
        ("cirka", 8000, "effektivisera med drygt åtta miljoner kronor", False),
        ("Ca.", 25, "Ca. 25 elever", True),
        (None, 25, "ca. 25 elever", False),
        (None, 25, "mellan 25 och över tusen", True),
        (None, 1000, "mellan 25 och över tusen", False),
        ("över", 1000, "mellan 25 och över tusen", True),
        ("i storleksordningen", 5300, "I storleksordningen 5.300 barn", True),
        ("på sikt", 5300, "på sikt 5 300 barn", True),
        ("-tal", 30, "ett 30-tal personer", True),
        (None, 30, "ett 30-tal personer", False),
        (None, None, "nästan halverad", True),
        (None, None, "drygt halverad", False),
        (None, 12, "översyn av 12 skolor", True),
    ],
)
def test_a_hedge_is_the_word_at_its_figure(
    hedge: str | None, figure: float | None, words: str, expected: bool
) -> None:
    row = {"value": figure, "hedge": hedge, "as_printed": words}
    assert holds(
        "ExpectHedgeInItsWords",
        [row],
        figure_columns=["value"],
        hedge_column="hedge",
        words_column="as_printed",
        hedges=HEDGES,
    ) == [expected]


@pytest.mark.parametrize(
    ("figure", "words", "expected"),
    [
        (-3, "resultatet blev −3 Mkr", True),
        (-3, "resultatet blev - 3 Mkr", True),
        (3, "resultatet blev −3 Mkr", False),
        (3, "resultatet - 3 Mkr - förvånade", True),
        (-3, "ett underskott på 3 Mkr", True),
        (3, "ett underskott på 3 Mkr", True),
        (-30, "20-30 medarbetare", False),
        (30, "20-30 medarbetare", True),
    ],
)
def test_a_figure_has_the_sign_it_is_printed_with(
    figure: float, words: str, expected: bool
) -> None:
    row = {"value": figure, "as_printed": words}
    columns = {"figure_columns": ["value"], "words_column": "as_printed"}
    assert holds("ExpectSignInItsWords", [row], **columns) == [expected]


@pytest.mark.parametrize(
    ("unit", "figure", "words", "expected"),
    [
        ("%", 12, "150 personer, 12 %", True),
        ("personer", 150, "150 personer, 12 %", True),
        ("personer", 12, "150 personer, 12 %", False),
        ("%", 1.9, "runt 1,9–2,4 procent", True),
        ("%", 150, "150 personer", False),
        ("%", None, "fler elever ska läsa med flyt", True),
        ("%", 50, "ska halveras", True),
        ("personer", 50, "ska halveras", False),
    ],
)
def test_a_unit_stands_at_its_figure(
    unit: str, figure: float | None, words: str, expected: bool
) -> None:
    row = {"value": figure, "unit": unit, "as_printed": words}
    assert holds(
        "ExpectUnitBesideItsFigure",
        [row],
        figure_columns=["value"],
        words_column="as_printed",
        unit_column="unit",
        unit="%",
        sign="%|procent",
        elsewhere="halver",
    ) == [expected]


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("ofn", "Överförmyndarnämnden", True),
        ("avn", "Nämnden för arbete och välfärd", True),
        ("bun", "Barn- och utbildningsnämnden", True),
        ("ks", "Servicenämnden", False),
        ("sn", "Kommunstyrelsen", False),
    ],
)
def test_a_short_name_abbreviates_its_name(slug: str, name: str, expected: bool) -> None:
    row = {"committee": slug, "name": name}
    columns = {"slug_column": "committee", "title_column": "name"}
    assert holds("ExpectAbbreviation", [row], **columns) == [expected]


def _table(*parts: tuple[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"document": "a", "area": area, "kind": kind, "amount_tkr": 1}
        for area, kinds in parts
        for kind in kinds
    ]


EVERY_PART = {
    "table_columns": ["document"],
    "part_column": "area",
    "column_columns": ["kind"],
    "total": "total",
}


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        (_table(("a", ["x", "y"]), ("b", ["x", "y"]), ("total", ["x", "y"])), []),
        (_table(("a", ["x"])), []),
        (_table(("a", ["x", "y"]), ("b", ["x"]), ("total", ["x", "y"])), [2]),
        (_table(("a", ["x", "y"]), ("b", ["y", "x"]), ("c", ["x", "y"])), [3]),
        (_table(("a", ["x", "y"]), ("b", ["x", "z"]), ("c", ["x", "y"])), [2, 3]),
        (_table(("a", ["x"]), ("b", ["x"]), ("total", ["x", "z"])), []),
        (_table(("a", ["x"]), ("b", ["x", "y"]), ("a", ["y"])), [3]),
    ],
)
def test_every_part_has_the_columns_of_the_others(
    rows: list[dict[str, Any]], broken: list[int]
) -> None:
    result = holds("ExpectEveryPartInEveryColumn", rows, **EVERY_PART)
    assert [place for place, is_right in enumerate(result) if not is_right] == broken


@pytest.mark.parametrize(
    ("sections", "broken"),
    [
        (["1", "2.3", "2.3 b", "2.10", "3 Mål"], []),
        (["§ 4", "§ 12", "Bilaga 1", "Bilaga 2"], []),
        (["Budget 2025", "2", "Mål", "1"], [1, 3]),
        (["2025 års mål", "1", "2"], []),
        (["2.3 b", "2.3 a"], [0, 1]),
        (["Bilaga 2", "Bilaga 1"], [0, 1]),
        (["1", "Område 1", "2"], [1, 2]),
    ],
)
def test_sections_of_any_form_are_in_order(sections: list[str], broken: list[int]) -> None:
    rows = [{"document": "a", "section": section} for section in sections]
    columns = {"group_columns": ["document"], "column": "section"}
    result = holds("ExpectDocumentOrder", rows, **columns)
    assert [place for place, is_right in enumerate(result) if not is_right] == broken


@pytest.mark.parametrize(
    ("amounts", "arguments", "expected"),
    [
        ([700, 400, 1000], {"steps": [100]}, True),
        ([700, 400, 1000], {}, False),
        ([710, 400, 1000], {"steps": [100]}, False),
        ([None, None, 1000], {}, True),
        ([700, 400, None], {}, False),
        ([700, 400, None], {"needs_total": False}, True),
    ],
)
def test_a_total_may_differ_by_what_its_own_amounts_show_as_rounding(
    amounts: list[int | None], arguments: dict[str, Any], expected: bool
) -> None:
    rows = [
        {"document": "a", "area": area, "amount_tkr": amount}
        for area, amount in zip(("x", "y", "total"), amounts, strict=True)
        if amount is not None
    ]
    columns = {
        "group_columns": ["document"],
        "part_column": "area",
        "total": "total",
        "amount_column": "amount_tkr",
    }
    assert all(holds("ExpectPartsToEqualTotal", rows, **columns, **arguments)) == expected


@pytest.mark.parametrize(
    ("net", "steps", "expected"), [(300, [], True), (310, [], False), (400, [100], True)]
)
def test_an_amount_is_the_sum_of_others(net: int, steps: list[int], expected: bool) -> None:
    rows = [{"kind": "a", "net": net, "cost": 500, "income": 200}]
    assert holds(
        "ExpectToBeTheSum",
        rows,
        amount_column="net",
        plus_columns=["cost"],
        minus_columns=["income"],
        group_columns=["kind"],
        steps=steps,
    ) == [expected]


@pytest.mark.parametrize(
    ("amounts", "broken"),
    [([1, 2, 0], []), ([-1, -2, 0], []), ([1, 2, -3], [2]), ([1, -2], [0, 1])],
)
def test_amounts_of_one_area_have_one_sign(amounts: list[int], broken: list[int]) -> None:
    rows = [{"area": "a", "amount_tkr": amount} for amount in amounts]
    result = holds("ExpectSameSign", rows, group_columns=["area"], amount_column="amount_tkr")
    assert [place for place, is_right in enumerate(result) if not is_right] == broken


@pytest.mark.parametrize(
    ("years", "many", "expected"),
    [
        ([2025, 2026, 2027], 3, True),
        ([2025, 2027], 0, True),
        ([2027], 0, True),
        ([2025, 2027], 1, False),
        ([2025, 2026], 3, False),
        ([2024, 2025], 0, False),
        ([2026, 2026], 0, False),
    ],
)
def test_years_come_in_turn(years: list[int], many: int, expected: bool) -> None:
    rows = [{"item": "a", "plan_year": 2025, "amount_year": year} for year in years]
    columns = {"group_columns": ["item"], "column": "amount_year", "start_column": "plan_year"}
    assert all(holds("ExpectToCountUp", rows, **columns, many=many)) == expected


def test_a_part_of_a_goal_stands_under_its_whole_where_its_level_allows() -> None:
    order = ["council_goal", "committee_goal", "activity"]
    rows = [{"level": level, "parent_level": level} for level in order]
    columns = {"column": "level", "after": "parent_level", "order": order}
    result = holds("ExpectRankAfter", rows, **columns, or_beside=["committee_goal"])
    assert result == [False, True, False]


def test_chapters_may_be_left_out_but_not_exchanged() -> None:
    rows = [{"document": "a", "chapter": "goals"}, {"document": "a", "chapter": "personnel"}]
    columns = {"group_columns": ["document"], "column": "chapter"}
    wanted = ["goals", "budget", "personnel"]
    assert holds("ExpectValuesInTurn", rows, **columns, wanted=wanted) == [True, True]
    assert holds("ExpectValuesInTurn", rows[::-1], **columns, wanted=wanted) == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beloppet minskar med 4 324 tkr.", True),
        ("Beloppet minskar med 4,3 miljoner kronor.", True),
        ("Beloppet minskar med 4,32 mkr.", True),
        ("Beloppet minskar med 4,4 miljoner kronor.", False),
        ("Beloppet minskar.", False),
        (None, False),
    ],
)
def test_a_large_change_is_stated_as_far_as_its_digits_go(text: str | None, expected: bool) -> None:
    condition = RULES["ExpectChangeToBeExplained"](
        part_columns=["area", "plan_year"],
        year_column="amount_year",
        kind_column="kind",
        amount_column="amount_tkr",
        break_column="reason",
        text_column="text",
        percent=25,
        amount=1000,
    )
    rows = pd.DataFrame(
        {
            "area": ["kommunchef"] * 2,
            "plan_year": [2024] * 2,
            "amount_year": [2023, 2024],
            "kind": ["budget"] * 2,
            "amount_tkr": [13398, 9074],
            "reason": [None] * 2,
            "text": [text] * 2,
        }
    )
    assert condition.holds(rows).tolist() == [True, expected]


@pytest.mark.parametrize(
    ("text", "translated", "expected"),
    [
        ("Krav på överskott 2021", "Surplus required 2021", True),
        ("Krav på överskott 2021", "Surplus required 2012", False),
        ("Krav på överskott 2021", "Surplus required", False),
        ("Krav på överskott", "Surplus required 2021", False),
        ("Mål om 1,5 % och 1 500 tkr", "Goals of 1.5 % and 1,500 tkr", True),
        ("8 mål av 17", "Eight goals out of 17", True),
        ("Åtta mål", "8 goals", True),
        ("8 mål", "Nine goals", False),
        ("2 mål, 2 mått", "2 goals, measures", False),
        ("Enheter", "Two units", True),
        ("Krav på överskott 2021", None, True),
    ],
)
def test_a_translation_has_the_numbers_of_its_text(
    text: str, translated: str | None, expected: bool
) -> None:
    row = {"title": text, "title_en": translated}
    arguments = {"text_column": "title", "translated_column": "title_en"}
    assert holds("ExpectSameNumbers", [row], **arguments) == [expected]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_value_is_held_against_the_year_before_whatever_the_order(order: tuple[int, ...]) -> None:
    rows = [
        {"year": 2020, "inhabitants": 30000},
        {"year": 2021, "inhabitants": 32999},
        {"year": 2023, "inhabitants": 90000},
    ]
    given = [rows[place] for place in order]
    arguments = {"year_column": "year", "column": "inhabitants", "percent": 10}
    assert all(holds("ExpectUsualChange", given, **arguments))
    rows[1]["inhabitants"] = 33000
    found = holds("ExpectUsualChange", given, **arguments)
    assert [row["year"] for row, right in zip(given, found, strict=True) if not right] == [2021]
