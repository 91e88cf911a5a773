"""Work that a fork server does once for all its kernels: read the project, load the fonts."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from alereport import seals
from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.charts import drawing
from alereport.data import rules, schemas, scope
from alereport.gate import dependencies, verdicts


def preload(folder: str) -> None:
    """Draw a chart, and read the files that every report of a project reads.

    Args:
        folder: A folder in the project.
    """
    workspace = Workspace.discover(Path(folder))
    _draw(workspace)
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


def _draw(workspace: Workspace) -> None:
    """Draw a chart in the house style, with labels in every language, and discard it."""
    labels, words = [], params.words(workspace)
    for language in params.municipality(workspace).languages:
        with locales.using(language, words):
            labels.append(f"{locales.gettext('SEK thousand')} {locales.change(-1234.5, 1)}")
    with drawing.house_style():
        figure = Figure(figsize=(1, 1))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.barh(0, 1, hatch="/////", linestyle="--")
        for label in labels:
            axes.text(0, 0, label)
            axes.text(0, 0, label, fontweight="bold")
        drawing.drawn_as_svg(figure)
