"""Describe every rule: what it asks, and how a steward loosens it.

`python -m alereport.gate.reference docs/gate.md` writes the tables between the marks of that page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from alereport.base.markdown import pipe_table
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import rules, schemas
from alereport.data.rules import Rule
from alereport.gate.conditions import RULES

BEGIN, END = "<!-- begin: alereport.gate.reference -->", "<!-- end: alereport.gate.reference -->"


def reference(workspace: Workspace) -> str:
    """A table a dataset: its rules, how strict they are, what they ask and what loosens them.

    Raises:
        TableError: The rules of a dataset cannot be read.
    """
    parts = []
    for dataset in schemas.names(workspace):
        asked = {rule.rule: rule for rule in rules.of_dataset(workspace, dataset)}
        rows = [
            [f"`{rule.rule}`", rule.severity, _asks(asked.get(rule.rule, rule)), _loosened(rule)]
            for rule in rules.written(workspace, dataset)
        ]
        headings = ["rule", "severity", "asks for", "loosened by"]
        parts += [f"### {dataset}", pipe_table(headings, ["---"] * len(headings), rows)]
    return "\n\n".join(parts)


def _asks(rule: Rule) -> str:
    arguments = rule.arguments
    if "asked" in arguments:
        columns = ", ".join(f"`{name}`" for name in arguments["column"].split(", "))
        return _in_cell(f"{columns}: {arguments['asked']}")
    text = RULES[rule.expectation](**arguments).sentence
    return _in_cell(text)


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def _loosened(rule: Rule) -> str:
    settings = [f"`{name}`" for name in rule.settings]
    accepted = "an accepted row" if rule.severity == "error" else "nothing: it is published"
    return ", ".join([*settings, accepted])


def with_reference(page: str, workspace: Workspace) -> str:
    """Return a page with the tables between its marks replaced."""
    section = f"{BEGIN}\n\n{reference(workspace)}\n\n{END}"
    return re.sub(f"{BEGIN}.*{END}", lambda _: section, page, flags=re.DOTALL)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    write_atomically(path, with_reference(path.read_text("utf-8"), Workspace.discover()))
