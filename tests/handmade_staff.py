"""Small frames of staff and sick leave as `report.load` gives them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

Roles = Mapping[str, int]
"""How many a unit has in each role."""
Leave = tuple[float | None, float | None]
"""Sick leave and long-term sick leave, in percent."""


def _placed(frame: pd.DataFrame, dataset: str) -> pd.DataFrame:
    places = [f"data/{dataset}/a-plan.csv#{line}" for line in range(2, len(frame) + 2)]
    return frame.set_index(pd.Index(places, name="row", dtype="str"))


def personnel(
    units: Mapping[str, Roles],
    *,
    year: int = 2021,
    about: tuple[str, ...] = (),
    permanent: tuple[str, ...] = (),
) -> pd.DataFrame:
    """How many each unit has by role; `about` and `permanent` name units."""
    rows = [
        {
            "document": f"plan-{year}",
            "section": "6.1",
            "committee": "sn",
            "year": year,
            "unit": unit,
            "role": role,
            "headcount": heads,
            "hedge": "ca" if unit in about else None,
            "permanent_only": unit in permanent,
            "title": f"Plan {year}",
        }
        for unit, roles in units.items()
        for role, heads in roles.items()
    ]
    columns = ["document", "section", "committee", "year", "unit", "role", "headcount"]
    columns += ["hedge", "permanent_only", "title"]
    types = {"year": "Int64", "headcount": "Int64"}
    types |= {"hedge": "str", "permanent_only": "boolean"}
    return _placed(pd.DataFrame(rows, columns=columns).astype(types), f"personnel-{year}")


def sick_leave(
    figures: Mapping[tuple[str, str], Leave],
    *,
    groups: Mapping[str, float] | None = None,
    share: float | None = None,
    withheld: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Sick leave by unit and period.

    Args:
        figures: All sick leave and the long-term, by unit and period.
        groups: The sick leave of women, men and ages, in every unit and period.
        share: The share of 60 days or more.
        withheld: The groups that are withheld.
    """
    rows = [
        {
            "document": "a-plan",
            "section": "7",
            "committee": "ks",
            "unit": unit,
            "period": period,
            "group": group,
            "employees": None,
            "total_percent": total,
            "long_term_percent": long_term,
            "long_term_share_percent": share if group == "total" else None,
            "base": None,
            "already_public": True,
            "title": "Plan 2022",
            "withheld": group in withheld,
        }
        for (unit, period), (whole, long) in figures.items()
        for group, total, long_term in (
            ("total", whole, long),
            *((name, percent, None) for name, percent in (groups or {}).items()),
        )
    ]
    columns = ["document", "section", "committee", "unit", "period", "group", "employees"]
    columns += ["total_percent", "long_term_percent", "long_term_share_percent"]
    columns += ["base", "already_public", "title", "withheld"]
    frame = pd.DataFrame(rows, columns=columns)
    numbers = [column for column in columns if column.endswith("percent")]
    frame.loc[frame["withheld"].astype(bool), numbers] = None
    types = dict.fromkeys(numbers, "Float64") | {"employees": "Int64"}
    return _placed(frame.astype({**types, "withheld": "bool"}), "sick_leave")
