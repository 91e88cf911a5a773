"""The forecasts' own record: each earlier forecast beside its outturn, and where a new one may end.

Forecasts are those that interim reports make of a committee's whole year. One that a plan makes of
the year before is left out: a plan does not say on which day it was made.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from scipy.special import stdtrit

from alereport.chapters.common.rows import in_file_order
from alereport.data.datasets import TOTAL

FEWEST = 5
"""From how many errors on a range is told."""
COVERAGE = 0.8
"""The share of new outturns that a range is to hold."""
YEAR = ["committee", "year"]
ENDS = ["low_percent", "high_percent"]
COLUMNS = [
    *(*YEAR, "month", "document", "as_of", "title", "section"),
    *("forecast_tkr", "forecast_hedge", "budget_tkr", "outturn_tkr", "outturn_hedge"),
    *(
        "outturn_title",
        "outturn_section",
        "restated",
        "break_reason",
        "error_tkr",
        "error_percent",
        "rows",
    ),
]


def forecasts(
    outturn: pd.DataFrame, budgets: pd.DataFrame, *, breaks: pd.DataFrame
) -> pd.DataFrame:
    """Return each forecast of a whole year's net cost beside what the year came to.

    An outturn may stand in several documents: the one of the latest is taken. The error is the
    outturn less the forecast, so plus means that the year cost more than the forecast.

    Args:
        outturn: `Report.outturn`, or of all committees; may be empty.
        budgets: `Report.budgets`: plans print outturns too.
        breaks: `Report.breaks`.

    Returns:
        One row is one forecast, in the order of committee, year and day: `committee`, `year`,
        `month` (the last that the report covers), `document`, `as_of`, `title`, `section`,
        `forecast_tkr`, `forecast_hedge`, `budget_tkr` (the year's, in the same report),
        `outturn_tkr`, `outturn_hedge`, `outturn_title`, `outturn_section` (missing if no document
        has it), `restated` (whether documents disagree on it), `break_reason` (missing if the year
        is comparable with the one before), `error_tkr`, `error_percent` (of the budget; missing
        where one of the three is, or the year is not comparable) and `rows`.
    """
    net = _totals(outturn, side="net")
    made = net[net["kind"].eq("forecast_year")].drop_duplicates([*YEAR, "as_of"], keep="last")
    budget = _column(net[net["kind"].eq("budget_year")], made, ["document"])
    ended = _outturns(net, _totals(budgets))
    last = _column(ended.drop_duplicates(YEAR, keep="last"), made, YEAR)
    amounts = ended.groupby(YEAR)["amount_tkr"].nunique()
    broken = _column(breaks[breaks["area"].eq(TOTAL)], made, YEAR)
    table = made.assign(
        month=made["as_of"].dt.month,
        forecast_tkr=made["amount_tkr"],
        forecast_hedge=made["hedge"],
        budget_tkr=budget["amount_tkr"],
        outturn_tkr=last["amount_tkr"],
        outturn_hedge=last["hedge"],
        outturn_title=last["title"],
        outturn_section=last["section"],
        restated=amounts.reindex(_keys(made, YEAR)).gt(1).fillna(False).to_numpy(),
        break_reason=broken["reason"],
        rows=pd.Series(
            [
                in_file_order(row for row in places if pd.notna(row))
                for places in zip(made["row"], budget["row"], last["row"], strict=True)
            ],
            made.index,
            dtype="object",
        ),
    )
    return _with_errors(table).sort_values([*YEAR, "as_of"], ignore_index=True)


def _totals(amounts: pd.DataFrame, **only: str) -> pd.DataFrame:
    """Return the totals of the committees, with the address of each row."""
    chosen = amounts["area"].eq(TOTAL)
    for column, value in only.items():
        chosen &= amounts[column].eq(value)
    return amounts[chosen].assign(row=amounts.index[chosen])


def _keys(frame: pd.DataFrame, columns: list[str]) -> pd.Index[Any]:
    return (
        pd.MultiIndex.from_frame(frame[columns])
        if len(columns) > 1
        else pd.Index(frame[columns[0]])
    )


def _column(found: pd.DataFrame, made: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return for each forecast the row with the same key, of rows with one row a key."""
    keyed = found.set_index(key)
    return keyed.reindex(_keys(made, key)).set_axis(made.index)


def _outturns(net: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the outturns of years that reports and plans print, the latest document last."""
    before = net[net["kind"].eq("outturn_previous_year")]
    printed = budgets[budgets["kind"].eq("outturn")]
    last_day = pd.to_datetime(
        {"year": printed["plan_year"].astype("int64") - 1, "month": 12, "day": 31}
    )
    found = [
        printed.assign(year=printed["amount_year"], as_of=last_day),
        before.assign(year=before["year"] - 1),
        net[net["kind"].eq("outturn_year")],
    ]
    columns = [*YEAR, "as_of", "amount_tkr", "hedge", "title", "section", "row"]
    return pd.concat([each[columns] for each in found]).sort_values("as_of", kind="stable")


def _with_errors(table: pd.DataFrame) -> pd.DataFrame:
    error = (table["outturn_tkr"] - table["forecast_tkr"]).where(table["break_reason"].isna())
    budget = table["budget_tkr"].where(table["budget_tkr"].gt(0))
    percent = (error / budget * 100).astype("float64")
    return table.assign(error_tkr=error, error_percent=percent)[COLUMNS]


def ranges(made: pd.DataFrame) -> pd.DataFrame:
    """Return where outturns usually end, for the forecasts of each month.

    The errors are not centred committee by committee: a forecast that is to be judged is of a
    committee whose own leaning is not known well, and that belongs to the uncertainty.

    Args:
        made: `forecasts`, of one committee or of all.

    Returns:
        One row is one month that reports cover until: `month`, `errors` (how many are known),
        `committees` (of how many), `low_percent`, `high_percent` (missing below `FEWEST` errors)
        and `rows`.
    """
    known = made[made["error_percent"].notna()]
    found = [
        {
            "month": month,
            "errors": len(errors),
            "committees": errors["committee"].nunique(),
            **dict(zip(ENDS, prediction(errors["error_percent"]), strict=True)),
            "rows": in_file_order(row for rows in errors["rows"] for row in rows),
        }
        for month, errors in known.groupby("month")
    ]
    return pd.DataFrame(found, columns=["month", "errors", "committees", *ENDS, "rows"])


def prediction(errors: pd.Series[float]) -> tuple[float, float]:
    """Return the interval that is to hold one more error, by Student's t; missing if they are few.

    It is mean ± t · s · √(1 + 1/n), with t of n - 1 degrees of freedom: it allows for the spread of
    single errors, and for mean and spread being known from n of them alone.
    """
    count = len(errors)
    if count < FEWEST:
        return float("nan"), float("nan")
    quantile = float(stdtrit(count - 1, (1 + COVERAGE) / 2))
    reach = quantile * float(errors.std(ddof=1)) * (1 + 1 / count) ** 0.5
    return float(errors.mean()) - reach, float(errors.mean()) + reach


def open_forecasts(made: pd.DataFrame, usual: pd.DataFrame) -> pd.DataFrame:
    """Return each committee's latest forecast where its year has no outturn, with its range.

    Args:
        made: `forecasts`.
        usual: `ranges`, of the committee's own errors or of all.

    Returns:
        One row is one forecast, as in `forecasts`, with `errors`, `committees`, `low_tkr`,
        `high_tkr` (missing where no range is told for forecasts of its month); `rows` has those of
        the errors too.
    """
    latest = made[made["year"].eq(made.groupby("committee")["year"].transform("max"))]
    latest = latest[latest["outturn_tkr"].isna()].drop_duplicates("committee", keep="last")
    of_month = usual.set_index("month").reindex(latest["month"]).set_axis(latest.index)
    reach = {
        end.replace("percent", "tkr"): latest["forecast_tkr"]
        + latest["budget_tkr"] * of_month[end] / 100
        for end in ENDS
    }
    counts = of_month[["errors", "committees"]].fillna(0).astype("int64")
    rows = [
        in_file_order((*own, *(() if isinstance(others, float) else others)))
        for own, others in zip(latest["rows"], of_month["rows"], strict=True)
    ]
    return latest.assign(**reach, **counts, rows=pd.Series(rows, latest.index, dtype="object"))


def with_own_or_all(made: pd.DataFrame) -> pd.DataFrame:
    """Return each committee's open forecast, with the range of its own errors if they are enough.

    Where one has fewer than `FEWEST` of the month, the range is that of all committees' errors.

    Args:
        made: `forecasts`, of all committees.

    Returns:
        One row is one committee; as `open_forecasts`, with `pooled` (whether the range is that of
        all committees).
    """
    pooled = open_forecasts(made, ranges(made)).assign(pooled=True)
    parts = [
        own.assign(pooled=False) if own["low_tkr"].notna().all() else pooled.loc[own.index]
        for _committee, rows in made.groupby("committee")
        for own in [open_forecasts(rows, ranges(rows))]
        if len(own)
    ]
    return pd.concat(parts) if parts else pooled
