"""The rules tried on documents that they were not written for: twelve made-up ones.

Each is a project of its own with what it builds on. It must pass as it is, and be refused spoilt.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.texts import source_check
from tests import made_up
from tests.conftest import copy_project, edit, run_alereport

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

WARNINGS = {
    # Water and sewerage is to cost more than its fees, which the report leaves unexplained; the
    # harbour is a project that the plan's table of investments does not have.
    "tn-delarsrapport-2025": {
        ("outturn", "large-deviation-is-explained"),
        ("projects", "item-of-the-investments"),
    },
    # The total of the year before is restated; the plan counts no staff and names no money.
    "ubn-namndsbudget-2026": {
        ("budget", "plans-agree"),
        ("documents", "plan-has-earmarks"),
        ("documents", "plan-has-personnel"),
        ("documents", "plan-has-sick-leave"),
    },
}
"""What is warned of in a document that may be published, as dataset and rule."""
SPOILT: dict[str, list[tuple[str, str, str, str]]] = {
    "bun-budget-2025": [
        ("budget", "2025,budget,126480", "2025,budget,126840", "parts-equal-total"),
        ("budget", "2025,budget,-3500", "2025,budget,3500", "parts-equal-total"),
        ("budget", "grundskola,Grundskola", "gymnasieskola,Grundskola", "one-label-one-area"),
        ("personnel", "manager,7", "manager,70", "figure-as-printed"),
    ],
    "bun-delarsrapport-april-2025": [
        ("outturn", "outturn_period,99840", "outturn_period,98940", "parts-equal-total"),
        ("outturn", "budget_year,-3500", "budget_year,3500", "budget-and-amendments"),
        ("outturn", "forskola,Förskola", "elevhalsa,Förskola", "one-area-one-label"),
        ("amendments", "grundskola,2600", "grundskola,2060", "budget-and-amendments"),
    ],
    "bun-delarsrapport-augusti-2025": [
        ("outturn", "budget_period,-2333", "budget_period,2333", "parts-equal-total"),
        ("amendments", "forskola,-1500", "forskola,1500", "budget-and-amendments"),
        ("amendments", "elevhalsa,500", "elevhalsa,600", "one-amount-one-decision"),
        ("deviations", "hosten,extra-stod,", "hosten,extra-std,", "follows-an-earlier-one"),
        ("sick_leave", "2025-08,total", "2025-09,total", "period-in-the-documents-time"),
    ],
    "bun-verksamhetsberattelse-2025": [
        ("outturn", "outturn_year,299600", "outturn_year,296900", "parts-equal-total"),
        ("outturn", "budget_year,-3500", "budget_year,3500", "budget-and-amendments"),
        ("outturn", "elevhalsa,Elev", "ledning,Elev", "one-label-one-area"),
        ("measures", "=,86.9", "=,89.6", "value-as-printed"),
    ],
    "mbn-tillaggsbudget-2025": [
        ("amendments", "miljotillsyn,600", "miljotillsyn,6000", "parts-equal-total"),
        ("amendments", "bygglov,250", "bygglov,-250", "parts-equal-total"),
        ("amendments", "600,,2025-05-26", "600,,2026-05-26", "decided-in-its-time"),
    ],
    "tn-delarsrapport-2025": [
        ("outturn", "net,budget_year,-4300", "net,budget_year,4300", "net-is-cost-less-income"),
        ("outturn", "cost,forecast_year,51450", "cost,forecast_year,54150", "parts-equal-total"),
        ("outturn", "avfall,Avfall", "parkering,Avfall", "one-label-one-area"),
        ("amendments", "gata-park,750", "gata-park,570", "budget-and-amendments"),
        ("projects", "12400,3150", "-12400,3150", "figures-are-not-negative"),
    ],
    "son-verksamhetsplan-2025": [
        ("budget", "2025,budget,-2100", "2025,budget,2100", "parts-equal-total"),
        ("budget", "aldreomsorg,Äldre", "funktionsstod,Äldre", "one-label-one-area"),
        ("earmarks", "-850", "-8500", "amount-as-printed"),
    ],
    "tn-namndbudget-2025": [
        ("budget", "2025,budget,-4300", "2025,budget,4300", "parts-equal-total"),
        ("budget", "2024,budget,44800", "2024,budget,48400", "parts-equal-total"),
        ("budget", "avfall,Avfall", "parkering,Avfall", "one-label-one-area"),
    ],
    "vn-internbudget-2026": [
        ("budget", "2026,budget,1850", "2026,budget,1580", "parts-equal-total"),
        ("budget", "val,Allmänna val,2025", "namnd,Allmänna val,2025", "one-label-one-area"),
    ],
    "ofn-verksamhetsplan-2025": [
        ("budget", "2025,budget,4150", "2025,budget,4510", "parts-equal-total"),
        ("budget", "kansli,Gemensamt kansli,2023", "arvoden,Gemensamt kansli,2023", "primary-key"),
        ("measures", ">=,97.5", ">=,9.75", "value-as-printed"),
    ],
    "ubn-namndsbudget-2025": [
        ("budget", "2026,plan,-21800", "2026,plan,21800", "parts-equal-total"),
        ("budget", "2027,plan,355000", "2027,plan,355", "parts-equal-total"),
        ("indicators", ",1046,", ",1064,", "figure-as-printed"),
    ],
    "ubn-namndsbudget-2026": [
        ("budget", "2025,forecast,-22400", "2025,forecast,22400", "parts-equal-total"),
        ("budget", "2025,budget,340650", "2025,budget,346050", "parts-equal-total"),
        ("follow_up", "2025-12-31", "2026-12-31", "as-of-its-document"),
    ],
}
"""By document: a dataset, what stands there, what is put there, and the rule that refuses it."""


Found = set[tuple[str, str]]
"""Rules that rows break, each after its dataset."""


def found(workspace: Workspace, names: Iterable[str] = ()) -> dict[str, Found]:
    """What the gate's checks find in some datasets, or in all, by severity; directly in pandas."""
    from alereport.gate import direct, engine  # Here, where what its engine warns of is no failure.

    result: dict[str, Found] = {"error": set(), "warning": set()}
    for dataset in names or workspace.datasets:
        verdict, unreadable = engine.judge(workspace, dataset, direct.Direct())
        if unreadable:
            raise unreadable[0]
        for finding in verdict.values():
            result["error"] |= {(dataset, failure.rule) for failure in finding.failures}
            result["warning"] |= {(dataset, warning.rule) for warning in finding.warnings}
    return result


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """A project of each document and what it builds on."""
    root = tmp_path_factory.mktemp("made-up")
    return {
        name: made_up.project(root / name, made_up.with_needs(name)) for name in made_up.DOCUMENTS
    }


def test_there_are_twelve_documents_of_four_kinds_and_two_municipalities() -> None:
    rows = [made_up.read(name)["documents"].splitlines()[1] for name in made_up.DOCUMENTS]
    assert len(rows) == 12
    for kind in ("plan", "amendment", "interim_report", "annual_report"):
        assert any(f",{kind}," in row for row in rows), kind
    assert {made_up.read(name)["municipality"] for name in made_up.DOCUMENTS} == {
        "exempelkommunen",
        "provstad",
    }


@pytest.mark.parametrize("name", made_up.DOCUMENTS)
def test_a_made_up_document_passes(projects: dict[str, Workspace], name: str) -> None:
    result = found(projects[name])
    assert result["error"] == set()
    assert result["warning"] == WARNINGS.get(name, set())


@pytest.mark.parametrize("name", made_up.DOCUMENTS)
def test_its_rows_stand_in_its_text(projects: dict[str, Workspace], name: str) -> None:
    compared = source_check.compare(projects[name], projects[name].root / "sources")
    assert compared.failures == ()
    own_rows = [
        row
        for dataset, text in made_up.read(name).items()
        if dataset not in {*made_up.ABOUT, *made_up.REGISTERS, "commentary"}
        for row in text.splitlines()[1:]
    ]
    assert compared.rows >= len(own_rows) > 0


@pytest.mark.parametrize("name", made_up.DOCUMENTS)
def test_each_is_spoilt_in_two_ways_or_more(name: str) -> None:
    assert len(SPOILT[name]) >= 2


@pytest.mark.parametrize(
    ("name", "dataset", "old", "new", "rule"),
    [(name, *each) for name, spoilt in SPOILT.items() for each in spoilt],
)
def test_it_is_refused_spoilt(
    projects: dict[str, Workspace], name: str, dataset: str, old: str, new: str, rule: str
) -> None:
    workspace = projects[name]
    path = workspace.dataset(dataset) / f"{name}.csv"
    before = path.read_bytes()
    edit(workspace, workspace.relative(path), old, new)
    try:
        assert rule in errors_of(workspace, dataset)
    finally:
        path.write_bytes(before)


def errors_of(workspace: Workspace, dataset: str) -> set[str]:
    """The rules that refuse a dataset or the follow-up that rests on it; or the error's class."""
    try:
        return {rule for _, rule in found(workspace, {dataset, "outturn"})["error"]}
    except AlereportError as problem:
        return {type(problem).__name__}


@pytest.mark.slow
def test_the_command_passes_all_of_a_municipalitys_documents(tmp_path: Path) -> None:
    name = "exempelkommunen"
    workspace = made_up.project(tmp_path / "project", made_up.of_municipality(name))
    assert_its_documents_pass(workspace, name)


def assert_its_documents_pass(workspace: Workspace, municipality: str) -> None:
    done = run_alereport(workspace, "validate", "--sources", "sources")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"found in {len(made_up.of_municipality(municipality))} documents" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "municipality", [pytest.param("exempelkommunen", marks=pytest.mark.long), "provstad"]
)
def test_its_documents_pass_and_every_report_of_a_municipality_is_executed(
    tmp_path: Path, municipality: str
) -> None:
    workspace = made_up.project(tmp_path / "project", made_up.of_municipality(municipality))
    made_up.add_reports(workspace)
    assert_its_documents_pass(workspace, municipality)
    done = run_alereport(workspace, "run", "--language", "sv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 already fresh" in done.stdout


PLAN = "tn-namndbudget-2025"


def with_a_plan_for_2025(root: Path) -> tuple[Workspace, list[str], dict[str, bytes]]:
    """The committed project with a new committee's plan, the files touched, and what they were.

    The plan's registry number is written as this municipality writes its own.
    """
    workspace = copy_project(root)
    before = {workspace.relative(path): path.read_bytes() for path in workspace.data.rglob("*.csv")}
    touched = [workspace.relative(path) for path in made_up.add(workspace, PLAN)]
    edit(workspace, "data/documents/documents.csv", "TN 2024/66", "TN.2024.66")
    report = workspace.params / "tn-2025.yaml"
    report.write_text("committee: tn\nyear: 2025\nlanguage: sv\n", encoding="utf-8")
    return workspace, [*touched, workspace.relative(report)], before


def test_a_plan_of_a_new_committee_touches_no_old_row(tmp_path: Path) -> None:
    workspace, touched, before = with_a_plan_for_2025(tmp_path / "project")
    for name, content in before.items():
        old_rows = content.splitlines()
        rows = (workspace.root / name).read_bytes().splitlines()
        assert [row for row in rows if row in old_rows] == old_rows, name
    old = [name for name in touched if name in before]
    assert old == [f"data/{name}/{name}.csv" for name in made_up.REGISTERS]
    assert len(touched) == 10


def test_a_plan_of_a_new_committee_passes(tmp_path: Path) -> None:
    workspace, _, _ = with_a_plan_for_2025(tmp_path / "project")
    lacks = {"plan-has-earmarks", "plan-has-sick-leave", "rows-are-declared"}
    assert found(workspace) == {"error": set(), "warning": {("documents", rule) for rule in lacks}}


@pytest.mark.slow
def test_a_plan_of_a_new_committee_is_run_and_published_as_a_draft(tmp_path: Path) -> None:
    workspace, _, _ = with_a_plan_for_2025(tmp_path / "project")
    for report in workspace.params.glob("*-[0-9]*.yaml"):
        if report.stem != "tn-2025":
            report.unlink()
    edit(workspace, "params/municipality.yaml", "languages: [sv, en]", "languages: [sv]")
    for command in (("validate",), ("run",), ("publish", "--draft", "--engine", "pandoc")):
        done = run_alereport(workspace, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    page = workspace.root / "build" / "site" / "sv" / "tn-2025" / "budget.html"
    assert "för 2025 är 39,1\u00a0mkr, 350\u00a0000\u00a0kronor" in page.read_text(encoding="utf-8")
