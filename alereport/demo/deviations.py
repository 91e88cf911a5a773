"""Made-up deviations of a report: why areas are far from their budget, and what is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from alereport.demo.committees import (
    APRIL,
    AUGUST,
    DECEMBER,
    LAST_DAYS,
    REQUIREMENT,
    Document,
    Row,
    report,
)
from alereport.demo.outturn import current_budget, expected

SECTION = "3.3"
EXPLAINED_FROM = 0.02
"""The least deviation, as a share of the budget, that a report explains."""
RENEWED = 0.25
"""The share of the deviations that August's report takes up as new ones that follow April's."""


@dataclass(frozen=True)
class Cause:
    """Why an area is far from its budget, what is done and by whom; in Swedish and in English."""

    name: str
    cause: tuple[str, str]
    measure: tuple[str, str] = ("", "")
    responsible: tuple[str, str] = ("", "")


OVER = (
    Cause(
        "vikarier",
        ("Fler vikarier än beräknat", "More temporary staff than expected"),
        ("Bemanningen ses över", "Staffing is reviewed"),
        ("Enhetscheferna", "The heads of units"),
    ),
    Cause(
        "priser",
        ("Priserna har stigit mer än väntat", "Prices have risen more than expected"),
        ("Avtalen förhandlas om", "The contracts are renegotiated"),
        ("Upphandlaren", "The procurement officer"),
    ),
    Cause("volymer", ("Fler ärenden än planerat", "More cases than planned")),
)
UNDER = (
    Cause("vakanser", ("Tjänster är vakanta", "Posts are vacant")),
    Cause(
        "forsening",
        ("Ett arbete är försenat", "Some work is delayed"),
        ("En ny tidplan görs", "A new schedule is made"),
        ("Förvaltningschefen", "The head of administration"),
    ),
)
NOT_ALLOCATED = Cause(
    "ofordelat",
    ("Besparingen är inte fördelad", "The saving is not allocated"),
    ("Nämnden fördelar besparingen", "The committee allocates the saving"),
    ("Nämnden", "The committee"),
)
AGAIN = "-hosten"
"""The end of the short name of a deviation that August's report takes up as a new one."""
LATER = ("Orsaken är densamma som i april: ", "The cause is the same as in April: ")
"""How the cause of such a deviation begins."""


def deviations(document: Document) -> Iterator[Row]:
    """Yield the areas of a report that are far from their budget, with the cause of each."""
    before, causes = _names(_previous(document)), _causes(document)
    for area, name in _names(document).items():
        cause, follows = causes[area], before.get(area, "")
        is_followed = follows != name and f"-{cause.name}-" in follows
        words = _again(cause) if name.endswith(AGAIN) else cause.cause
        yield document.row(
            SECTION,
            deviation=name,
            follows=follows if is_followed else "",
            area=area,
            cause=words[0],
            cause_en=words[1],
            **_measure(document, area, cause),
        )


def _again(cause: Cause) -> tuple[str, ...]:
    """Return the cause as a report tells it that takes the deviation up once more."""
    told = zip(LATER, cause.cause, strict=True)
    return tuple(begins + words[0].lower() + words[1:] for begins, words in told)


@cache
def _causes(document: Document) -> dict[str, Cause]:
    """Return the cause of each area that a report explains."""
    budget, amounts = current_budget(document), expected(document)
    causes = {}
    for area, amount in amounts.items():
        deviation = amount - budget[area]
        if area == REQUIREMENT[0]:
            causes[area] = NOT_ALLOCATED
        elif abs(deviation) >= EXPLAINED_FROM * budget[area]:
            choices = OVER if deviation > 0 else UNDER
            causes[area] = document.rng("cause", area).choice(choices)
    return causes


def _previous(document: Document) -> Document | None:
    """Return the committee's report before this one; None before its first."""
    months = list(LAST_DAYS)
    number = months.index(document.month)
    year = document.year if number else document.year - 1
    exists = year in document.committee.years
    return report(document.committee, year, months[number - 1]) if exists else None


@cache
def _names(document: Document | None) -> dict[str, str]:
    """Return the short name of each deviation of a report, by area.

    A deviation keeps its name through the year, unless August's report takes it up as a new one.
    """
    if document is None:
        return {}
    names = {
        area: f"{area}-{cause.name}-{document.year}" for area, cause in _causes(document).items()
    }
    before, rng = _names(_previous(document)), document.rng("renewed")
    renewed = {area for area in sorted(document.budget) if rng.random() < RENEWED}
    if document.month == AUGUST:
        again = {area for area in renewed if names.get(area, "") == before.get(area, AGAIN)}
        return {area: name + AGAIN if area in again else name for area, name in names.items()}
    if document.month == DECEMBER:
        earlier = {
            area: name for area, name in before.items() if name.startswith(names.get(area, AGAIN))
        }
        return names | earlier
    return names


def _measure(document: Document, area: str, cause: Cause) -> dict[str, str]:
    """Return what is done, by whom, by when and how far it has come; a report may say nothing."""
    if not cause.measure[0] or document.rng("measure", area).random() < 0.15:
        return {}
    year = document.year
    due = {APRIL: f"{year}-09", AUGUST: f"{year}-12", DECEMBER: ""}[document.month]
    statuses = {
        APRIL: ("not_started", "in_progress"),
        AUGUST: ("in_progress", "in_progress", "done"),
        DECEMBER: ("in_progress", "done", "done"),
    }
    choices = ("not_started",) if cause is NOT_ALLOCATED else statuses[document.month]
    status = document.rng("status", area, str(document.month)).choice(choices)
    return {
        "measure_taken": cause.measure[0],
        "measure_taken_en": cause.measure[1],
        "responsible": cause.responsible[0],
        "responsible_en": cause.responsible[1],
        "due": f"{year}-08" if due and status == "done" else due,
        "status": status,
    }
