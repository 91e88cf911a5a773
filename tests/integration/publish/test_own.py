"""An analyst's own cells, as her guide has them: published in every format, or refused."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

import nbformat
import pytest

from alereport.base.workspace import Workspace
from tests.conftest import ROOT, Ended, run_alereport
from tests.integration.publish import paper

GUIDE = (ROOT / "docs" / "analyst.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE.partition("## Tables and charts")[2], re.DOTALL)
"""The cells of the guide, in order."""
REFUSED = (
    "print('egen rad')",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
    "import os",
)
LEFT_OUT = "import warnings\nprint('bara här')\nwarnings.warn('bara för analytikern')"


@dataclass(frozen=True)
class Published:
    """A book with the guide's cells, and what was said when others stood beside them."""

    workspace: Workspace
    refused: Ended
    draft: str
    published: Ended

    @property
    def page(self) -> str:
        return (self.workspace.site("sv") / "ks-2024/budget.html").read_text(encoding="utf-8")


def _write(workspace: Workspace, *more: str) -> None:
    path = workspace.notebook("budget")
    notebook = nbformat.read(ROOT / "notebooks" / path.name, as_version=4)
    notebook.cells += [
        nbformat.v4.new_markdown_cell("## Egen rubrik"),
        nbformat.v4.new_code_cell("data.budget.groupby('area')[['amount_tkr']].max()"),
        *map(nbformat.v4.new_code_cell, BLOCKS),
        nbformat.v4.new_code_cell(LEFT_OUT, metadata={"tags": ["remove-output"]}),
        *map(nbformat.v4.new_code_cell, more),
        nbformat.v4.new_markdown_cell("## Rubrik över ingenting"),
    ]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def own(_small_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Published:
    workspace = Workspace(tmp_path_factory.mktemp("own") / "project")
    shutil.copytree(_small_once.root, workspace.root)
    _write(workspace, *REFUSED)
    refused = run_alereport(workspace, "build", "--engine", "pandoc")
    draft = (workspace.preview / "sv/ks-2024/budget.html").read_text(encoding="utf-8")
    _write(workspace)
    return Published(
        workspace, refused, draft, run_alereport(workspace, "build", "--engine", "pandoc")
    )


def test_what_is_no_exhibit_stops_publication_with_every_cell_at_once(own: Published) -> None:
    assert own.refused.returncode == 15
    places = re.findall(r"notebooks/budget\.ipynb, cell \d+ \((.*?)\): (.*?);", own.refused.stderr)
    assert [first for first, _found in places] == [
        "print('egen rad')",
        "%matplotlib inline",
        "import os",
    ]
    assert "exhibits.chart(figure" in own.refused.stderr
    assert "Nothing was published. A draft" in own.refused.stdout


def test_a_draft_shows_it_with_a_remark(own: Published) -> None:
    assert "egen rad" in own.draft
    assert own.draft.count("Det här publiceras inte som det står.") == 3
    assert re.search(r'figures/cell-[0-9a-f]{12}\.png"\s+alt="En figur', own.draft)


def test_tables_and_charts_are_on_the_page(own: Published) -> None:
    assert own.published.returncode == 0, own.published.stderr
    assert "Budget per område" in own.page
    assert "Belopp per slag" in own.page
    assert 'id="fig-ks-2024-budget-budget-per-omrade-mkr"' in own.page
    assert 'class="fill-ink"' in own.page
    assert 'aria-label="Staplar, en för varje område."' in own.page
    assert "bara här" not in own.page
    assert "bara för analytikern" not in own.page
    assert "Rubrik över ingenting" not in own.page


def test_a_returned_frame_has_the_heading_above_it_and_says_that_its_rows_are_not_stated(
    own: Published,
) -> None:
    assert 'id="tbl-ks-2024-budget-egen-rubrik"' in own.page
    assert "Vilka rader i data den bygger på anges inte" in own.page
    assert "its caption is the heading above it" in own.published.stderr
    quality = (own.workspace.site("sv") / "municipality/quality.html").read_text(encoding="utf-8")
    assert "4 tabeller och diagram är gjorda av en analytiker" in quality
    assert "För 1 av dem anges inte" in quality


def test_they_are_on_paper_in_files_and_in_the_search(own: Published) -> None:
    site = own.workspace.site("sv")
    assert "Belopp per slag" in " ".join(paper.pages(own.workspace.pdf("sv")))
    tables = site / "ks-2024/tables"
    table = (tables / "tbl-ks-2024-budget-belopp-per-slag.csv").read_text(encoding="utf-8")
    assert table.startswith("Slag,")
    values = (tables / "fig-ks-2024-budget-budget-per-omrade-mkr.csv").read_text(encoding="utf-8")
    assert "Belopp, tkr" in values
    origins = (site / "ks-2024/budget-origins.html").read_text(encoding="utf-8")
    assert 'id="tbl-ks-2024-budget-belopp-per-slag"' in origins
    record = (site / "publication.json").read_text(encoding="utf-8")
    assert "tbl-ks-2024-budget-egen-rubrik" in record


def test_a_figure_is_traced_also_if_its_rows_are_not_stated(own: Published) -> None:
    record = own.workspace.site("sv") / "ks-2024/tables/tbl-ks-2024-budget-egen-rubrik.csv"
    figure = record.read_text(encoding="utf-8").splitlines()[1].rpartition(",")[2]
    done = run_alereport(own.workspace, "trace", figure)
    assert "tbl-ks-2024-budget-egen-rubrik" in done.stdout
    assert "an analyst's own calculation" in done.stdout
