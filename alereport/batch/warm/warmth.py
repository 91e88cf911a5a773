"""What a process does once, to have fonts, words and numbers at hand for what it shows next."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from alereport import seals
from alereport.base import language
from alereport.base.workspace import Workspace
from alereport.charts import drawing
from alereport.data import rules, schemas, scope
from alereport.gate import dependencies
from alereport.gate import verdict as verdicts


def warm_up(folder: str) -> None:
    """Draw a figure, and read of a project what each of its reports would read again.

    Args:
        folder: A folder in the project.
    """
    _draw()
    _read(Workspace.discover(Path(folder)))


def warm_up_for_a_batch(folder: str) -> None:
    """The same, and look at all data once for all reports of the batch; see `warm_up`."""
    _draw()
    workspace = Workspace.discover(Path(folder))
    _read(workspace)
    dependencies.remember(workspace)
    scope.goals_followed_up(workspace)


def _read(workspace: Workspace) -> None:
    verdicts.read(workspace)
    seals.read(workspace)
    for name in workspace.datasets:
        schemas.schema(workspace, name)
        schemas.outline(workspace.dataset(name) / "table.yaml")
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
