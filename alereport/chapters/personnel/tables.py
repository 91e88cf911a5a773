"""Tables of staff and sick leave. The frames are those of `analysis.personnel`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.markdown import plain
from alereport.chapters.personnel import text
from alereport.chapters.personnel import words as staff_words
from alereport.chapters.personnel.words import NOT_TOLD
from alereport.data.datasets import TOTAL
from alereport.exhibits import sources
from alereport.exhibits.display import Column, Displayable, Swedish, nothing, shown, table
from alereport.exhibits.notes import mark, with_notes


def staff(units: pd.DataFrame, *, chapter: str) -> Displayable:
    """How many each unit has and how many employees its managers have; one row is one unit.

    Nothing where no document says, as the figure does.

    Args:
        units: `staff_by_unit`.
        chapter: The report, such as `sn-2021`.
    """
    if units.empty:
        return nothing()
    compares = bool(units["previous_headcount"].notna().any())
    notes = _staff_notes(units)
    aim = staff_words.aim(units.iloc[0])
    columns = [
        Column(_("Unit"), figures=False),
        Column(_("Managers")),
        Column(_("Employees under them")),
        Column(_("All employees")),
        *([Column(_("Change")), Column(_("Since"))] if compares else []),
        Column(_("Per manager")),
        Column(_("Aim {aim}").format(aim=aim), figures=False),
    ]
    rows = [_staff_row(row, compares, notes) for _index, row in units.iterrows()]
    caption = _("Employees by unit {year}, as heads.").format(year=units["year"].iloc[0])
    made = table(
        columns,
        rows,
        caption=f"{caption} {sources.source(units)}",
        label=f"{chapter}-staff",
        total=units["unit"].iloc[-1] == TOTAL,
        made_from=tuple(units["rows"]),
    )
    return with_notes(
        made, [plain(f"{mark(at)} {words}") for at, words in enumerate(notes.values(), 1)]
    )


def _staff_notes(units: pd.DataFrame) -> dict[str, str]:
    """The footnotes that the rows need, by what they are about, in their order."""
    words = {
        "permanent_only": _("Only permanent employees are counted."),
        "approximate": _("The document itself calls the number approximate."),
        "employees_reckoned": _(
            "The document gives everybody; the employees are everybody less the managers."
        ),
        "total": _("Per manager in the units that have managers."),
    }
    parts = units[units["unit"].ne(TOTAL)]
    needed = [name for name in list(words)[:3] if parts[name].any()]
    if len(parts) < len(units) and parts["per_manager"].isna().any():
        needed.append("total")
    return {name: words[name] for name in needed}


def _staff_row(row: pd.Series[Any], compares: bool, notes: dict[str, str]) -> list[str]:
    is_total = row["unit"] == TOTAL
    marks = [
        mark(at)
        for at, name in enumerate(notes, 1)
        if (name == "total" if is_total else name != "total" and row[name])
    ]
    name = _("Total") if is_total else staff_words.unit_name(row["unit"])
    words = {"below": _("below"), "within": _("within"), "above": _("above")}
    change = row["headcount"] - row["previous_headcount"]
    return [
        Swedish(" ".join([name, *marks])) if not is_total else " ".join([name, *marks]),
        shown(row["managers"]),
        staff_words.about(row, "employees"),
        staff_words.about(row, "headcount"),
        *([shown(change, language.change), _year(row["previous_year"])] if compares else []),
        staff_words.about(row, "per_manager", 1),
        words.get(row["against_target"], language.DASH),
    ]


def _year(year: float) -> str:
    return language.DASH if pd.isna(year) else str(int(year))


def sick_leave(leave: pd.DataFrame, *, chapter: str) -> Displayable:
    """How sick leave has developed; one row is one unit in one period.

    Nothing where no document says, as the figure does.

    Args:
        leave: `sick_leave_by_period`.
        chapter: The report, such as `ks-2022`.
    """
    if leave.empty:
        return nothing()
    columns = [
        Column(_("Unit"), figures=False),
        Column(_("Period"), figures=False),
        Column(_("All sick leave")),
        Column(_("Change")),
        Column(_("Long-term")),
        Column(_("Change")),
        Column(_("Shorter")),
        Column(_("Long-term part")),
    ]
    rows = [_leave_row(row) for _index, row in leave.iterrows()]
    caption = _(
        "Sick leave in percent of agreed working time; changes in percentage points since the "
        "period before; the long-term part is of all sick leave."
    )
    made = table(
        columns,
        rows,
        caption=f"{caption} {sources.source(leave)}",
        label=f"{chapter}-sick-leave",
        made_from=tuple(leave["rows"]),
    )
    notes = []
    if _unlike(leave).any():
        words = _("A month against a whole year, or the other way: the two do not quite compare.")
        notes.append(plain(f"{mark(1)} {words}"))
    return with_notes(made, notes + _note_on_withheld(bool(leave["withheld"].any())))


def _unlike(leave: pd.DataFrame) -> pd.Series[bool]:
    """The rows whose change is between a month and a year."""
    return leave["change_points"].notna() & ~leave["comparable"].astype(bool)


def _leave_row(row: pd.Series[Any]) -> list[str]:
    unlike = mark(1) if pd.notna(row["change_points"]) and not row["comparable"] else ""
    return [
        Swedish(staff_words.unit_name(row["unit"])),
        language.period(row["period"]),
        staff_words.sick_leave(row, "total_percent"),
        _change(row["change_points"], unlike),
        staff_words.sick_leave(row, "long_term_percent"),
        _change(row["long_term_change_points"], unlike),
        staff_words.sick_leave(row, "short_percent"),
        staff_words.sick_leave(row, "long_term_part_percent"),
    ]


def _change(points: float, marked: str) -> str:
    return language.DASH if pd.isna(points) else language.change(points, 1) + marked


def _note_on_withheld(any_is: bool) -> list[str]:
    return [f"{plain(NOT_TOLD)} {plain(staff_words.why_withheld())}"] if any_is else []


def statutory_sick_leave(seven: pd.DataFrame, *, chapter: str) -> Displayable:
    """The figures that the law asks for; one row is one unit in one period. Says if there are none.

    Args:
        seven: `statutory_sick_leave`.
        chapter: The report, such as `ks-2022`.
    """
    if seven.empty:
        return text.no_statutory_sick_leave()
    headings = {
        "total": _("Total"),
        "long_term_share": _("Of it 60 days or more"),
        "women": _("Women"),
        "men": _("Men"),
        "age_0_29": _("{age} or younger").format(age=29),
        "age_30_49": f"30{language.DASH}49",
        "age_50_plus": _("{age} or older").format(age=50),
    }
    rows = [
        [
            Swedish(staff_words.unit_name(row["unit"])),
            language.period(row["period"]),
            *(_of_seven(row, item) for item in headings),
        ]
        for _index, row in seven.iterrows()
    ]
    caption = _(
        "Sick leave by sex and age in percent of each group's agreed working time, as chapter 11 "
        "of the law (2018:597) on municipal accounts asks of an annual report."
    )
    made = table(
        [
            Column(_("Unit"), figures=False),
            Column(_("Period"), figures=False),
            *(Column(heading) for heading in headings.values()),
        ],
        rows,
        caption=f"{caption} {sources.source(seven)}",
        label=f"{chapter}-statutory-sick-leave",
        made_from=tuple(seven["rows"]),
    )
    return with_notes(made, _note_on_withheld(any(seven["withheld"])))


def _of_seven(row: pd.Series[Any], item: str) -> str:
    if item in row["withheld"]:
        return NOT_TOLD
    return shown(row[item], language.percent)


def staff_aims(aims: pd.DataFrame, *, chapter: str) -> Displayable:
    """What the plan aims at for sick leave and turnover; one row is one measure.

    Args:
        aims: `staff_aims`.
        chapter: The report, such as `ks-2024`.
    """
    if aims.empty:
        return text.no_staff_aims()
    columns = [
        Column(_("Measure"), figures=False),
        Column(_("Where it started")),
        Column(_("Outturn")),
        Column(_("Target"), figures=False),
    ]
    rows = [
        [
            Swedish(row["name"]),
            _with_unit(row["baseline"], row),
            _with_unit(row["outturn"], row),
            _aimed_at(row),
        ]
        for _index, row in aims.iterrows()
    ]
    caption = _("Targets for sick leave and staff turnover; a dash: the plan has no figure.")
    return table(
        columns,
        rows,
        caption=f"{caption} {sources.source(aims)}",
        label=f"{chapter}-staff-aims",
        made_from=tuple(aims["rows"]),
    )


def _with_unit(value: float, row: pd.Series[Any]) -> str:
    if pd.isna(value):
        return language.DASH
    decimals = 0 if float(value).is_integer() else 1
    if row["unit"] == "%":
        return language.percent(value, decimals=decimals)
    unit = "" if pd.isna(row["unit"]) else f"{language.NBSP}{row['unit']}"
    return language.number(value, decimals) + unit


def _aimed_at(row: pd.Series[Any]) -> str:
    words = {
        "decrease": _("to fall"),
        "increase": _("to rise"),
        "<=": _("at most {value}"),
        ">=": _("at least {value}"),
        "=": "{value}",
    }
    if row["comparator"] not in words:
        return language.DASH
    return words[row["comparator"]].format(value=_with_unit(row["target"], row))
