"""Made-up investment projects: what was decided for each, what is spent, and what it will cost."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import DECEMBER, Document, Row, plan, to_nearest
from alereport.demo.finances import ITEMS, yearly_investment

SECTION = "3.4"
YEARS = 4
"""How many years a project takes; the next one of its name begins when it is finished."""
MOST_OVER = 0.25
"""The most that a project's forecast passes what was decided, as a share."""


def projects(document: Document) -> Iterator[Row]:
    """Yield how each project stands on a report's last day, unless nothing was decided for it."""
    first = document.committee.years[0]
    begun = first + (document.year - first) // YEARS * YEARS
    for item, item_en in ITEMS.items():
        decided = YEARS * yearly_investment(plan(document.committee, begun), item)
        if decided:
            yield document.row(
                SECTION,
                project=f"{item.lower().replace(' ', '-')}-{begun}",
                item=item,
                item_en=item_en,
                finished=f"{begun + YEARS - 1}-12",
                **_amounts(document, item, begun, decided),
            )


def _amounts(document: Document, item: str, begun: int, decided: int) -> dict[str, int]:
    """Return a project's amounts in tkr: its overrun becomes clear as the work goes on."""
    rng = document.committee.rng("project", item, begun)
    overrun = rng.uniform(-0.05, MOST_OVER)
    done = ((document.year - begun) * DECEMBER + document.month) / (YEARS * DECEMBER)
    forecast = to_nearest(10, decided * (1 + overrun * done))
    return {
        "decided_total_tkr": decided,
        "spent_total_tkr": round(forecast * done * rng.uniform(0.85, 1)),
        "forecast_total_tkr": forecast,
        "forecast_year_tkr": to_nearest(10, forecast / YEARS),
    }
