"""Made-up analyst's commentary on the chapters of a plan."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from alereport.demo.committees import Plan, Row
from alereport.texts.numbers import format_number


def commentary(plan: Plan) -> Iterator[Row]:
    """Yield one paragraph per chapter of a plan."""
    total = format_number(sum(plan.budget.values()))
    texts = {
        "goals": "Nämndens mål svarar mot fullmäktiges tre. Alla siffror är påhittade.",
        "budget": f"Budgeten för {plan.year} är {total} tkr. Alla siffror är påhittade.",
        "personnel": "Planen redovisar medarbetare per område. Alla siffror är påhittade.",
    }
    for chapter, text in texts.items():
        yield plan.row(chapter=chapter, text=text)


def as_markdown(rows: list[Row]) -> str:
    """Format the commentary on one document as the text of its Markdown file."""
    front = {key: rows[0][key] for key in ("document", "committee", "plan_year")}
    chapters = "\n".join(f"# {row['chapter']}\n\n{row['text']}\n" for row in rows)
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{chapters}"
