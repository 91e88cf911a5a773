"""Rows of datasets drafted from what was read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from alereport.base.workspace import Workspace
from alereport.data.rules import Deviation
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


def test_a_wrong_total_comes_with_the_entry_that_accepts_it(tmp_path: Path) -> None:
    lists = words.load(None)
    drafts.write(tmp_path / "mn-2026", read(tmp_path, WRONG_TOTAL, lists), lists)
    text = (tmp_path / "mn-2026" / "accepted" / "budget.yaml").read_text(encoding="utf-8")
    (entry,) = yaml.safe_load(text)
    assert (entry["rule"], entry["expect"]) == ("parts-equal-total", {"amount_tkr": 11600})
    key = {"committee": "mn", "plan_year": 2026, "area": "total"}
    assert entry["row"] == {**key, "amount_year": 2026, "kind": "budget"}
    assert "SEK 10,600 thousand" in entry["reason"]["en"]
    assert Deviation.model_validate({**entry, "by": "dataförvaltaren", "date": date(2026, 1, 2)})


def test_a_document_without_a_wrong_total_has_nothing_to_accept(tmp_path: Path) -> None:
    lists = words.load(None)
    right = WRONG_TOTAL.replace("11,6", "10,6")
    drafts.write(tmp_path / "mn-2026", read(tmp_path, right, lists), lists)
    assert sorted(path.name for path in (tmp_path / "mn-2026").iterdir()) == [
        "budget.csv",
        "reading.json",
    ]


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
