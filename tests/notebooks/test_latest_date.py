"""The pages that follow the latest date, executed for a made-up committee in August.

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

DOCUMENTS = ("bun-budget-2025", "bun-delarsrapport-april-2025", "bun-delarsrapport-augusti-2025")
SAID = {
    ("follow_up", "sv"): (
        (
            "Läget den 31 augusti 2025 för fem mål, uppdrag och aktiviteter: ett pågår, ett är "
            "klart, ett kan inte bedömas och två är ej rapporterade. Två har en annan status än i "
            "april 2025."
        ),
        (
            'Läsprov i alla klasser i årskurs 3 | [[→]{aria-hidden="true"} pågår]{.signal-moving}'
            " | i april 2025: ej påbörjat | Rektorerna | början av oktober 2025"
        ),
        "Klasserna har fått tider för läsprovet.",
        "Rapporterna anger inget utfall för två av måtten",
        "Sjukfrånvaron för hela nämnden var 6,8 procent under januari–augusti 2025.",
        "| 6,8 % | 38,5 % | 7,4 % | 4,9 % |",
    ),
    ("follow_up", "en"): (
        "Of the five goals, assignments and activities on 31 August 2025, one is in progress",
        "in April 2025: not started",
        "The classes have been given times for the test.",
    ),
    ("summary", "sv"): (
        (
            "Prognosen för 2025 är 607,4 mkr i rapporten till och med 31 augusti 2025, 8,3 mkr "
            "(1,4 procent) över budget"
        ),
        "Planens budget för 2025 är 596,5 mkr",
        "Läget den 31 augusti 2025 för fem mål, uppdrag och aktiviteter",
    ),
    ("easy", "sv"): (
        (
            "Den 31 augusti 2025 trodde barn- och utbildningsnämnden att den skulle använda 607 "
            "miljoner kronor år 2025. Det är 8 miljoner kronor mer än nämndens budget då."
        ),
    ),
}
OVERALL = (
    (
        "[Barn- och utbildningsnämnden]{.term}: Prognosen för 2025 är 607,4 mkr i rapporten till "
        "och med 31 augusti 2025, 8,3 mkr (1,4 procent) över budget. Den budgeten är 599,1 mkr, "
        "mer än planens 596,5 mkr. Enligt sin plan får"
    ),
    "Prognos för 2025 den 31 augusti 2025, nettokostnad i tkr.",
    "| 607 350 | 599 080 | −8 270 | −1,4 | En åtgärd ej påbörjad eller försenad",
    "Av de fyra nämnder som rapporten känner till är en uppföljd här.",
)


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    workspace = made_up.project(tmp_path, DOCUMENTS)
    made_up.add_reports(workspace)
    return workspace


def shown(project: Workspace, notebook: str, **parameters: object) -> str:
    outputs = outputs_here(project, notebook, **parameters)
    exhibits = [model.read(output.data[model.MIME]) for output in outputs]
    return plain("\n".join(exhibit.markdown for exhibit in exhibits))


def test_the_pages_of_the_committee_begin_with_the_latest_report(project: Workspace) -> None:
    for (notebook, language), said in SAID.items():
        page = shown(project, notebook, committee="bun", year=2025, language=language)
        assert [words for words in said if words not in page] == [], notebook


def test_the_front_page_has_the_committee_at_its_latest_date(project: Workspace) -> None:
    page = shown(project, "overview", language="sv")
    assert [words for words in OVERALL if words not in page] == []


def test_the_plans_own_page_has_no_sick_leave_of_a_report(project: Workspace) -> None:
    page = shown(project, "personnel", committee="bun", year=2025, language="sv")
    assert "7,4" in page
    assert "6,8" not in page
