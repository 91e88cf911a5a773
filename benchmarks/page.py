"""Writes docs/benchmarks.md: each benchmark replaces its own section and keeps the others."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write(heading: str, section: str) -> None:
    """Replace the section with the heading, or add the section last where there is none."""
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), heading, section), "utf-8")


def with_section(page: str, heading: str, section: str) -> str:
    """Return the page with the text under a second-level heading replaced."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    new_part = f"## {heading}\n\n{section.strip()}\n"
    headings = [part.partition("\n")[0] for part in parts]
    if f"## {heading}" in headings:
        parts[headings.index(f"## {heading}")] = new_part
    else:
        parts.append(new_part)
    return "\n".join(f"{part.strip()}\n" for part in parts)
