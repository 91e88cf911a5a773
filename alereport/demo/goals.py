"""Made-up goals of a plan: the tree, the links and the measures with their targets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from alereport.base import letters
from alereport.demo.committees import Document, Row

COUNCIL = (
    ("trygghet", "Trygga mötesplatser i hela kommunen", "Safe meeting places everywhere"),
    ("klimat", "En klimatsmart vardag för alla", "A climate-friendly everyday life for all"),
    ("service", "En service som är lätt att nå", "Services that are easy to reach"),
)
"""The council's goals, the same for every committee and year: theme, title and English title."""
AIMS = {"Bättre": "Better", "Större nytta av": "More benefit from", "Omsorg om": "Care for"}
WORK = {
    "assignment": {"Utreda": "Investigate", "Föreslå ändringar av": "Propose changes to"},
    "activity": {"Se över": "Review", "Planera för": "Plan for", "Följa upp": "Follow up"},
}
TOPICS = {
    "lekplatser": "playgrounds",
    "gångvägar": "footpaths",
    "cykelbanor": "cycle paths",
    "bibliotek": "libraries",
    "badplatser": "bathing places",
    "skolgårdar": "school yards",
    "parker": "parks",
    "idrottshallar": "sports halls",
    "fritidsgårdar": "youth centres",
    "museer": "museums",
    "e-tjänster": "online services",
    "kundmöten": "customer meetings",
    "öppettider": "opening hours",
    "väntrum": "waiting rooms",
    "rutiner": "routines",
    "avtal": "contracts",
    "upphandlingar": "procurements",
    "inventeringar": "inventories",
    "utbildningar": "courses",
    "introduktioner": "inductions",
    "medarbetarsamtal": "performance reviews",
    "arbetsplatser": "workplaces",
    "lokaler": "premises",
    "fastigheter": "properties",
    "fordon": "vehicles",
    "tjänsteresor": "business trips",
    "matsedlar": "menus",
    "råvaror": "ingredients",
    "återbruk": "reuse",
    "energikällor": "energy sources",
    "belysning": "lighting",
    "trygghetsronder": "safety walks",
    "grannsamverkan": "neighbourhood watches",
    "föreningsstöd": "support for associations",
    "simundervisning": "swimming lessons",
    "språkkaféer": "language cafés",
    "praktikplatser": "work placements",
    "feriejobb": "holiday jobs",
    "nätverk": "networks",
    "webbsidor": "web pages",
}
"""What the goals are about, in Swedish and in English."""
RESPONSIBLE = {
    "Förvaltningen": "The administration",
    "Staben": "The staff office",
    "Avdelningscheferna": "The heads of department",
    "": "",
}
"""Who is to do the work, in Swedish and in English."""
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
MEASURES_IN_ENGLISH = {
    "Nöjda invånare": "Satisfied residents",
    "Besök under året": "Visits during the year",
    "Dagar till beslut": "Days to a decision",
    "Sjukfrånvaro": "Sick leave",
    "Omsättning av personal": "Staff turnover",
    "Index för engagemang": "Engagement index",
    "%": "%",
    "besök": "visits",
    "dagar": "days",
    "": "",
}
"""The names and units of the measures in English."""


@cache
def goals(plan: Document) -> tuple[Row, ...]:
    """Return the council's goals and, under each, the committee's."""
    rng = plan.rng("goals")
    topics = iter(rng.sample(list(TOPICS), len(TOPICS)))
    rows: list[Row] = []

    def add(section: str, level: str, topic: str, **cells: str) -> str:
        goal = f"{plan.committee.slug}-{plan.year}-{letters.plain(topic)}"
        own = {"decided_by": "committee", "whose": "committee", "commented": "no"}
        rows.append(plan.row(section, goal=goal, level=level, **own) | cells)
        return goal

    for number, (theme, title, title_en) in enumerate(COUNCIL, start=1):
        topic, by_council = next(topics), {"decided_by": "council"}
        focus_section, assignment_section = f"3.{number}.1", f"3.{number}.2"
        titles = {"title": title, "title_en": title_en, "whose": "municipality"}
        top = add(f"3.{number}", "strategic_goal", theme, theme=theme, **titles, **by_council)
        titles = {"title": f"Satsning på {topic}", "title_en": f"Investing in {TOPICS[topic]}"}
        area = add(focus_section, "focus_area", topic, parent=top, **titles, **by_council)
        for _aim in range(2):
            topic = next(topics)
            titles, cells = _titles(rng, AIMS, topic), {"parent": area, **_responsible(rng)}
            aim = add(focus_section, "committee_goal", topic, **titles, **cells)
            for _step in range(rng.randint(1, 3)):
                topic = next(topics)
                add(focus_section, "activity", topic, parent=aim, **_work(plan, "activity", topic))
        for _task in range(rng.randint(1, 3)):
            topic = next(topics)
            work = _work(plan, "assignment", topic) | by_council | {"commented": "yes"}
            add(assignment_section, "assignment", topic, parent=top, **work)
    return tuple(rows)


def _work(plan: Document, level: str, topic: str) -> dict[str, str]:
    """Return title, responsible unit and due date; the last two are sometimes empty."""
    rng, year = plan.rng("work", topic), plan.year
    dates = (f"{year}", f"{year}-Q{rng.randint(1, 4)}", f"{year}-{rng.randint(1, 12):02}")
    return {
        **_titles(rng, WORK[level], topic),
        **_responsible(rng),
        "due": rng.choice((*dates, f"{year + 1}", "")),
    }


def _titles(rng: random.Random, beginnings: dict[str, str], topic: str) -> dict[str, str]:
    """Return a title made of one of the beginnings and a topic, in both languages."""
    beginning = rng.choice(list(beginnings))
    title_en = f"{beginnings[beginning]} {TOPICS[topic]}"
    return {"title": f"{beginning} {topic}", "title_en": title_en}


def _responsible(rng: random.Random) -> dict[str, str]:
    responsible = rng.choice(list(RESPONSIBLE))
    return {"responsible": responsible, "responsible_en": RESPONSIBLE[responsible]}


def goal_links(plan: Document) -> Iterator[Row]:
    """Yield links from about half of the assignments to a second goal of the council."""
    rng = plan.rng("links")
    tops = [row["goal"] for row in goals(plan) if row["level"] == "strategic_goal"]
    for row in goals(plan):
        if row["level"] == "assignment" and rng.random() < 0.5:
            answers = rng.choice([top for top in tops if top != row["parent"]])
            yield row | {"answers": answers, "basis": rng.choice(("document", "analyst"))}


def measures(plan: Document) -> Iterator[Row]:
    """Yield a measure for each of the committee's own goals: its last outturn and its target."""
    for measure in own_measures(plan):
        target: Row = {"kind": "target", "comparator": measure.comparator}
        words = measure.target_words
        value = last_value(plan, measure)
        if value is not None:
            yield measure.row | outturn_cells(measure, plan.year - 1, value, "året före")
            step = 1 if measure.row["better"] == "higher" else -1
            target_value = value + step * max(1, value // 10)
            target |= {"year": plan.year + 1, "value": target_value}
            words = words.format(target_value)
        yield measure.row | target | {"as_printed": words}


@dataclass(frozen=True)
class Measure:
    """A measure of a plan: the cells that its rows have in common, and its target."""

    slug: str
    row: Row
    comparator: str
    target_words: str
    value_range: tuple[int, ...]


def own_measures(plan: Document) -> Iterator[Measure]:
    """Yield the measure of each of the committee's own goals."""
    aims = [row for row in goals(plan) if row["level"] == "committee_goal"]
    for aim, (slug, name, unit, better, comparator, words, value_range) in zip(
        aims, MEASURES, strict=True
    ):
        names = {"name": name, "name_en": MEASURES_IN_ENGLISH[name], "better": better}
        units = {"unit": unit, "unit_en": MEASURES_IN_ENGLISH[unit]}
        row = aim | {"measure": f"{plan.committee.slug}-{plan.year}-{slug}"} | names | units
        yield Measure(slug, row, comparator, words, value_range)


def last_value(plan: Document, measure: Measure) -> int | None:
    """Return a measure's outturn of the year before a plan; None if it has no number."""
    if not measure.value_range:
        return None
    return plan.rng("measures", measure.slug).randint(*measure.value_range)


def outturn_cells(measure: Measure, year: int, value: int, when: str) -> Row:
    """Return the cells of a measure's outturn, and the words it is printed with."""
    unit = measure.row["unit"]
    words = f"{value} {'procent' if unit == '%' else unit} {when}"
    cells: Row = {"year": year, "kind": "outturn", "comparator": "="}
    return cells | {"value": value, "as_printed": words}
