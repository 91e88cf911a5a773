"""Where a project's own rules and notebooks read what is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alereport.base.workspace import Workspace
from alereport.data import rules

if TYPE_CHECKING:
    from alereport.migration.datasets import Changes


@dataclass(frozen=True)
class Mention:
    """A rule or a notebook that reads what is gone.

    Attributes:
        place: The notebook; or the file of rules, and the rule.
        words: The columns and words that are gone.
    """

    place: str
    words: tuple[str, ...]


def of_project(
    workspace: Workspace, changes: Iterable[Changes], gone: Sequence[str]
) -> Iterator[Mention]:
    """The mentions of a project: in its notebooks, and in the rules that are its own.

    Args:
        gone: The words that are gone.
    """
    for path in sorted(workspace.notebooks.glob("*.ipynb")):
        yield from _mention(workspace.relative(path), _source(path), gone)
    own = {change.dataset: {*change.own, *change.kept} for change in changes}
    for dataset in workspace.datasets:
        place = workspace.relative(workspace.dataset(dataset) / "rules.yaml")
        for rule in rules.of_dataset(workspace, dataset):
            if rule.rule in own.get(dataset, {rule.rule}):
                yield from _mention(f"{place}: {rule.rule}", rule.model_dump_json(), gone)


def _source(notebook: Path) -> str:
    """The text of a notebook's cells; of one that cannot be read, all of it."""
    text = notebook.read_text(encoding="utf-8", errors="replace")
    try:
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells)
    except (ValueError, KeyError, TypeError):
        return text


def _mention(place: str, text: str, gone: Sequence[str]) -> Iterator[Mention]:
    words = tuple(word for word in gone if re.search(rf"\b{re.escape(word)}\b", text))
    if words:
        yield Mention(place, words)
