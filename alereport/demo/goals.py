"""Made-up goals of a plan: the tree, the links, the measures and the follow-up."""

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
TOPICS = (
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
REPORTED_SHARE = 0.7
"""The share of a plan's goals that the next plan reports on."""
AS_OF = f"{LAST_YEAR - 1}-12-31"

MEASURES = (
    ("nojdhet", "Nöjda invånare", "%", "higher", ">=", "minst {} procent nöjda", (60, 90)),
    ("besok", "Besök under året", "besök", "higher", ">=", "minst {} besök", (200, 900)),
    ("dagar", "Dagar till beslut", "dagar", "lower", "<=", "minska till {} dagar", (10, 60)),
    ("sjukfranvaro", "Sjukfrånvaro", "%", "lower", "<=", "sänka den till {} procent", (3, 9)),
    ("omsattning", "Omsättning av personal", "", "lower", "decrease", "minska omsättningen", ()),
    ("index", "Index för engagemang", "", "higher", "increase", "ett ökat index", ()),
)
"""For each measure: slug, name, unit, which direction is better, comparator, the text of its
target, and the range of its first value."""


@cache
def goals(plan: Plan) -> tuple[Row, ...]:
    """Return the council's goals and, under each, the committee's."""
    rng = plan.rng("goals")
    topics = iter(rng.sample(TOPICS, len(TOPICS)))
    rows: list[Row] = []

    def add(section: str, level: str, topic: str, **cells: str) -> str:
        goal = f"{plan.committee.slug}-{plan.year}-{_without_diacritics(topic)}"
        row = plan.row(section, goal=goal, level=level, decided_by="committee")
        rows.append(row | cells)
        return goal

    for number, (theme, title) in enumerate(COUNCIL, start=1):
        topic, by_council = next(topics), {"decided_by": "council"}
        focus_section, assignment_section = f"3.{number}.1", f"3.{number}.2"
        top = add(f"3.{number}", "strategic_goal", theme, title=title, theme=theme, **by_council)
        area_title = f"Satsning på {topic}"
        area = add(focus_section, "focus_area", topic, title=area_title, parent=top, **by_council)
        for _aim in range(2):
            topic = next(topics)
            aim_title, responsible = f"{rng.choice(AIMS)} {topic}", rng.choice(RESPONSIBLE)
            cells = {"title": aim_title, "parent": area, "responsible": responsible}
            aim = add(focus_section, "committee_goal", topic, **cells)
            for _step in range(rng.randint(1, 3)):
                topic = next(topics)
                add(focus_section, "activity", topic, parent=aim, **_work(plan, "activity", topic))
        for _task in range(rng.randint(1, 3)):
            topic = next(topics)
            work = _work(plan, "assignment", topic) | by_council
            add(assignment_section, "assignment", topic, parent=top, **work)
    return tuple(rows)


def _work(plan: Plan, level: str, topic: str) -> dict[str, str]:
    """Return title, responsible unit and due date; the last two are sometimes empty."""
    rng, year = plan.rng("work", topic), plan.year
    dates = (f"{year}", f"{year}-Q{rng.randint(1, 4)}", f"{year}-{rng.randint(1, 12):02}")
    return {
        "title": f"{rng.choice(WORK[level])} {topic}",
        "responsible": rng.choice(RESPONSIBLE),
        "due": rng.choice((*dates, f"{year + 1}", "")),
    }


def _without_diacritics(word: str) -> str:
    """Return the word in the letters of a slug: a for å and ä, o for ö."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def goal_links(plan: Plan) -> Iterator[Row]:
    """Yield links from about half of the assignments to a second goal of the council."""
    rng = plan.rng("links")
    tops = [row["goal"] for row in goals(plan) if row["level"] == "strategic_goal"]
    for row in goals(plan):
        if row["level"] == "assignment" and rng.random() < 0.5:
            answers = rng.choice([top for top in tops if top != row["parent"]])
            yield row | {"answers": answers, "basis": rng.choice(("document", "analyst"))}


def measures(plan: Plan) -> Iterator[Row]:
    """Yield a measure for each of the committee's own goals: its last outturn and its target."""
    aims = [row for row in goals(plan) if row["level"] == "committee_goal"]
    for aim, measure in zip(aims, MEASURES, strict=True):
        slug, name, unit, better, comparator, target_text, value_range = measure
        identity = {"measure": f"{plan.committee.slug}-{plan.year}-{slug}", "name": name}
        common = aim | identity | {"unit": unit, "better": better}
        target: Row = {"kind": "target", "comparator": comparator, "as_printed": target_text}
        if value_range:
            value = plan.rng("measures", slug).randint(*value_range)
            as_printed = f"{value} {'procent' if unit == '%' else unit} året före"
            outturn: Row = {"year": plan.year - 1, "kind": "outturn", "comparator": "="}
            yield common | outturn | {"value": value, "as_printed": as_printed}
            target_value = value + (1 if better == "higher" else -1) * max(1, value // 10)
            target |= {
                "year": plan.year + 1,
                "value": target_value,
                "as_printed": target_text.format(target_value),
            }
        yield common | target


def follow_up(plan: Plan) -> Iterator[Row]:
    """Yield the outcomes of the previous plan's goals, then this plan's goals without one."""
    years = plan.committee.years
    if plan.year > years[0]:
        previous_plan = Plan(plan.committee, plan.year - 1)
        as_of = f"{previous_plan.year}-12-31"
        for goal, status in _outcomes(previous_plan).items():
            yield plan.row("2.1", goal=goal, as_of=as_of, status=status, note=STATUS[status])
    reported = _outcomes(plan) if plan.year < years[-1] else {}
    for row in goals(plan):
        if row["goal"] not in reported:
            yield row | {"as_of": AS_OF, "status": "not_reported"}


def _outcomes(plan: Plan) -> dict[str, str]:
    """Return the status that the next plan gives each of a plan's goals that it reports on."""
    rng = plan.rng("follow-up")
    return {
        str(row["goal"]): rng.choice(tuple(STATUS))
        for row in goals(plan)
        if rng.random() < REPORTED_SHARE
    }
