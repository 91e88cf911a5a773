"""The made-up goals of a plan: what answers what, how they are measured, and what came of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from alereport.demo.committees import LAST_YEAR, Plan, Row

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


@cache
def goals(plan: Plan) -> tuple[Row, ...]:
    """The council's goals and, under each, the committee's."""
    chance = plan.chance("goals")
    things = iter(chance.sample(THINGS, len(THINGS)))
    found: list[Row] = []

    def add(section: str, level: str, thing: str, **cells: str) -> str:
        goal = f"{plan.committee.slug}-{plan.year}-{_plain(thing)}"
        row = plan.row(section, goal=goal, level=level, decided_by="committee")
        found.append(row | cells)
        return goal

    for number, (theme, title) in enumerate(COUNCIL, start=1):
        thing, of_council = next(things), {"decided_by": "council"}
        focus, assigned = f"3.{number}.1", f"3.{number}.2"
        top = add(f"3.{number}", "strategic_goal", theme, title=title, theme=theme, **of_council)
        named = f"Satsning på {thing}"
        area = add(focus, "focus_area", thing, title=named, parent=top, **of_council)
        for _aim in range(2):
            thing = next(things)
            named, responsible = f"{chance.choice(AIMS)} {thing}", chance.choice(RESPONSIBLE)
            own = {"title": named, "parent": area, "responsible": responsible}
            aim = add(focus, "committee_goal", thing, **own)
            for _step in range(chance.randint(1, 3)):
                thing = next(things)
                add(focus, "activity", thing, parent=aim, **_work(plan, "activity", thing))
        for _task in range(chance.randint(1, 3)):
            thing = next(things)
            work = _work(plan, "assignment", thing) | of_council
            add(assigned, "assignment", thing, parent=top, **work)
    return tuple(found)


def _work(plan: Plan, level: str, thing: str) -> dict[str, str]:
    """What is to be done, by whom and when; now and then the plan does not say."""
    chance, year = plan.chance("work", thing), plan.year
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


def goal_links(plan: Plan) -> Iterator[Row]:
    """Half of the assignments answer another of the council's goals too."""
    chance = plan.chance("links")
    tops = [row["goal"] for row in goals(plan) if row["level"] == "strategic_goal"]
    for row in goals(plan):
        if row["level"] == "assignment" and chance.random() < 0.5:
            answers = chance.choice([top for top in tops if top != row["parent"]])
            yield row | {"answers": answers, "basis": chance.choice(("document", "analyst"))}


def measures(plan: Plan) -> Iterator[Row]:
    """One measure for each of the committee's own goals: where it stands, and its target."""
    aims = [row for row in goals(plan) if row["level"] == "committee_goal"]
    for aim, measure in zip(aims, MEASURES, strict=True):
        slug, name, unit, better, comparator, words, between = measure
        known = {"measure": f"{plan.committee.slug}-{plan.year}-{slug}", "name": name}
        common = aim | known | {"unit": unit, "better": better}
        target: Row = {"kind": "target", "comparator": comparator, "as_printed": words}
        if between:
            now = plan.chance("measures", slug).randint(*between)
            spoken = f"{now} {'procent' if unit == '%' else unit} året före"
            before: Row = {"year": plan.year - 1, "kind": "outturn", "comparator": "="}
            yield common | before | {"value": now, "as_printed": spoken}
            wanted = now + (1 if better == "higher" else -1) * max(1, now // 10)
            target |= {"year": plan.year + 1, "value": wanted, "as_printed": words.format(wanted)}
        yield common | target


def follow_up(plan: Plan) -> Iterator[Row]:
    """What the plan says became of the goals before; of its own, where the next one is silent."""
    years = plan.committee.years
    if plan.year > years[0]:
        before = Plan(plan.committee, plan.year - 1)
        as_of = f"{before.year}-12-31"
        for goal, status in _outcomes(before).items():
            yield plan.row("2.1", goal=goal, as_of=as_of, status=status, note=STATUS[status])
    known = _outcomes(plan) if plan.year < years[-1] else {}
    for row in goals(plan):
        if row["goal"] not in known:
            yield row | {"as_of": AS_OF, "status": "not_reported"}


def _outcomes(plan: Plan) -> dict[str, str]:
    """What the next plan says of a plan's goals, by the goal."""
    chance = plan.chance("follow-up")
    return {
        str(row["goal"]): chance.choice(tuple(STATUS))
        for row in goals(plan)
        if chance.random() < REPORTED
    }
