"""What an executed notebook shows: its tables, figures and sentences, and the rows behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from alereport.workspace import Workspace

HEADLINE = re.compile(r"^\[(.+)\]\{\.headline\}$", re.MULTILINE)
CAPTION = re.compile(r"^: (.+) \{#[a-z0-9-]+\}$", re.MULTILINE)
ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Shown:
    """Words a reader sees, and the rows of the data they were made from.

    Attributes:
        label: The figure or table they stand in, such as `tbl-ks-2024-by-area`; empty in text.
        caption: What that figure or table is called; empty in text.
        words: A row of a table, its cells apart; a mark of a figure; a sentence.
        rows: The rows, each as `file:line`.
    """

    label: str
    caption: str
    words: str
    rows: tuple[str, ...]


def shown(workspace: Workspace, language: str, report: str) -> Iterator[Shown]:
    """What an executed report shows that was made from rows of the data, in its order."""
    notebook = json.loads(workspace.executed(language, report).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            said = output.get("metadata", {}).get("alereport", {})
            caption = _caption("".join(output.get("data", {}).get("text/markdown", "")))
            for traced in said.get("traced", ()):
                label = said.get("label", "")
                yield Shown(label, caption if label else "", traced["words"], tuple(traced["rows"]))


def _caption(markdown: str) -> str:
    found = HEADLINE.search(markdown) or CAPTION.search(markdown)
    return ESCAPED.sub(r"\1", found[1]) if found else ""
