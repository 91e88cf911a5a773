"""Made-up explanations of a plan: its assignments, its amounts and a risk."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import Plan, Row
from alereport.demo.goals import goals

COMMENTS = (
    ("Förvaltningen börjar under våren.", "The administration starts in the spring."),
    ("Arbetet görs tillsammans med invånarna.", "The work is done together with residents."),
    ("Kommentaren upprepar uppdraget.", "The comment repeats the assignment."),
)
REASONS = (
    ("Löner och priser stiger.", "Pay and prices rise."),
    ("En tjänst hålls vakant under året.", "One post is left vacant during the year."),
    ("Planen nämner högre hyror.", "The plan mentions higher rents."),
)
RISK = ("Priserna kan stiga mer än väntat.", "Prices may rise more than expected.")


def explanations(plan: Plan) -> Iterator[Row]:
    """Yield a comment and easy words on each assignment, a reason for each amount, and a risk."""
    rng = plan.rng("explanations")
    for assignment in (row for row in goals(plan) if row["level"] == "assignment"):
        goal = f"{assignment['goal']}"
        section = f"{assignment['section']}"
        yield plan.row(section, goal=goal, **_words("comment", goal, rng.choice(COMMENTS)))
        yield plan.row(section, goal=goal, **_words("plain", goal, _easy(assignment)))
    for area in plan.budget:
        yield plan.row("4.1", area=area, **_words("reason", area, rng.choice(REASONS)))
    yield plan.row("4.1", **_words("risk", "priser", RISK))


def _words(kind: str, about: str, texts: tuple[str, str]) -> dict[str, str]:
    return {
        "kind": kind,
        "explanation": f"{kind}-{about}",
        "text": texts[0],
        "text_en": texts[1],
    }


def _easy(assignment: Row) -> tuple[str, str]:
    title, title_en = f"{assignment['title']}", f"{assignment['title_en']}"
    return f"Kommunen ska {title.lower()}.", f"The municipality is to {title_en.lower()}."
