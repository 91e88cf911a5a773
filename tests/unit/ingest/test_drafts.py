"""Rows of datasets drafted from what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from alereport.base.workspace import Workspace
from alereport.ingest import drafts, reading, words
from alereport.ingest.words import Words
from tests.conftest import run_alereport

NAMES = {"mn": ["Miljönämnden"]}
WRONG_TOTAL = """<h1>Nämndplan 2026 Miljönämnden</h1><p>mnkr</p>
<table><tr><th>Område</th><th>Budget 2025</th><th>Budget 2026</th></tr>
<tr><td>Tillsyn</td><td>8,4</td><td>8,7</td></tr>
<tr><td>Klimat</td><td>2,1</td><td>1,9</td></tr>
<tr><td>Totalt</td><td>10,5</td><td>11,6</td></tr></table>"""
GRANTS = """<h1>Nämndplan 2026</h1><p>Bidrag till föreningar, tkr</p>
<table><tr><th>Förening</th><th>Beviljat</th></tr>
<tr><td>Sjöscouterna</td><td>120</td></tr><tr><td>Bridgeklubben</td><td>35</td></tr></table>"""
STAFF = """<h1>Nämndplan 2026</h1><h2>6 Personal</h2>
<table><tr><th>Enhet</th><th>Medarbetare</th></tr>
<tr><td>Lokalvård</td><td>1,734</td></tr><tr><td>IT</td><td>3,981</td></tr></table>
<p>Enheten har en enhetschef samt 18 medarbetare.</p>"""


def read(folder: Path, text: str, lists: Words) -> dict[str, Any]:
    file = folder / "plan.html"
    file.write_text(text, encoding="utf-8")
    return reading.read(file, lists, NAMES).as_json()


def test_a_wrong_total_comes_with_the_command_that_keeps_it(
    project: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "mn-2026.html"
    file.write_text(WRONG_TOTAL, encoding="utf-8")
    said = run_alereport(project, "ingest", str(file)).stdout
    assert "the document prints 11,6, and its rows sum to 10,6" in said
    command = 'alereport ingest --accept mn-2026 --reason "Dokumentets egen summa'
    assert command in said


def test_a_dataset_of_ones_own_is_drafted_by_words_alone(tmp_path: Path) -> None:
    own = {
        "tables": {"grants": ["bidrag"]},
        "drafts": {
            "grants": {
                "columns": ["section", "recipient", "amount_tkr"],
                "named": ["grants"],
                "label": "recipient",
                "cell": "amount_tkr",
            }
        },
    }
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "ingest.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    lists = words.load(tmp_path)
    rows = drafts.rows(read(tmp_path, GRANTS, lists), lists)["grants"]
    assert [(row["recipient"], row["amount_tkr"]) for row in rows] == [
        ("Sjöscouterna", "120"),
        ("Bridgeklubben", "35"),
    ]


def test_figures_on_people_are_not_printed(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_text(STAFF, encoding="utf-8")
    said = run_alereport(Workspace(tmp_path), "ingest", str(file)).stdout
    assert "a point or comma may stand" in said
    assert not [figure for figure in ("1,734", "3,981", "18") if figure in said]
