"""Made-up goals of a plan: the tree, the links, the measures and the follow-up."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from functools import cache

from alereport.demo.committees import Plan, Row

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
STATUS = {
    "done": ("Arbetet är avslutat.", "The work has been completed."),
    "in_progress": (
        "Arbetet fortsätter.",
        "The work continues.",
    ),
    "deviating": ("Arbetet är försenat.", "The work is delayed."),
    "not_started": (
        "Arbetet har ännu inte börjat.",
        "The work has not yet begun.",
    ),
}
REPORTED_SHARE = 0.7
"""The share of a plan's goals that the next plan reports on."""

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
def goals(plan: Plan) -> tuple[Row, ...]:
    """Return the council's goals and, under each, the committee's."""
    rng = plan.rng("goals")
    topics = iter(rng.sample(list(TOPICS), len(TOPICS)))
    rows: list[Row] = []

    def add(section: str, level: str, topic: str, **cells: str) -> str:
        goal = f"{plan.committee.slug}-{plan.year}-{_without_diacritics(topic)}"
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


def _work(plan: Plan, level: str, topic: str) -> dict[str, str]:
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
        names = {"name": name, "name_en": MEASURES_IN_ENGLISH[name]}
        units = {"unit": unit, "unit_en": MEASURES_IN_ENGLISH[unit], "better": better}
        common = aim | {"measure": f"{plan.committee.slug}-{plan.year}-{slug}"} | names | units
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
    """Yield the outcomes of the previous plan's goals that the plan reports."""
    if plan.year > plan.committee.years[0]:
        for goal, status in _outcomes(Plan(plan.committee, plan.year - 1)).items():
            note, note_en = STATUS[status]
            yield plan.row("2.1", goal=goal, status=status, note=note, note_en=note_en)


def _outcomes(plan: Plan) -> dict[str, str]:
    """Return the status that the next plan gives each of a plan's goals that it reports on."""
    rng = plan.rng("follow-up")
    return {
        str(row["goal"]): rng.choice(tuple(STATUS))
        for row in goals(plan)
        if rng.random() < REPORTED_SHARE
    }
