"""What a fork server does once so that its kernels need not: read the project, load the fonts."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from alereport import seals
from alereport.base import language
from alereport.base.workspace import Workspace
from alereport.charts import drawing
from alereport.data import rules, schemas, scope, versions
from alereport.gate import verdict as verdicts


def preload(folder: str) -> None:
    """Draw a figure, and read what every report of a project would read.

    Args:
        folder: A folder in the project.
    """
    _draw()
    _read(Workspace.discover(Path(folder)))


def preload_for_a_batch(folder: str) -> None:
    """The same, and look at all data once for all reports of the batch; see `preload`."""
    _draw()
    workspace = Workspace.discover(Path(folder))
    _read(workspace)
    verdicts.remember(workspace)
    scope.goals_followed_up(workspace)


def _read(workspace: Workspace) -> None:
    verdicts.read(workspace)
    seals.read(workspace)
    for name in workspace.datasets:
        schemas.schema(workspace, name)
        versions.schema(workspace.dataset(name) / f"{name}.csv")
        scope.references(workspace, name)
        rules.of_dataset(workspace, name)


def _draw() -> None:
    """Draw a figure in the house style, with words in every language, and keep nothing of it."""
    said = []
    for each in ("sv", "en"):
        with language.using(each):
            said.append(f"{language.gettext('SEK thousand')} {language.change(-1234.5, 1)}")
    with drawing.house_style():
        figure = Figure(figsize=(1, 1))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.barh(0, 1, hatch="/////", linestyle="--")
        for words in said:
            axes.text(0, 0, words)
            axes.text(0, 0, words, fontweight="bold")
        drawing.drawn_as_svg(figure)
