"""The sections of docs/benchmarks.md, each written by the benchmark that measures it."""

from __future__ import annotations

import re
from pathlib import Path

from alereport.workspace import write_whole

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def replace(heading: str, text: str, document: Path = DOCUMENT) -> None:
    """Put a section in the place of the one of its heading, or last; keep all others.

    Args:
        heading: The section's heading, such as `Publishing`.
        text: What stands under it.
        document: The document.
    """
    said = document.read_text(encoding="utf-8")
    section = f"## {heading}\n\n{text.strip()}\n"
    there = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if there.search(said):
        made = there.sub(lambda _match: f"{section}\n", said)
    else:
        made = f"{said.rstrip()}\n\n{section}"
    write_whole(document, f"{made.rstrip()}\n")
