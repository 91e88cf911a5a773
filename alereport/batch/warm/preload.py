"""Work that a fork server does once for all its kernels: read the project, load the fonts."""

from __future__ import annotations

from pathlib import Path

from alereport import seals
from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.charts import letters
from alereport.data import rules, schemas, scope
from alereport.gate import dependencies, verdicts


def preload(folder: str) -> None:
    """Load fonts and words, and read the files that every report of a project reads.

    Args:
        folder: A folder in the project.
    """
    workspace = Workspace.discover(Path(folder))
    _write_words(workspace)
    verdicts.read(workspace)
    seals.read(workspace)
    for name in workspace.datasets:
        schemas.schema(workspace, name)
        schemas.outline(workspace.dataset(name) / "table.yaml")
        rules.of_dataset(workspace, name)


def preload_for_a_batch(folder: str) -> None:
    """Do the same as `preload`, and examine all data once for all reports of the batch."""
    preload(folder)
    workspace = Workspace.discover(Path(folder))
    dependencies.remember(workspace)
    scope.goals_followed_up(workspace)


def _write_words(workspace: Workspace) -> None:
    """Write and measure words in every language, and discard them."""
    words = params.words(workspace)
    for language in params.municipality(workspace).languages:
        with locales.using(language, words):
            label = f"{locales.gettext('SEK thousand')} {locales.change(-1234.5, 1)}"
            for strong in (False, True):
                letters.width(label, 1, strong=strong)
