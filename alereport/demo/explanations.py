"""Made-up explanations of a plan: its goals and assignments, its amounts and a risk."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import Document, Row
from alereport.demo.goals import goals

EASY = {
    "strategic_goal": ("Kommunen vill ha", "The municipality wants"),
    "assignment": ("Kommunen ska", "The municipality is to"),
}
"""How a goal of each explained level is told in easy words, before its title."""
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


def explanations(plan: Document) -> Iterator[Row]:
    """Yield the explanations of each explained goal, a reason for each amount, and a risk."""
    rng = plan.rng("explanations")
    for row in goals(plan):
        section, goal, level = f"{row['section']}", f"{row['goal']}", f"{row['level']}"
        if row["commented"] == "yes":
            yield plan.row(section, goal=goal, **_words("comment", goal, rng.choice(COMMENTS)))
        if level in EASY:
            begins, begins_en = EASY[level]
            title, title_en = f"{row['title']}".lower(), f"{row['title_en']}".lower()
            texts = f"{begins} {title}.", f"{begins_en} {title_en}."
            yield plan.row(section, goal=goal, **_words("plain", goal, texts))
    for area in plan.budget:
        yield plan.row("4.1", area=area, **_words("reason", area, rng.choice(REASONS)))
    yield plan.row("4.1", **_words("risk", "priser", RISK))


def _words(kind: str, about: str, texts: tuple[str, str]) -> dict[str, str]:
    text, text_en = texts
    return {"kind": kind, "explanation": f"{kind}-{about}", "text": text, "text_en": text_en}
