"""What a fork server does once so that its kernels need not: read the project, load the fonts."""

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
    """Draw a figure, and read what every report of a project would read.

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
    """The same, and look at all data once for all reports of the batch; see `preload`."""
    preload(folder)
    workspace = Workspace.discover(Path(folder))
    dependencies.remember(workspace)
    scope.goals_followed_up(workspace)


def _draw(workspace: Workspace) -> None:
    """Draw a figure in the house style, with words in every language, and keep nothing of it."""
    said, own = [], params.words(workspace)
    for each in params.municipality(workspace).languages:
        with locales.using(each, own):
            said.append(f"{locales.gettext('SEK thousand')} {locales.change(-1234.5, 1)}")
    with drawing.house_style():
        figure = Figure(figsize=(1, 1))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.barh(0, 1, hatch="/////", linestyle="--")
        for words in said:
            axes.text(0, 0, words)
            axes.text(0, 0, words, fontweight="bold")
        drawing.drawn_as_svg(figure)
