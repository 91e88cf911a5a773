"""The made-up goals of a plan: what answers what, how they are measured, and what came of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from alereport.demo.committees import LAST_YEAR, Committee, Row

COUNCIL = (
    ("trygghet", "Trygga mötesplatser i hela kommunen"),
    ("klimat", "Klimatsmart vardag för alla"),
    ("service", "Service som är lätt att nå"),
)
"""The council's goals, the same for every committee and year: theme and title."""
AIMS = ("Bättre", "Tydligare", "Fler och bättre")
WORK = {"assignment": ("Utreda", "Föreslå nya"), "activity": ("Se över", "Starta", "Följa upp")}
THINGS = (
    *("lekplatser", "gångvägar", "cykelbanor", "bibliotek", "badplatser", "skolgårdar", "parker"),
    *("idrottshallar", "fritidsgårdar", "museer", "e-tjänster", "kundmöten", "öppettider"),
    *("väntrum", "rutiner", "avtal", "upphandlingar", "inventeringar", "utbildningar"),
    *("introduktioner", "medarbetarsamtal", "arbetsplatser", "lokaler", "fastigheter", "fordon"),
    *("tjänsteresor", "matsedlar", "råvaror", "återbruk", "energikällor", "belysning"),
    *("trygghetsronder", "grannsamverkan", "föreningsstöd", "simundervisning", "språkkaféer"),
    *("praktikplatser", "feriejobb", "nätverk", "webbsidor"),
)
RESPONSIBLE = ("Förvaltningen", "Staben", "Avdelningscheferna", "")
STATUS = {
    "done": "Klart enligt nästa plan.",
    "in_progress": "Arbetet fortsätter enligt nästa plan.",
    "deviating": "Försenat enligt nästa plan.",
    "not_started": "Ännu inte påbörjat enligt nästa plan.",
}
REPORTED = 0.7
"""The share of a plan's goals that the next plan tells of."""
AS_OF = f"{LAST_YEAR - 1}-12-31"

MEASURES = (
    ("nojdhet", "Nöjda invånare", "%", "higher", ">=", "minst {} procent nöjda", (60, 90)),
    ("besok", "Besök under året", "besök", "higher", ">=", "minst {} besök", (200, 900)),
    ("dagar", "Dagar till beslut", "dagar", "lower", "<=", "minska till {} dagar", (10, 60)),
    ("sjukfranvaro", "Sjukfrånvaro", "%", "lower", "<=", "sänka den till {} procent", (3, 9)),
    ("omsattning", "Omsättning av personal", "", "lower", "decrease", "minska omsättningen", ()),
    ("index", "Index för engagemang", "", "higher", "increase", "ett ökat index", ()),
)
"""Of each measure: short name, name, unit, which way is better, comparator, the words of its
target, and between what it begins."""


def goals(committee: Committee) -> Iterator[Row]:
    """The council's goals and, under each, the committee's."""
    for year in committee.years:
        yield from _goals(committee, year)


@cache
def _goals(committee: Committee, year: int) -> tuple[Row, ...]:
    chance = committee.chance("goals", year)
    things = iter(chance.sample(THINGS, len(THINGS)))
    found: list[Row] = []

    def add(section: str, level: str, thing: str, title: str, **more: str) -> str:
        goal = f"{committee.slug}-{year}-{_plain(thing)}"
        row = {"goal": goal, "level": level, "title": title, "decided_by": "committee"}
        found.append(committee.of_plan(year, section) | row | more)
        return goal

    for number, (theme, title) in enumerate(COUNCIL, start=1):
        section, thing = f"3.{number}", next(things)
        top = add(section, "strategic_goal", theme, title, theme=theme, decided_by="council")
        area = add(
            f"{section}.1",
            "focus_area",
            thing,
            f"Satsning på {thing}",
            parent=top,
            decided_by="council",
        )
        for _aim in range(2):
            thing = next(things)
            aim = add(
                f"{section}.1",
                "committee_goal",
                thing,
                f"{chance.choice(AIMS)} {thing}",
                parent=area,
                responsible=chance.choice(RESPONSIBLE),
            )
            for _step in range(chance.randint(1, 3)):
                thing = next(things)
                work = _work(committee, year, "activity", thing)
                add(f"{section}.1", "activity", thing, **work, parent=aim)
        for _task in range(chance.randint(1, 3)):
            thing = next(things)
            work = _work(committee, year, "assignment", thing)
            add(f"{section}.2", "assignment", thing, **work, parent=top, decided_by="council")
    return tuple(found)


def _work(committee: Committee, year: int, level: str, thing: str) -> dict[str, str]:
    """What is to be done, by whom and when; now and then the plan does not say."""
    chance = committee.chance("work", year, thing)
    times = (f"{year}", f"{year}-Q{chance.randint(1, 4)}", f"{year}-{chance.randint(1, 12):02}")
    return {
        "title": f"{chance.choice(WORK[level])} {thing}",
        "responsible": chance.choice(RESPONSIBLE),
        "due": chance.choice((*times, f"{year + 1}", "")),
    }


def _plain(thing: str) -> str:
    """A word in the letters of a short name: a for å and ä, o for ö."""
    apart = unicodedata.normalize("NFKD", thing)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def goal_links(committee: Committee) -> Iterator[Row]:
    """Half of the assignments answer another of the council's goals too."""
    for year in committee.years:
        chance, found = committee.chance("links", year), _goals(committee, year)
        tops = [row["goal"] for row in found if row["level"] == "strategic_goal"]
        for row in found:
            if row["level"] == "assignment" and chance.random() < 0.5:
                yield {
                    "document": row["document"],
                    "section": row["section"],
                    "goal": row["goal"],
                    "answers": chance.choice([top for top in tops if top != row["parent"]]),
                    "basis": chance.choice(("document", "analyst")),
                }


def measures(committee: Committee) -> Iterator[Row]:
    """One measure for each of the committee's own goals."""
    for year in committee.years:
        aims = [row for row in _goals(committee, year) if row["level"] == "committee_goal"]
        for aim, measure in zip(aims, MEASURES, strict=True):
            yield from _measure(committee, year, aim, measure)


def _measure(
    committee: Committee,
    year: int,
    aim: Row,
    measure: tuple[str, str, str, str, str, str, tuple[int, ...]],
) -> Iterator[Row]:
    slug, name, unit, better, comparator, words, between = measure
    common = {
        "document": aim["document"],
        "section": aim["section"],
        "measure": f"{committee.slug}-{year}-{slug}",
        "goal": aim["goal"],
        "name": name,
        "unit": unit,
        "better": better,
    }
    target: Row = {"year": year, "kind": "target", "comparator": comparator, "as_printed": words}
    if between:
        now = committee.chance("measures", year, slug).randint(*between)
        spoken = f"{now} {'procent' if unit == '%' else unit} året före"
        before: Row = {"year": year - 1, "kind": "outturn", "comparator": "=", "value": now}
        yield common | before | {"as_printed": spoken}
        wanted = now + (1 if better == "higher" else -1) * max(1, now // 10)
        target |= {"year": year + 1, "value": wanted, "as_printed": words.format(wanted)}
    yield common | target


def follow_up(committee: Committee) -> Iterator[Row]:
    """What the next plan says became of a goal; where it is silent, or there is none, so be it."""
    for year in committee.years:
        if year > committee.years[0]:
            for goal, status in _told(committee, year - 1).items():
                yield {
                    "document": committee.document(year),
                    "section": "2.1",
                    "goal": goal,
                    "as_of": f"{year - 1}-12-31",
                    "status": status,
                    "note": STATUS[status],
                }
        known = _told(committee, year) if year < committee.years[-1] else {}
        for row in _goals(committee, year):
            if row["goal"] not in known:
                own = {key: row[key] for key in ("document", "section", "goal")}
                yield own | {"as_of": AS_OF, "status": "not_reported"}


def _told(committee: Committee, year: int) -> dict[str, str]:
    """What the next plan says of a plan's goals, by the goal."""
    chance = committee.chance("follow-up", year)
    return {
        str(row["goal"]): chance.choice(tuple(STATUS))
        for row in _goals(committee, year)
        if chance.random() < REPORTED
    }
