"""Nothing that is published beside the figures tells one that is withheld."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from alereport.base import locales
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.batch.scheduling import Task
from alereport.exhibits.model import Column, Row, Table
from alereport.exhibits.values import percent, withheld, words
from alereport.publish.book.chapters import LabelledExhibit
from alereport.publish.changes import snapshot
from alereport.publish.engines.origins import Origins
from tests.conftest import ROOT, edit

FILE = "data/sick_leave/ks-namndplan-2024.csv"
HEAD = (
    "document,section,committee,unit,unit_en,period,group,employees,hedge,total_percent,"
    "long_term_percent,long_term_share_percent,base,already_public\n"
)
SMALL = "ks-namndplan-2024,7,ks,kansliet,office,2023,total,8,,12.5,3.1,,,false\n"
LARGE = "ks-namndplan-2024,7,ks,kommunen,municipality,2023,total,90,,5.50,1.0,,,false\n"
SMALL_ROW, LARGE_ROW = f"{FILE}#kansliet/2023/total", f"{FILE}#kommunen/2023/total"
LEAVE = Table(
    id="leave",
    caption="Sjukfrånvaro.",
    columns=(Column(key="unit", heading="Enhet"), Column(key="total", heading="Total")),
    rows=(
        Row(
            key="kansliet",
            cells=(words("Kansliet"), withheld()),
            rows=(SMALL_ROW,),
        ),
        Row(
            key="kommunen",
            cells=(words("Kommunen"), percent(5.5)),
            rows=(LARGE_ROW,),
        ),
    ),
)


@pytest.fixture
def small_unit(tmp_path: Path) -> Workspace:
    """A project where the sick leave of one unit is withheld, and a report that shows both."""
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    workspace = Workspace(tmp_path)
    write_atomically(tmp_path / FILE, HEAD + SMALL + LARGE)
    output = {"output_type": "display_data", "data": LEAVE._repr_mimebundle_(), "metadata": {}}
    notebook = {"cells": [{"cell_type": "code", "outputs": [output]}]}
    executed = workspace.executed("sv", task().report)
    executed.parent.mkdir(parents=True)
    write_atomically(executed, json.dumps(notebook))
    return workspace


def task() -> Task:
    return Task(ReportParams(committee="ks", year=2024, language="sv"), "personnel")


def fingerprints(workspace: Workspace) -> list[dict[str, str]]:
    (exhibit,) = snapshot.first_publication(workspace, [task()]).reports[task().report]
    return [figure.rows for figure in exhibit.figures]


def test_a_publication_keeps_no_fingerprint_of_a_withheld_row(small_unit: Workspace) -> None:
    small, large = fingerprints(small_unit)
    edit(small_unit, FILE, "12.5", "13.5")
    assert fingerprints(small_unit) == [small, large]
    edit(small_unit, FILE, "5.50", "5.60")
    assert fingerprints(small_unit)[1] != large


def test_where_a_figure_comes_from_gives_no_fingerprint_of_a_file_with_a_withheld_row(
    small_unit: Workspace,
) -> None:
    shown = LabelledExhibit(exhibit=LEAVE, number=1)
    with locales.using("sv"):
        assert f"{FILE} (undanhålls)" in Origins(small_unit).html("tbl-leave", shown)
        edit(small_unit, FILE, ",8,", ",80,")
        assert f"{FILE} (undanhålls)" not in Origins(small_unit).html("tbl-leave", shown)
