"""Figures held against those of earlier documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from alereport.ingest import previous, reading, words
from alereport.ingest.previous import Known
from tests.conftest import ROOT

NAMES = {"ks": ["Kommunstyrelsen"]}
PAGE = """<h1>Nämndplan {year} Kommunstyrelsen</h1><p>{unit}</p>
<table><tr><th>Område</th><th>Budget {before}</th><th>Budget {year}</th></tr>
<tr><td>Gata</td><td>{gata}</td><td>12 500</td></tr>
<tr><td>Park</td><td>{park}</td><td>8 600</td></tr></table>"""


def read(folder: Path, **figures: Any) -> dict[str, Any]:
    file = folder / "plan.html"
    filled = {"year": 2025, "before": 2024, "unit": "tkr", "gata": "12 100", "park": "8 400"}
    file.write_text(PAGE.format(**{**filled, **figures}), encoding="utf-8")
    return reading.read(file, words.load(None), NAMES).as_json()


def cells(found: dict[str, Any], column: int = 0) -> list[dict[str, Any]]:
    return [row["cells"][column] for row in found["tables"][0]["rows"]]


EARLIER = {
    ("gata", 2024, "budget"): Known(12100, "data/budget/x.csv:2"),
    ("park", 2024, "budget"): Known(8400, "data/budget/x.csv:3"),
}


def test_a_column_with_the_figures_of_an_earlier_document_is_proved(tmp_path: Path) -> None:
    found = previous.held(read(tmp_path), EARLIER)
    assert [cell["state"] for cell in cells(found)] == ["proved", "proved"]
    assert cells(found)[0]["proof"] == "the same as data/budget/x.csv:2"
    assert [cell["state"] for cell in cells(found, 1)] == ["read", "read"]


def test_another_figure_than_the_earlier_one_is_asked_about_with_both(tmp_path: Path) -> None:
    found = previous.held(read(tmp_path, park="8 450"), EARLIER)
    asked = cells(found)[1]
    assert (asked["state"], asked["value"]) == ("asked", 8450)
    question = {
        "place": asked["place"],
        "as_printed": "8 450",
        "reason": "data/budget/x.csv:3 has 8400 tkr for the same",
    }
    assert question in found["asked"]
    assert cells(found)[0]["state"] == "read"


def test_one_figure_alone_proves_nothing(tmp_path: Path) -> None:
    only = {("gata", 2024, "budget"): EARLIER["gata", 2024, "budget"]}
    assert {cell["state"] for cell in cells(previous.held(read(tmp_path), only))} == {"read"}


def test_rounded_figures_prove_no_exact_ones(tmp_path: Path) -> None:
    rounded = {key: Known(each.tkr, each.place, digit=100) for key, each in EARLIER.items()}
    found = previous.held(read(tmp_path, gata="12 112"), rounded)
    assert {cell["state"] for cell in cells(found)} == {"read"}
    assert not [each for each in found["asked"] if "for the same" in each["reason"]]


def test_an_earlier_document_gives_its_figures(tmp_path: Path) -> None:
    earlier = read(tmp_path, year=2024, before=2023, unit="mnkr", gata="11,5", park="8,1")
    known = previous.of_document(earlier, "plan.html")
    assert known["gata", 2024, "budget"].tkr == 12_500_000
    assert known["park", 2023, "budget"].digit == pytest.approx(100)


def test_the_last_document_of_the_committee_is_found_in_the_data(tmp_path: Path) -> None:
    document = read(tmp_path)["document"]
    known = previous.of_data(Workspace(ROOT), document, words.load(None))
    total = known["totalt", 2024, "budget"]
    assert total.tkr == 154390
    assert total.place.startswith("data/budget/ks-namndplan-2024.csv:")
    assert not previous.of_data(Workspace(ROOT), {**document, "year": 2021}, words.load(None))
