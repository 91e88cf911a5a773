"""What a made-up analyst says of a plan's chapters."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from alereport.demo.committees import Committee, Row
from alereport.texts.numbers import written


def commentary(committee: Committee) -> Iterator[Row]:
    """A paragraph for each chapter of a plan."""
    for year in committee.years:
        total = written(sum(committee.budgets[year].values()))
        texts = {
            "goals": "Nämndens mål svarar mot fullmäktiges tre. Alla siffror är påhittade.",
            "budget": f"Budgeten för {year} är {total} tkr. Alla siffror är påhittade.",
            "personnel": "Planen redovisar medarbetare per område. Alla siffror är påhittade.",
        }
        for chapter, text in texts.items():
            common = {"document": committee.document(year), "committee": committee.slug}
            yield common | {"plan_year": year, "chapter": chapter, "text": text}


def as_markdown(rows: list[Row]) -> str:
    """The commentary on one document, as its file has it."""
    front = {key: rows[0][key] for key in ("document", "committee", "plan_year")}
    chapters = "\n".join(f"# {row['chapter']}\n\n{row['text']}\n" for row in rows)
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{chapters}"
