"""The chapter on what became of a year, executed for a made-up committee report by report.

The figures are typed from the documents in `tests/plans`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.exhibits import model
from tests import made_up
from tests.handmade import plain
from tests.notebooks.conftest import outputs_here

PLAN = "bun-budget-2025"
APRIL, AUGUST = "bun-delarsrapport-april-2025", "bun-delarsrapport-augusti-2025"
ANNUAL = "bun-verksamhetsberattelse-2025"
SAID = {
    (PLAN, APRIL): (
        (
            "Prognosen för 2025 är 607,4 mkr i rapporten till och med 30 april 2025, 6,8 mkr (1,1 "
            "procent) över budget; störst är överskridandet i grundskola och fritidshem, 3,6 mkr: "
            "fler elever med rätt till extra stöd."
        ),
        "Summa nettokostnad**]{.total} | **200 193** | **203 005** | **−2 812",
        "Grundskola och fritidshem | 290 120 | +2 600 | 292 720 | 296 300 | −3 580",
        "Översyn av bemanningen inför hösten (rektorerna, augusti 2025, pågår).",
    ),
    (PLAN, APRIL, AUGUST): (
        (
            "Prognosen för 2025 är 607,4 mkr i rapporten till och med 31 augusti 2025, 8,3 mkr "
            "(1,4 procent) över budget"
        ),
        "Summa nettokostnad**]{.total} | **399 387** | **405 010** | **−5 623",
        (
            "Avvikelsen är sämre än i rapporten till och med 30 april 2025: nu 8,3 mkr över "
            "budget, då 6,8 mkr över budget."
        ),
        "Mest har det försämrats i grundskola och fritidshem: nu 6,2 mkr över budget, då 3,6 mkr",
        "Under tiden sänktes årets budget med 1,5 mkr, till 599,1 mkr.",
        "Nämnden fördelar kravet (nämnden, juni 2025, ej påbörjat) – nu: Förslag till fördelning",
        "Budget nu**]{.total} | **599 080",
    ),
    (PLAN, APRIL, AUGUST, ANNUAL): (
        (
            "Utfallet för 2025 blev 607,3 mkr, 8,2 mkr (1,4 procent) över budget; störst är "
            "överskridandet i grundskola och fritidshem, 6,9 mkr: fler elever fick stöd i mindre"
        ),
        "avrundat till närmaste 100 000 kronor: nu 8,2 mkr över budget, då 8,3 mkr över budget.",
        "Nämnden gick 8,2 miljoner kronor över sin budget.",
        "Från januari till och med 31 augusti 2025 per område",
    ),
}


def shown(project: Workspace, notebook: str, language: str) -> str:
    outputs = outputs_here(project, notebook, committee="bun", year=2025, language=language)
    exhibits = [model.read(output.data[model.MIME]) for output in outputs]
    return plain("\n".join(exhibit.markdown for exhibit in exhibits))


@pytest.fixture(params=SAID, ids=lambda documents: documents[-1])
def documents(request: pytest.FixtureRequest) -> tuple[str, ...]:
    found: tuple[str, ...] = request.param
    return found


@pytest.fixture
def project(documents: tuple[str, ...], tmp_path: Path) -> Workspace:
    workspace = made_up.project(tmp_path, documents)
    made_up.add_reports(workspace)
    return workspace


def test_each_report_is_told_and_the_plans_page_has_the_budget_now(
    project: Workspace, documents: tuple[str, ...]
) -> None:
    told = shown(project, "follow_up", "sv")
    missing = [words for words in SAID[documents] if words not in told]
    assert not missing
    in_english = shown(project, "follow_up", "en")
    assert "over the budget; the largest overrun is in" in in_english
    assert "The forecast for 2025" in in_english or ANNUAL in documents
    of_plan = shown(project, "budget", "sv")
    assert "höjt budgeten för 2025 med" in of_plan
    assert "från 596,5 mkr i planen." in of_plan
    assert "Planens budget | 596 460" in of_plan
