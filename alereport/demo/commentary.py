"""Made-up analyst's commentary on the chapters of a plan."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from alereport.demo.committees import Document, Row
from alereport.demo.outturn import year_forecast, year_outturn
from alereport.texts.numbers import format_number


def commentary(plan: Document) -> Iterator[Row]:
    """Yield one paragraph per chapter of a plan."""
    total = sum(plan.budget.values())
    texts = {
        "goals": (
            "Nämndens egna mål hör till fullmäktiges tre mål. Alla siffror är påhittade.",
            "The committee's own goals belong to the council's three. All figures are made up.",
        ),
        "budget": (
            f"Budgeten för {plan.year} är {format_number(total)} tkr. Alla siffror är påhittade.",
            f"The budget for {plan.year} is SEK {total:,} thousand. All figures are made up.",
        ),
        "personnel": (
            "Planen redovisar medarbetare per område. Alla siffror är påhittade.",
            "The plan reports employees by area. All figures are made up.",
        ),
    }
    for chapter, (text, text_en) in texts.items():
        yield plan.row(chapter=chapter, text=text, text_en=text_en)


def of_the_year(document: Document) -> Iterator[Row]:
    """Yield a paragraph on the year of an annual report."""
    spent = sum(year_outturn(document.committee, document.year).values())
    text = f"Året kostade {format_number(spent)} tkr. Alla siffror är påhittade."
    text_en = f"The year cost SEK {spent:,} thousand. All figures are made up."
    yield document.row(chapter="annual", text=text, text_en=text_en)


def of_the_year_so_far(document: Document) -> Iterator[Row]:
    """Yield a paragraph on the forecast of an interim report."""
    expected = sum(year_forecast(document).values())
    text = f"Året väntas kosta {format_number(expected)} tkr. Alla siffror är påhittade."
    text_en = f"The year is expected to cost SEK {expected:,} thousand. All figures are made up."
    yield document.row(chapter="interim", text=text, text_en=text_en)


def as_markdown(rows: list[Row]) -> str:
    """Format the commentary on one document as the text of its Markdown file."""
    front = {key: rows[0][key] for key in ("document", "committee", "plan_year")}
    chapters = "\n".join(
        f"# {row['chapter']}\n\n{row['text']}\n\n## en\n\n{row['text_en']}\n" for row in rows
    )
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{chapters}"
