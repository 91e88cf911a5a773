"""Staff and sick leave of a part of a year: compared with the same months, and withheld."""

from __future__ import annotations

import pandas as pd

from alereport.chapters import personnel as shown
from alereport.chapters.personnel import reported_staff
from tests import handmade_staff as made
from tests.handmade import plain

REPORTS = pd.DataFrame({"document": ["april", "augusti"]})
NOW, BEFORE = "2025-01/2025-08", "2024-01/2024-08"


def leave(
    *rows: tuple[str, str, str, float | None], withheld: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Sick leave of the whole committee or a unit; a row is document, unit, period and percent."""
    frame = made.sick_leave(
        {
            (unit, f"{period}#{number}"): (percent, None)
            for number, (_d, unit, period, percent) in enumerate(rows)
        }
    )
    hidden = [number in withheld for number in range(len(rows))]
    found = frame.assign(
        document=[row[0] for row in rows],
        title=[row[0].capitalize() for row in rows],
        period=[row[2] for row in rows],
        withheld=hidden,
    )
    found.loc[hidden, "total_percent"] = pd.NA
    return found


def of(frame: pd.DataFrame) -> pd.DataFrame:
    return reported_staff.sick_leave_of_period(frame, REPORTS)


def test_a_period_stands_beside_the_same_months_of_the_year_before() -> None:
    found = of(leave(("plan", "total", BEFORE, 7.1), ("augusti", "total", NOW, 6.8)))
    (row,) = found.to_dict("records")
    assert (row["period"], row["previous_period"]) == (NOW, BEFORE)
    assert round(row["change_points"], 3) == -0.3
    assert len(row["rows"]) == 2
    said = plain(
        shown.period_lead(found, reported_staff.staff_of_period(STAFF[:0], REPORTS)).markdown
    )
    assert "6,8 procent under januari–augusti 2025, mot 7,1 procent" in said


def test_a_period_is_compared_with_no_other_length_of_time() -> None:
    frame = leave(
        ("plan", "total", "2024", 7.4),
        ("plan", "total", "2024-08", 5.0),
        ("april", "total", "2025-01/2025-04", 7.9),
        ("augusti", "total", NOW, 6.8),
    )
    (row,) = of(frame).to_dict("records")
    assert not row["comparable"]
    assert pd.isna(row["previous_period"])
    table = shown.period_sick_leave(of(frame), chapter="bun-2025").markdown
    assert "7,4" not in table
    assert "7,9" not in table


def test_a_month_and_a_year_are_compared_with_their_like() -> None:
    frame = leave(
        ("plan", "total", "2024", 7.4),
        ("plan", "total", "2024-08", 5.0),
        ("augusti", "total", "2025", 7.0),
        ("augusti", "total", "2025-08", 6.0),
    )
    found = of(frame).set_index("period")["previous_percent"]
    assert found.to_dict() == {"2025": 7.4, "2025-08": 5.0}


def test_only_the_latest_report_with_figures_is_shown_and_the_committee_last() -> None:
    frame = leave(
        ("april", "total", "2025-01/2025-04", 7.9),
        ("augusti", "total", NOW, 6.8),
        ("augusti", "skolan", NOW, 6.1),
    )
    assert of(frame)["unit"].tolist() == ["skolan", "total"]
    assert of(frame[frame["document"].eq("plan")]).empty


def test_what_is_withheld_is_neither_shown_nor_computed_from() -> None:
    rows = (("plan", "total", BEFORE, 7.1), ("augusti", "total", NOW, 6.8))
    for hidden in (0, 1):
        (row,) = of(leave(*rows, withheld=(hidden,))).to_dict("records")
        assert pd.isna(row["change_points"])
        assert row["change_withheld"]
    now_hidden = of(leave(*rows, withheld=(1,)))
    table = shown.period_sick_leave(now_hidden, chapter="bun-2025").markdown
    assert "6,8" not in table
    assert ".." in table
    assert "En uppgift om sjukfrånvaro" in plain(shown.what_is_withheld(now_hidden).markdown)


STAFF = pd.concat(
    [
        made.personnel({"Skolan": {"manager": 4, "employee": 80}, "Köket": {"all": 12}}).assign(
            document="plan", title="Plan", as_of=pd.Timestamp(2024, 11, 1)
        ),
        made.personnel(
            {"Skolan": {"all": 90}, "Köket": {"all": 11}, "Nytt": {"all": 5}}, permanent=("Köket",)
        ).assign(document="augusti", title="Augusti", as_of=pd.Timestamp(2025, 8, 31)),
    ]
)


def test_the_staff_stand_beside_the_plan_where_both_count_the_same() -> None:
    found = reported_staff.staff_of_period(STAFF, REPORTS).set_index("unit")
    assert found["headcount"].to_dict() == {"Skolan": 90, "Köket": 11, "Nytt": 5}
    assert found["plan_headcount"].dropna().to_dict() == {"Skolan": 84, "Köket": 12}
    assert found["comparable"].to_dict() == {"Skolan": True, "Köket": False, "Nytt": False}
    table = shown.period_staff(found.reset_index(), chapter="bun-2025")
    assert [str(row.cells[-1]) for row in table.rows] == ["+6", "–", "–"]
    said = plain(shown.period_lead(of(leave()), found.reset_index()).markdown)
    assert "hade tillsammans 106 anställda den 31 augusti 2025" in said


def test_the_plan_is_not_added_to_the_annual_report_of_its_day() -> None:
    annual = made.personnel({"Skolan": {"all": 70}, "Fritids": {"all": 9}}).assign(
        document="bokslut", title="Bokslut", as_of=pd.Timestamp(2024, 11, 1)
    )
    staff = pd.concat([annual, STAFF])
    found = reported_staff.staff_of_period(staff, REPORTS).set_index("unit")
    assert found["plan_headcount"].dropna().to_dict() == {"Skolan": 84, "Köket": 12}


def test_nothing_is_said_where_no_report_has_staff() -> None:
    staff = reported_staff.staff_of_period(STAFF[STAFF["document"].eq("plan")], REPORTS)
    assert staff.empty
    assert not shown.period_lead(of(leave()), staff).markdown
