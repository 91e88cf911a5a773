"""What an executed notebook shows: its tables, figures and sentences, and the rows behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from alereport.base.workspace import Workspace

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


def outputs(notebook: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each output of an executed notebook, in order, after what it says of itself.

    That is what `presentation.display.Displayable` puts in the output's metadata: `role`, `label`,
    `traced` and `table`, each where there is any.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            yield output.get("metadata", {}).get("alereport", {}), output


def unfinished(notebook: Mapping[str, Any]) -> tuple[int, str] | None:
    """The cell, from 0, at which an executed notebook did not come to its end, and why.

    A cell that raised counts, also one that was let go on by its tag, or that called `sys.exit(0)`,
    which papermill takes for an end; so does one that was never executed.
    """
    for at, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
            continue
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
                return at, f"raised {said.removesuffix(': ')}"
        if cell["execution_count"] is None:
            return at, "has not been executed"
    return None


def shown(workspace: Workspace, language: str, report: str) -> Iterator[Shown]:
    """What an executed report shows that was made from rows of the data, in its order."""
    notebook = json.loads(workspace.executed(language, report).read_text(encoding="utf-8"))
    for said, output in outputs(notebook):
        label = said.get("label", "")
        markdown = "".join(output.get("data", {}).get("text/markdown", ""))
        caption = _caption(markdown) if label else ""
        for traced in said.get("traced", ()):
            yield Shown(label, caption, traced["words"], tuple(traced["rows"]))


def _caption(markdown: str) -> str:
    found = HEADLINE.search(markdown) or CAPTION.search(markdown)
    return ESCAPED.sub(r"\1", found[1]) if found else ""
