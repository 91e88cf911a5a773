"""What is withheld of sick leave: nobody computes it from what is left.

The one who tries here knows nothing of how it is decided: only that women and men, the three ages,
the units of a committee and the months of a year add up, each weighted by employees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.people import Privacy
from alereport.privacy import facts, suppression
from alereport.privacy.bounds import PublicFacts, Relation
from tests.conftest import edit, examples

SEXES, AGES = ("women", "men"), ("age_0_29", "age_30_49", "age_50_plus")
MEASURES = ["total_percent", "long_term_percent", "long_term_share_percent"]
Group = tuple[str, str]
"""Unit and group, all of one period."""

AS_THE_RULES_SAY = PublicFacts(
    minimum={"total_percent": 1.0, "long_term_percent": 0.5, "long_term_share_percent": 0.0},
    maximum={"total_percent": 40.0, "long_term_percent": 100.0, "long_term_share_percent": 100.0},
    relations=frozenset({Relation((("long_term_percent", 1.0), ("total_percent", -1.0)), 0.0)}),
)
"""What the schema and the rules of this project tell of every figure."""

SICK_LEAVE = Privacy(
    people="employees",
    figures=tuple(MEASURES),
    public="already_public == True",
    group="group",
    families=(SEXES, AGES),
    withheld="marked",
)
"""As the schema of this project declares it."""

SLOW = examples(8)
SLOWER = examples(4)
"""An example takes some hundred linear programs, here and there."""


def rows(
    figures: Mapping[Group, tuple[float | None, float | None]],
    *,
    public: Iterable[Group] = (),
    period: str = "2021",
    document: str = "a-plan",
) -> pd.DataFrame:
    """A committee's sick leave in one period: the employees and the total percent of each group."""
    printed = set(public)
    frame = pd.DataFrame(
        [
            {
                "document": document,
                "section": "7",
                "committee": "ks",
                "unit": unit,
                "period": period,
                "group": group,
                "employees": employees,
                "total_percent": percent,
                "long_term_percent": None,
                "long_term_share_percent": None,
                "already_public": (unit, group) in printed,
            }
            for (unit, group), (employees, percent) in figures.items()
        ]
    )
    types = {
        "employees": "Int64",
        "already_public": "boolean",
        **dict.fromkeys(MEASURES, "Float64"),
    }
    return frame.astype(types)


def suppress(
    frame: pd.DataFrame, *, smallest_group: int = 10, known: PublicFacts | None = None
) -> pd.DataFrame:
    """The rows, in their order, with `withheld`: their figures and employees are then missing."""
    numbered = frame.set_axis([f"{number}" for number in range(len(frame))])
    decision = suppression.decide(
        numbered, SICK_LEAVE, smallest_group=smallest_group, known_facts=known
    )
    hidden = numbered.index.isin(decision.withheld)
    figures = {name: frame[name].mask(hidden) for name in (*MEASURES, "employees")}
    return frame.assign(**figures, withheld=hidden)


def withheld(frame: pd.DataFrame, known: PublicFacts | None = None) -> set[Group]:
    shown = suppress(frame, known=known)
    hidden = shown[shown["withheld"]]
    return set(zip(hidden["unit"], hidden["group"], strict=True))


def unit(women: tuple[int, float], men: tuple[int, float], name: str = "hr") -> dict:
    total = women[0] + men[0]
    percent = (women[0] * women[1] + men[0] * men[1]) / total
    return {(name, "total"): (total, percent), (name, "women"): women, (name, "men"): men}


def test_a_group_of_eleven_is_shown_and_one_of_ten_is_not() -> None:
    assert withheld(rows({("hr", "total"): (11, 5.0), ("it", "total"): (10, 5.0)})) == {
        ("it", "total")
    }


def test_a_group_of_an_unknown_number_is_not_shown() -> None:
    assert withheld(rows({("hr", "total"): (None, 5.0)})) == {("hr", "total")}


def test_what_a_public_plan_prints_is_shown_as_printed_whatever_its_group() -> None:
    frame = rows(
        {("kc", "total"): (None, 26.7), ("hr", "total"): (3, 9.9)}, public=[("kc", "total")]
    )
    shown = suppress(frame)
    assert shown["withheld"].tolist() == [False, True]
    assert shown["total_percent"].tolist()[0] == 26.7


def test_a_withheld_row_stays_and_has_no_figure() -> None:
    shown = suppress(rows({("hr", "total"): (3, 9.9)}))
    assert shown[["unit", "group", "withheld"]].to_numpy().tolist() == [["hr", "total", True]]
    assert shown[[*MEASURES, "employees"]].isna().all(axis=None)


def test_a_row_that_is_shown_is_as_it_was() -> None:
    frame = rows({("hr", "total"): (30, 5.0)})
    shown = suppress(frame)
    pd.testing.assert_frame_equal(shown.drop(columns="withheld"), frame)


def test_a_frame_without_rows_has_nothing_withheld() -> None:
    empty = rows({("hr", "total"): (30, 5.0)}).iloc[:0]
    shown = suppress(empty)
    assert shown.empty
    assert "withheld" in shown


def test_a_measure_that_only_some_units_have_is_judged_too() -> None:
    frame = rows({("hr", "total"): (8, 5.0), ("it", "total"): (90, 5.0)})
    frame["long_term_percent"] = pd.array([1.0, None], dtype="Float64")
    assert withheld(frame) == {("hr", "total")}


def test_the_threshold_is_the_one_given() -> None:
    frame = rows({("hr", "total"): (19, 5.0)})
    assert suppress(frame, smallest_group=20)["withheld"].tolist() == [True]


def test_the_other_sex_is_withheld_with_the_small_one() -> None:
    assert withheld(rows(unit((30, 6.0), (4, 2.0)))) == {("hr", "women"), ("hr", "men")}


def test_a_second_age_is_withheld_with_the_small_one_and_it_is_the_one_of_fewest() -> None:
    ages = {"total": (75, 5.0), "age_0_29": (5, 1.0), "age_30_49": (30, 4.0)}
    frame = rows({("hr", g): v for g, v in {**ages, "age_50_plus": (40, 6.25)}.items()})
    assert withheld(frame) == {("hr", "age_0_29"), ("hr", "age_30_49")}


def test_two_small_ages_that_are_a_small_group_together_take_the_third_with_them() -> None:
    ages = {"age_0_29": (4, 1.0), "age_30_49": (5, 4.0), "age_50_plus": (40, 6.0)}
    total = sum(n * p for n, p in ages.values()) / 49
    frame = rows({("hr", g): v for g, v in {"total": (49, total), **ages}.items()})
    assert withheld(frame) == {("hr", each) for each in AGES}


def test_men_whom_nobody_wrote_down_cannot_be_found_by_subtraction() -> None:
    assert withheld(rows({("hr", "total"): (34, 5.5), ("hr", "women"): (30, 6.0)})) == {
        ("hr", "women")
    }
    many_men = {("hr", "total"): (60, 5.5), ("hr", "women"): (30, 6.0)}
    assert withheld(rows(many_men)) == set()


def test_a_small_unit_cannot_be_found_from_the_total_of_the_committee() -> None:
    units = {("hr", "total"): (5, 8.0), ("it", "total"): (20, 3.0), ("ek", "total"): (30, 5.0)}
    total = sum(n * p for n, p in units.values()) / 55
    assert withheld(rows({("total", "total"): (55, total), **units})) == {
        ("hr", "total"),
        ("it", "total"),
    }


def test_units_that_are_all_large_are_shown_with_their_total() -> None:
    units = {("it", "total"): (20, 3.0), ("ek", "total"): (30, 5.0)}
    assert withheld(rows({("total", "total"): (50, 4.2), **units})) == set()


def test_a_total_of_zero_gives_its_parts_away_and_is_withheld() -> None:
    assert withheld(rows(unit((30, 0.0), (4, 0.0)))) == {
        ("hr", "total"),
        ("hr", "women"),
        ("hr", "men"),
    }


def test_a_total_that_leaves_less_than_a_point_is_withheld_and_one_that_leaves_more_is_not() -> (
    None
):
    too_narrow = rows(unit((30, 0.1), (10, 0.5)))  # At most 8 / 10 of a percent of the men.
    assert ("hr", "total") in withheld(too_narrow)
    assert ("hr", "total") not in withheld(rows(unit((30, 0.3), (10, 0.5))))


def test_a_measure_that_gives_its_parts_away_is_enough_to_withhold_the_row() -> None:
    frame = rows(unit((30, 6.0), (4, 2.0)))
    assert withheld(frame.assign(long_term_percent=1.0)) == {("hr", "women"), ("hr", "men")}
    none_long = frame.assign(long_term_percent=0.0)
    assert withheld(none_long) == {("hr", "total"), ("hr", "women"), ("hr", "men")}


def test_figures_rounded_in_print_that_do_not_quite_add_up_are_decided_alike() -> None:
    ages = {"age_0_29": (5, 1.2), "age_30_49": (30, 4.1), "age_50_plus": (40, 6.3)}
    frame = rows({("hr", g): v for g, v in {"total": (75, 5.4), **ages}.items()})
    assert withheld(frame) == {("hr", "age_0_29"), ("hr", "age_30_49")}


def test_a_month_of_few_employees_cannot_be_found_from_the_year() -> None:
    frames = [rows({("hr", "total"): (12, 5.0)}, period="2021")]
    for month in range(1, 13):
        few = 10 if month == 8 else 12
        frames.append(rows({("hr", "total"): (few, 5.0)}, period=f"2021-{month:02}"))
    shown = suppress(pd.concat(frames))
    hidden = shown.loc[shown["withheld"], "period"].tolist()
    assert "2021-08" in hidden
    assert len(hidden) == 2


def test_where_public_figures_alone_give_it_away_the_rest_is_still_shown() -> None:
    frame = rows(unit((30, 6.0), (4, 2.0)), public=[("hr", "total"), ("hr", "women")])
    assert withheld(frame) == {("hr", "men")}


def test_what_an_earlier_document_showed_is_not_taken_back_by_a_later_one() -> None:
    first = rows({("hr", "total"): (34, 5.5)}, document="plan-2021")
    later = rows({("hr", "women"): (30, 6.0), ("hr", "men"): (4, 2.0)}, document="plan-2022")
    both = suppress(pd.concat([first, later]))
    assert both["withheld"].tolist() == [False, True, True]


def test_what_an_earlier_document_withheld_is_not_shown_by_a_later_one() -> None:
    first = rows(unit((30, 6.0), (4, 2.0)), document="plan-2021")
    later = rows({("hr", "women"): (30, 6.0)}, document="plan-2022")
    both = suppress(pd.concat([first, later]))
    assert both["withheld"].tolist() == [False, True, True, True]


def test_committees_do_not_add_up_with_each_other() -> None:
    ks = rows({("total", "total"): (55, 5.0), ("it", "total"): (50, 5.0)})
    sn = rows({("it", "total"): (5, 5.0)}).assign(committee="sn")
    shown = suppress(pd.concat([ks, sn]))
    assert shown["withheld"].tolist() == [False, True, True]


# What the report says of every figure.


def test_what_is_known_of_every_figure_is_read_from_the_schema_and_the_rules(
    project: Workspace,
) -> None:
    assert facts.published(project, "sick_leave") == AS_THE_RULES_SAY


ENDS = ((">=", "lowest"), ("<=", "highest"))


def test_a_stricter_rule_is_counted_with_and_a_warning_is_not(project: Workspace) -> None:
    rules = "data/sick_leave/rules.yaml"
    limits = (f"total_percent {sign} $habits.sick_leave.{end}" for sign, end in ENDS)
    edit(project, rules, " and ".join(limits), "3 <= total_percent <= 20")
    edit(project, rules, "severity: error", "severity: warning")  # Of long_term <= total.
    known = facts.published(project, "sick_leave")
    assert known.limits("total_percent") == (3, 20)
    assert known.relations == frozenset()


@pytest.mark.parametrize("percent", [1.0, 40.0])
def test_a_total_at_a_limit_that_is_shown_gives_its_parts_away_and_is_withheld(
    percent: float,
) -> None:
    at_limit = rows(unit((6, percent), (5, percent)))
    assert withheld(at_limit) == {("hr", "women"), ("hr", "men")}
    assert withheld(at_limit, AS_THE_RULES_SAY) == {("hr", each) for each in ("total", *SEXES)}


def test_a_total_near_a_limit_leaves_less_room_than_it_seems() -> None:
    frame = rows(unit((30, 1.2), (10, 1.4)))  # Of the men at most 2.0, and at least 1.
    assert ("hr", "total") not in withheld(frame, PublicFacts())
    assert ("hr", "total") in withheld(frame, AS_THE_RULES_SAY)


def test_long_term_sick_leave_is_part_of_all_and_can_give_it_away() -> None:
    # All sick leave of the unit is long: so is that of its parts, whose room is that of the long.
    frame = rows(unit((30, 0.6), (10, 0.6))).assign(long_term_percent=0.6)
    known = replace(AS_THE_RULES_SAY, minimum={"long_term_percent": 0.5})
    assert ("hr", "total") not in withheld(rows(unit((30, 0.6), (10, 0.6))), known)
    assert ("hr", "total") in withheld(frame, known)


def test_a_figure_that_breaks_what_is_shown_is_no_reason_to_stop() -> None:
    frame = rows(unit((30, 0.2), (4, 90.0)))
    assert {("hr", "women"), ("hr", "men")} <= withheld(frame, AS_THE_RULES_SAY)


# One who computes what was withheld.


def equations(cells: list[Group]) -> list[tuple[Group, list[Group]]]:
    """Every whole with all its parts, as anybody knows them."""
    units = sorted({unit for unit, _group in cells} - {"total"})
    of_units = [
        ((u, "total"), [(u, g) for g in f]) for u in (*units, "total") for f in (SEXES, AGES)
    ]
    of_groups = [(("total", g), [(u, g) for u in units]) for g in ("total", *SEXES, *AGES)]
    return [
        (whole, parts)
        for whole, parts in (*of_units, *of_groups)
        if set(cells).issuperset([whole, *parts])
    ]


def bounds(
    cells: list[Group],
    employees: Mapping[Group, int],
    seen: Mapping[Group, float],
    limits: tuple[float, float] = (0, 100),
    half: float = 1e-9,
) -> dict[Group, tuple[float, float]]:
    """The least and the most that each small group's figure that is not shown can be.

    Args:
        limits: What is known of every figure.
        half: How far a figure that is shown may be from what it was rounded from.
    """
    places = {cell: at for at, cell in enumerate(cells)}
    matrix = []
    for whole, parts in equations(cells):
        line = np.zeros(len(cells))
        line[places[whole]] = -sum(employees[part] for part in parts)
        for part in parts:
            line[places[part]] = employees[part]
        matrix.append(line / abs(line).max())
    each = [(seen[cell] - half, seen[cell] + half) if cell in seen else limits for cell in cells]
    found = {}
    for cell in cells:
        if cell not in seen and employees[cell] <= 10:
            goal = np.eye(len(cells))[places[cell]]
            ends = [
                linprog(sign * goal, A_eq=np.array(matrix), b_eq=np.zeros(len(matrix)), bounds=each)
                for sign in (1, -1)
            ]
            assert all(end.success for end in ends)
            found[cell] = (ends[0].fun, -ends[1].fun)
    return found


@st.composite
def committees(draw: st.DrawFn) -> tuple[dict[Group, int], dict[Group, float]]:
    """A committee of up to four units by sex, ages and all, adding up exactly.

    Each employee has a sex, an age and a unit: women and men, and ages, are drawn apart.
    """
    names = draw(st.sampled_from([["a"], ["a", "b"], ["a", "b", "c"]]))
    sizes = st.integers(1, 40)
    days = st.integers(0, 3000)
    employees: dict[Group, int] = {}
    absent: dict[Group, float] = {}
    for name in names:
        women, men = draw(sizes), draw(sizes)
        total = women + men
        cut = sorted(draw(st.tuples(st.integers(0, total), st.integers(0, total))))
        ages = dict(zip(AGES, (cut[0], cut[1] - cut[0], total - cut[1]), strict=True))
        percent = {sex: draw(days) / 30 for sex in SEXES}
        volume = women * percent["women"] + men * percent["men"]
        employees |= {(name, "women"): women, (name, "men"): men, (name, "total"): total}
        absent |= {(name, "women"): women * percent["women"], (name, "men"): men * percent["men"]}
        absent[name, "total"] = volume
        for age, number in ages.items():  # Spread as evenly as the total is: adds up exactly.
            employees[name, age] = number
            absent[name, age] = volume * number / total
    for group in ("total", *SEXES, *AGES):
        employees["total", group] = sum(employees[name, group] for name in names)
        absent["total", group] = sum(absent[name, group] for name in names)
    present = {cell: number for cell, number in employees.items() if number}
    return present, {cell: absent[cell] / number for cell, number in present.items()}


def opponents_view(
    frame: pd.DataFrame, known: PublicFacts | None = None
) -> tuple[set[Group], dict[Group, float]]:
    shown = suppress(frame, known=known)
    cells = list(zip(shown["unit"], shown["group"], strict=True))
    hidden = {cell for cell, out in zip(cells, shown["withheld"], strict=True) if out}
    seen = {
        cell: float(figure)
        for cell, figure in zip(cells, shown["total_percent"], strict=True)
        if cell not in hidden
    }
    return hidden, seen


@SLOW
@given(committees(), st.data())
def test_nobody_computes_a_small_groups_figure(
    committee: tuple[dict[Group, int], dict[Group, float]], data: st.DataObject
) -> None:
    employees, percent = committee
    # Some rows are never written down; the opponent may still know what is subtracted from what.
    written = [cell for cell in employees if data.draw(st.integers(0, 9)) > 0]
    frame = rows({cell: (employees[cell], percent[cell]) for cell in written or list(employees)})
    _hidden, seen = opponents_view(frame)
    for cell, (least, most) in bounds(list(employees), employees, seen).items():
        if employees[cell] <= 10:
            assert most - least >= max(1.0, percent[cell]) - 1e-3, (
                cell,
                least,
                most,
                percent[cell],
            )


@SLOW
@given(committees())
def test_nobody_who_knows_the_limits_and_the_rounding_computes_a_figure_near_a_limit(
    committee: tuple[dict[Group, int], dict[Group, float]],
) -> None:
    employees, percent = committee
    near = {cell: 1 + figure / 50 for cell, figure in percent.items()}  # From 1 to 3 per cent.
    printed = {cell: (employees[cell], round(figure, 1)) for cell, figure in near.items()}
    _hidden, seen = opponents_view(rows(printed), AS_THE_RULES_SAY)
    found = bounds(list(employees), employees, seen, limits=(1, 40), half=0.05)
    for cell, (least, most) in found.items():
        assert most - least >= 1.0 - 1e-3, (cell, least, most, near[cell])


@SLOW
@given(committees())
def test_no_difference_of_published_figures_is_that_of_a_small_group(
    committee: tuple[dict[Group, int], dict[Group, float]],
) -> None:
    employees, percent = committee
    _hidden, seen = opponents_view(
        rows({cell: (number, percent[cell]) for cell, number in employees.items()})
    )
    for whole, parts in equations(list(employees)):
        left = sum(employees[part] for part in parts if part not in seen)
        assert whole not in seen or left == 0 or left > 10, (whole, parts)


@SLOW
@given(committees(), st.data())
def test_what_is_withheld_cannot_be_solved_for_even_beside_public_figures(
    committee: tuple[dict[Group, int], dict[Group, float]], data: st.DataObject
) -> None:
    employees, percent = committee
    public = [cell for cell in employees if data.draw(st.integers(0, 9)) == 0]
    figures = {cell: (number, percent[cell]) for cell, number in employees.items()}
    hidden, seen = opponents_view(rows(figures, public=public))
    in_print = {cell: percent[cell] for cell in public}
    alone = bounds(list(employees), employees, in_print)
    for cell, (least, most) in bounds(list(employees), employees, seen).items():
        known = alone[cell][1] - alone[cell][0]
        if cell in hidden:
            assert most - least >= min(max(1.0, percent[cell]), known) - 1e-3, (cell, least, most)


@SLOWER
@given(committees(), st.randoms())
def test_the_order_of_the_rows_of_a_document_changes_nothing(
    committee: tuple[dict[Group, int], dict[Group, float]], random: object
) -> None:
    employees, percent = committee
    frame = rows({cell: (number, percent[cell]) for cell, number in employees.items()})
    order = list(range(len(frame)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert withheld(frame) == withheld(frame.iloc[order])


@SLOWER
@given(committees())
def test_a_later_document_changes_nothing_of_what_was_shown_before_it(
    committee: tuple[dict[Group, int], dict[Group, float]],
) -> None:
    employees, percent = committee
    cells = list(employees)
    first, later = cells[::2], cells[1::2] or cells[:1]
    parts = [
        rows({cell: (employees[cell], percent[cell]) for cell in some}, document=document)
        for some, document in ((first, "plan-2021"), (later, "plan-2022"))
    ]
    alone = suppress(parts[0])
    both = suppress(pd.concat(parts))
    assert both["withheld"].tolist()[: len(first)] == alone["withheld"].tolist()


def test_what_is_tried_here_is_declared_as_in_the_schema(project: Workspace) -> None:
    assert schemas.schema(project, "sick_leave").privacy == SICK_LEAVE


@pytest.mark.parametrize(("many", "few"), [SEXES, SEXES[::-1]])
def test_the_sexes_are_treated_alike(many: str, few: str) -> None:
    figures = {("hr", "total"): (34, 5.5), ("hr", many): (30, 6.0), ("hr", few): (4, 2.0)}
    assert withheld(rows(figures)) == {("hr", many), ("hr", few)}
