"""Test the range that is told of forecasts on made-up years: how many outturns does it hold?

    python -m benchmarks.forecasts --committees 50 --years 20 --seeds 3

draws the reports of made-up committees, predicts each year's error from those of earlier years
alone, from the committee's own and from all committees', and writes the shares that the ranges held
to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from alereport.chapters.outturn import record
from alereport.demo import committees, outturn
from benchmarks import page

HEADING = "The forecasts' own record"
MONTHS = {committees.APRIL: "April", committees.AUGUST: "August"}
BASES = {
    "own": "the committee's own errors",
    "all": "all committees' errors",
    "all, few own": "all committees' errors, where a committee has fewer than five",
}
NO_BUDGETS = ("committee", "area", "plan_year", "amount_year", "kind", "amount_tkr")
NO_BREAKS = ("committee", "area", "year", "reason")
TEXT = """```sh
python -m benchmarks.forecasts --committees {committees} --years {years} --seeds {seeds}
```

The range told of a forecast is to hold eight of ten outturns. Tried on made-up committees, each
year predicted from earlier years alone; an outturn is a committee's year:

| forecast | range from | outturns | held |
|:--|:--|--:|--:|
{rows}

- The made-up errors are normal, with a bias that each committee keeps. Its own range knows the bias
  after five years; that of all committees has it in its spread, since the errors are not centred.
- A report tells of the range of all committees only where a committee has fewer than five errors of
  its own: the last two rows.
"""


class Trial(NamedTuple):
    """One outturn that was predicted.

    Attributes:
        month: The last month that the forecast's report covers.
        basis: `own`, `all`, or `all, few own` where the committee has too few errors of its own.
        held: Whether the range held the outturn.
    """

    month: int
    basis: str
    held: bool


def forecasts(committee_count: int, years: int, seed: int) -> pd.DataFrame:
    """Return `record.forecasts` of made-up committees."""
    rows = [
        row
        for committee in committees.generate(committee_count, years, seed)
        for report in committees.reports(committee)
        for row in outturn.outturn(report)
        if row["area"] == "total"
    ]
    amounts = pd.DataFrame(rows).astype({"amount_tkr": "Int64", "year": "Int64"})
    amounts["as_of"] = pd.to_datetime(amounts["as_of"])
    amounts = amounts.assign(title=amounts["document"], hedge=amounts["hedge"].replace("", None))
    amounts.index = pd.Index(
        [f"data/outturn/{row.document}.csv#{row.kind}" for row in amounts.itertuples()]
    )
    nothing = pd.DataFrame({column: [] for column in (*NO_BUDGETS, "hedge", "title", "section")})
    breaks = pd.DataFrame({column: [] for column in NO_BREAKS})
    return record.forecasts(amounts, nothing, breaks=breaks)


def trials(made: pd.DataFrame) -> Iterator[Trial]:
    """Yield each outturn that could be predicted from the errors of earlier years."""
    known = made[made["error_percent"].notna()]
    for (month, year), now in known.groupby(["month", "year"]):
        before = known[known["month"].eq(month) & known["year"].lt(year)]
        own = dict(list(before.groupby("committee")["error_percent"]))
        of_all = record.prediction(before["error_percent"])
        for committee, error in zip(now["committee"], now["error_percent"], strict=True):
            of_own = record.prediction(own.get(committee, before["error_percent"][:0]))
            ranges = {"own": of_own, "all": of_all}
            if np.isnan(of_own[0]):
                ranges["all, few own"] = of_all
            for basis, (low, high) in ranges.items():
                if not np.isnan(low):
                    yield Trial(month, basis, low <= error <= high)


def coverage(tried: Iterable[Trial]) -> pd.DataFrame:
    """Return how many outturns the ranges held: one row is one basis and month."""
    table = pd.DataFrame(tried)
    table["basis"] = pd.Categorical(table["basis"], list(BASES))
    grouped = table.groupby(["basis", "month"], observed=True)["held"]
    shares = {"predicted": grouped.size(), "held_percent": grouped.mean() * 100}
    return pd.DataFrame(shares).reset_index()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--committees", type=int, default=50)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    found = coverage(
        trial
        for seed in range(1, options.seeds + 1)
        for trial in trials(forecasts(options.committees, options.years, seed))
    )
    rows = [
        f"| {MONTHS[each.month]} | {BASES[each.basis]} | {each.predicted:,} "
        f"| {each.held_percent:.1f} % |"
        for each in found.itertuples()
    ]
    page.write(HEADING, TEXT.format(**vars(options), rows="\n".join(rows)))


if __name__ == "__main__":
    main()
