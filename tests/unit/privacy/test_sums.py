"""Figures that add up under any name, over time, with what was published before, and of counts."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.data.people import Privacy, UnitSum
from alereport.privacy import sums, suppression
from tests.unit.privacy.test_suppression import SICK_LEAVE, rows

LARGE, SMALL, WHOLE = ("A", "total"), ("B", "total"), ("förvaltningen", "total")
DEPARTMENT = {WHOLE: (55, 8.0), LARGE: (50, 7.5), SMALL: (5, 13.0)}
PERSONNEL = Privacy(
    people="headcount",
    figures=("headcount",),
    public='documents_kind != "evaluation"',
    period="as_of",
    group="role",
    whole="all",
    families=(("manager", "employee"),),
)


def decided(frame: pd.DataFrame, privacy: Privacy = SICK_LEAVE, **known: object) -> dict:
    names = [
        f"{unit} {group}" for unit, group in zip(frame["unit"], frame.iloc[:, -1], strict=True)
    ]
    decision = suppression.decide(
        frame.set_axis(names),
        privacy,
        smallest_group=10,
        **known,  # type: ignore[arg-type]
    )
    return {"withheld": set(decision.withheld), "found": decision.found, "decision": decision}


def named(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(name=frame["group"])


def test_a_unit_that_is_the_sum_of_others_by_its_figures_is_counted_with_and_asked_about() -> None:
    result = decided(named(rows(DEPARTMENT)))
    assert result["withheld"] == {"B total", "A total"}
    assert [(each.whole, each.parts) for each in result["found"]] == [
        ("ks/förvaltningen", ("ks/A", "ks/B"))
    ]


def test_a_declared_sum_is_counted_with_even_if_a_part_has_no_row() -> None:
    without = {cell: figure for cell, figure in DEPARTMENT.items() if cell != SMALL}
    assert decided(named(rows(without)))["withheld"] == set()
    privacy = SICK_LEAVE.model_copy(
        update={"sums": (UnitSum(whole="förvaltningen", parts=("A", "B")),)}
    )
    result = decided(named(rows(without)), privacy)
    assert result["withheld"] == {"A total"}
    assert result["found"] == ()


def test_units_that_are_declared_not_to_be_parts_are_not() -> None:
    denied = UnitSum(whole="förvaltningen", parts=("B", "A"), adds_up=False)
    privacy = SICK_LEAVE.model_copy(update={"sums": (denied,)})
    assert decided(named(rows(DEPARTMENT)), privacy)["withheld"] == {"B total"}


def test_units_with_other_figures_are_no_sum() -> None:
    other = {**DEPARTMENT, WHOLE: (55, 9.0)}
    result = decided(named(rows(other)))
    assert (result["withheld"], result["found"]) == ({"B total"}, ())


def test_committees_that_add_up_to_the_municipality_are_decided_together() -> None:
    parts = {"ks": (30, 5.0), "sn": (60, 7.0), "bn": (6, 4.0)}
    total = sum(n * p for n, p in parts.values()) / 96
    frame = pd.concat(
        [
            rows({("total", "total"): figure}).assign(committee=committee)
            for committee, figure in parts.items()
        ]
        + [rows({("kommunen", "total"): (96, total)})]
    )
    frame = frame.assign(name=frame["committee"])
    assert decided(frame)["withheld"] == {"total bn", "total ks"}


@pytest.mark.parametrize(
    ("periods", "parts"),
    [
        (["2020", "2021-08"], {}),
        (["2021", "2021-01/2021-08"], {"2021": {"2021-01/2021-08": 8, "24260+": 4}}),
        (
            ["2021", "2021-01/2021-08", "2021-09/2021-12"],
            {"2021": {"2021-01/2021-08": 8, "2021-09/2021-12": 4}},
        ),
        (
            ["2021-01/2021-06", "2021-04/2021-09"],
            {
                "2021-01/2021-06": {"24252+": 3, "24255+": 3},
                "2021-04/2021-09": {"24255+": 3, "24258+": 3},
            },
        ),
        (["2021-12-31", "2021"], {}),
    ],
)
def test_periods_that_overlap_are_made_of_the_same_spans(
    periods: list[str], parts: dict[str, dict[str, int]]
) -> None:
    assert sums.spans(periods) == parts


def test_an_interval_and_the_year_do_not_give_the_rest_of_it_away() -> None:
    frames = [
        rows({("hr", "total"): (people, percent)}, period=period)
        for period, people, percent in (
            ("2021", 12, 5.0),
            ("2021-01/2021-08", 13, 4.0),
            ("2021-09/2021-12", 10, 7.6),
        )
    ]
    frame = pd.concat(frames)
    result = decided(frame.assign(name=frame["period"]))
    assert "hr 2021-09/2021-12" in result["withheld"]
    assert len(result["withheld"]) == 2


def test_what_was_published_before_is_known() -> None:
    units = {("A", "total"): (20, 5.0), ("B", "total"): (30, 6.0), ("C", "total"): (5, 9.0)}
    total = sum(n * p for n, p in units.values()) / 55
    frame = named(rows({("total", "total"): (55, total), **units}))
    assert decided(frame)["withheld"] == {"C total", "A total"}
    before = [("ks/A", "2021", "total")]
    assert decided(frame, shown_before=before)["withheld"] == {"C total", "B total"}
    both = [*before, ("ks/B", "2021", "total")]
    assert decided(frame, shown_before=both)["withheld"] == {"C total", "total total"}


def test_a_figure_that_is_given_away_whatever_is_withheld_is_told() -> None:
    parts = {("hr", "total"): (34, 5.5), ("hr", "women"): (30, 6.0), ("hr", "men"): (4, 2.0)}
    frame = rows(parts, public=[("hr", "total"), ("hr", "women")])
    decision = decided(named(frame))["decision"]
    assert decision.given_away == {"hr men"}
    assert decided(named(rows(parts)))["decision"].given_away == set()


def staff(*units: tuple[str, str, int], kind: str = "evaluation") -> pd.DataFrame:
    frame = pd.DataFrame(units, columns=["unit", "role", "headcount"])
    frame = frame.assign(
        document="e", committee="ks", as_of="2021-12-31", documents_kind=kind, name=frame["role"]
    )
    return frame.astype({"headcount": "Int64"})


@pytest.mark.parametrize(
    ("units", "withheld"),
    [
        ([("hr", "all", 40), ("it", "all", 7)], {"it all"}),
        (
            [("hr", "all", 40), ("hr", "manager", 2), ("hr", "employee", 38)],
            {"hr manager", "hr employee"},
        ),
        (
            [("total", "all", 60), ("hr", "all", 30), ("it", "all", 25), ("kansli", "all", 5)],
            {"kansli all", "it all"},
        ),
        ([("total", "all", 60), ("hr", "all", 55)], {"hr all"}),
        ([("hr", "all", 40), ("it", "all", 11)], set()),
    ],
)
def test_numbers_of_people_are_withheld_as_figures_on_them_are(
    units: list[tuple[str, str, int]], withheld: set[str]
) -> None:
    assert decided(staff(*units), PERSONNEL)["withheld"] == withheld


def test_a_number_that_a_public_document_prints_is_shown() -> None:
    assert decided(staff(("it", "all", 7), kind="plan"), PERSONNEL)["withheld"] == set()
