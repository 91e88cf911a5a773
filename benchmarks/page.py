"""docs/benchmarks.md, of which each benchmark writes its own section and leaves the others."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write(heading: str, section: str) -> None:
    """Put a section in the place of the one with its heading, or last where there is none."""
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), heading, section), "utf-8")


def with_section(page: str, heading: str, section: str) -> str:
    """The page with what stands under a heading of the second level written anew."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    anew = f"## {heading}\n\n{section.strip()}\n"
    of = [part.partition("\n")[0] for part in parts]
    if f"## {heading}" in of:
        parts[of.index(f"## {heading}")] = anew
    else:
        parts.append(anew)
    return "\n".join(f"{part.strip()}\n" for part in parts)
