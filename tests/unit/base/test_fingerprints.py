"""Fingerprints: what makes a report stale, and what does not."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from alereport.base import fingerprints
from alereport.base.errors import AlereportError, ParamsError
from alereport.base.params import MunicipalityParams, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import registers, scope
from tests.handmade import amend
from tests.patience import PATIENCE

KS = ReportParams(committee="ks", year=2024, language="sv")
KS_2022 = KS.model_copy(update={"year": 2022})


def data_prints(workspace: Workspace, report: ReportParams) -> dict[str, str]:
    found = scope.data_fingerprints(scope.visible_rows(workspace, report))
    return {workspace.relative(each.path): print_of for each, print_of in found.items()}


def test_what_a_dataset_cannot_be_shown_without_is_read_with_it() -> None:
    registers = {"committees", "documents"}
    assert scope.with_dependencies(["goals"]) == {"goals", *registers}
    assert scope.with_dependencies(["budget"]) == {"areas", "breaks", "budget", *registers}


@pytest.mark.parametrize(
    ("parts", "others"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["a", "b"], ["b", "a"]),
        (["a"], ["a", ""]),
        ([], [""]),
    ],
)
def test_a_fingerprint_keeps_its_parts_apart(parts: list[str], others: list[str]) -> None:
    assert fingerprints.fingerprint(parts) != fingerprints.fingerprint(others)


def test_a_fingerprint_is_the_same_for_the_same_parts() -> None:
    assert fingerprints.fingerprint(["å", b"b"]) == fingerprints.fingerprint(["å".encode(), "b"])


def test_a_fingerprint_is_a_sha_256() -> None:
    length = (1).to_bytes(8, "big")
    assert fingerprints.fingerprint(["a"]) == hashlib.sha256(length + b"a").hexdigest()


def test_a_file_that_is_missing_holds_nothing(project: Workspace) -> None:
    assert fingerprints.content(project.data / "no such file") == b""


def test_a_report_sees_the_registers_and_its_committees_documents_up_to_its_year(
    project: Workspace,
) -> None:
    of = {"ks-arsredovisning-2016", "ks-verksamhetsplan-2022", "ks-namndplan-2024"}
    for report, unseen in ((KS, set()), (KS_2022, {"ks-namndplan-2024"})):
        files = [
            each for each in scope.visible_rows(project, report) if each.dataset != "follow_up"
        ]
        assert [each.dataset for each in files[:3]] == ["documents", "committees", "areas"]
        of_all = {each.path.stem for each in files[3:] if each.path.stem == each.dataset}
        assert of_all == {
            "population",
            "comparison_indicators",
            "municipal_costs",
            "municipal_figures",
        }
        assert {each.path.stem for each in files[3:]} - of_all == of - unseen


def test_a_report_sees_of_later_documents_only_what_became_of_its_goals(
    project: Workspace,
) -> None:
    later = project.data / "follow_up" / "ks-namndplan-2024.csv"
    (seen,) = [each for each in scope.visible_rows(project, KS_2022) if each.path == later]
    assert seen.column == "goal"
    assert {goal.split("-")[1] for goal in seen.values} == {"2022"}


def test_the_municipality_sees_every_row(project: Workspace) -> None:
    seen = scope.visible_rows(project, MunicipalityParams(language="sv"))
    every = set(project.data_files())
    assert {each.path for each in seen} == every
    assert {each.column for each in seen} == {""}


def test_reports_see_together_what_each_sees_alone(project: Workspace) -> None:
    reports = [KS, MunicipalityParams(language="sv"), KS_2022]
    alone = [scope.visible_rows(project, report) for report in reports]
    assert scope.visible_rows_by_report(project, reports) == alone
    assert any(each.dataset == "follow_up" for each in alone[2])


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param("budget/ks-namndplan-2024.csv", "20450", "20451", id="a figure"),
        pytest.param("budget/ks-verksamhetsplan-2022.csv", "186525", "186526", id="a year before"),
        pytest.param("commentary/ks-namndplan-2024.md", "# goals", "# budget", id="commentary"),
        pytest.param("breaks/ks-namndplan-2024.csv", "ks,total", "ks,hr", id="a break"),
        pytest.param("areas/areas.csv", "Finance", "Economy", id="its area's name"),
        pytest.param("committees/committees.csv", "Kommunstyrelsen", "KS", id="its name"),
        pytest.param("documents/documents.csv", "Nämndplan 2024", "Plan", id="its title"),
        pytest.param("budget/table.yaml", "unit: tkr", "unit: mkr", id="a schema"),
        pytest.param("budget/rules.yaml", "rule: parts-equal", "rule: parts-make", id="a rule"),
    ],
)
def test_what_a_report_reads_changes_its_fingerprint(
    project: Workspace, path: str, old: str, new: str
) -> None:
    before = data_prints(project, KS)
    amend(project.data / path, old, new)
    assert data_prints(project, KS) != before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param("budget/sn-verksamhetsplan-2021.csv", "64514", "64515", id="a figure"),
        pytest.param(
            "follow_up/ks-namndplan-2024.csv", "ks-2022-webb", "ks-2022-tsi", id="another's goal"
        ),
        pytest.param("areas/areas.csv", "Catering", "Meals", id="another's area"),
        pytest.param("committees/committees.csv", "Servicenämnden", "SN", id="another's name"),
        pytest.param("documents/documents.csv", "budget 2021", "budget", id="another's title"),
    ],
)
def test_what_another_report_reads_leaves_the_fingerprint_as_it_was(
    project: Workspace, path: str, old: str, new: str
) -> None:
    before = data_prints(project, KS)
    amend(project.data / path, old, new)
    assert data_prints(project, KS) == before


def test_a_file_that_is_only_written_again_leaves_the_fingerprint_as_it_was(
    project: Workspace,
) -> None:
    before = data_prints(project, KS)
    for each in scope.visible_rows(project, KS):
        data = each.path.read_bytes()
        each.path.unlink()
        each.path.write_bytes(data)
    assert data_prints(project, KS) == before


def test_reports_have_fingerprints_of_their_own(project: Workspace) -> None:
    assert data_prints(project, KS) != data_prints(project, KS_2022)


def test_the_code_of_each_room_has_a_fingerprint_of_its_own() -> None:
    rooms = fingerprints.kernel_code()
    assert {"base", "chapters", "data", "exhibits", "report"} <= rooms.keys()
    assert len(set(rooms.values())) == len(rooms)


def test_a_later_year_leaves_the_fingerprint_as_it_was(project: Workspace) -> None:
    before = data_prints(project, KS_2022)
    amend(project.data / "budget/ks-namndplan-2024.csv", "20450", "20451")
    assert data_prints(project, KS_2022) == before


def test_the_documents_of_a_committee_and_year_are_found_by_their_kind(
    project: Workspace,
) -> None:
    assert registers.documents_of(project, KS) == {"plan": "ks-namndplan-2024"}
    report = KS.model_copy(update={"year": 2016})
    assert registers.documents_of(project, report) == {"cover_letter": "ks-arsredovisning-2016"}


def test_two_plans_of_a_year_are_refused(project: Workspace) -> None:
    amend(project.data / "documents/documents.csv", "ks,2022,plan", "ks,2024,plan")
    with pytest.raises(ParamsError, match="there are 2 documents for ks 2024"):
        registers.documents_of(project, KS)


def test_an_unknown_committee_is_refused_with_those_that_are_known(project: Workspace) -> None:
    with pytest.raises(ParamsError) as refused:
        registers.documents_of(project, KS.model_copy(update={"committee": "xx"}))
    assert refused.value.place == "params/xx-2024.yaml"
    assert "xx" in refused.value.found
    assert refused.value.expected == "one of ks, sn"


def test_a_year_without_a_document_is_refused(project: Workspace) -> None:
    with pytest.raises(ParamsError) as refused:
        registers.documents_of(project, KS.model_copy(update={"year": 2023}))
    assert refused.value.place == "params/ks-2023.yaml"
    assert refused.value.found == "there is no document for ks 2023"
    assert "data/documents/documents.csv" in refused.value.expected


def test_a_register_with_a_byte_order_mark_is_read_as_one_without(project: Workspace) -> None:
    path = project.data / "committees/committees.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [row["committee"] for row in registers.register_rows(project, "committees")] == [
        "ks",
        "sn",
    ]


def test_a_register_with_semicolons_is_an_error_a_user_can_mend(project: Workspace) -> None:
    path = project.data / "committees/committees.csv"
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    with pytest.raises(AlereportError):
        registers.documents_of(project, KS)


def test_a_cell_too_many_in_a_register_changes_the_fingerprint_and_is_no_fault(
    project: Workspace,
) -> None:
    before = data_prints(project, KS)
    amend(project.data / "areas/areas.csv", "Finance", "Finance, and more")
    assert data_prints(project, KS) != before


def test_asking_what_is_fresh_loads_no_heavy_library() -> None:
    asking = {"alereport.data.scope", "alereport.base.params", "alereport.batch.scheduling"}
    code = f"import sys, {', '.join(asking)}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout.split()
    assert asking <= set(loaded)
    assert not {"pandas", "numpy", "matplotlib", "great_expectations"} & set(loaded)
