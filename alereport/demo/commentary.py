"""What a made-up analyst says of a plan's chapters."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from alereport.demo.committees import Plan, Row
from alereport.texts.numbers import written


def commentary(plan: Plan) -> Iterator[Row]:
    """A paragraph for each chapter of a plan."""
    total = written(sum(plan.budget.values()))
    texts = {
        "goals": "Nämndens mål svarar mot fullmäktiges tre. Alla siffror är påhittade.",
        "budget": f"Budgeten för {plan.year} är {total} tkr. Alla siffror är påhittade.",
        "personnel": "Planen redovisar medarbetare per område. Alla siffror är påhittade.",
    }
    for chapter, text in texts.items():
        yield plan.row(chapter=chapter, text=text)


def as_markdown(rows: list[Row]) -> str:
    """The commentary on one document, as its file has it."""
    front = {key: rows[0][key] for key in ("document", "committee", "plan_year")}
    chapters = "\n".join(f"# {row['chapter']}\n\n{row['text']}\n" for row in rows)
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{chapters}"
