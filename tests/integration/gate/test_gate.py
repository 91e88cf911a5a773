"""The gate on the real project, and on the project spoilt: every rule is seen to bite."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.data import rules
from alereport.gate import dependencies, reference, validation, verdicts
from tests.conftest import ROOT, copy_project, edit, run_alereport
from tests.unit.gate.judging import judged

BUDGET = "data/budget/ks-namndplan-2024.csv"


def spoil(workspace: Workspace, file: str, line: int, old: str, new: str) -> None:
    """Replace some text on one line of a data file."""
    path = workspace.root / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_text("".join(lines), encoding="utf-8")


def failures(workspace: Workspace, dataset: str = "budget") -> list[tuple[str, str]]:
    """What the gate finds in a dataset, as place and rule."""
    return [
        (failure.place, failure.rule)
        for finding in judged(workspace, dataset).values()
        for failure in finding.failures
    ]


def test_the_committed_data_pass(checked: Workspace) -> None:
    verdict = validation.validate(checked)
    assert verdicts.state(checked, verdict) == "green"
    files = {path for suffix in ("csv", "md") for path in checked.data.glob(f"*/*.{suffix}")}
    assert set(filter(verdicts.is_file, verdict)) == {checked.relative(path) for path in files}
    assert all(finding.checks > 0 for name, finding in verdict.items() if verdicts.is_file(name))
    assert not any(finding.failures or finding.warnings for finding in verdict.values())
    assert verdicts.read(checked) == verdict


def pages_of(workspace: Workspace) -> set[str]:
    """The datasets whose results the Data Docs show."""
    pages = workspace.quality / "data-docs"
    assert (pages / "README.md").read_text(encoding="utf-8").startswith("# Internal")
    assert (pages / "index.html").is_file()
    return {path.relative_to(pages).parts[1] for path in pages.glob("validations/**/*.html")}


def test_the_data_docs_show_every_dataset_and_its_result(checked: Workspace) -> None:
    assert pages_of(checked) == {name for name in checked.datasets if checked.data_files(name)}
    page = checked.quality / "data-docs" / "expectations" / "budget.html"
    assert "must add up to the printed" in page.read_text(encoding="utf-8")


def test_a_wrong_total_names_file_line_value_rule_and_why(checked: Workspace) -> None:
    spoil(checked, BUDGET, 25, "154390", "154391")
    with pytest.raises(GateError) as caught:
        validation.require_green(checked, judged(checked, "budget"))
    (failure,) = caught.value.failures
    assert (failure.place, failure.value) == (f"{BUDGET}:25", "154391")
    assert failure.rule == "parts-equal-total"
    assert str(caught.value) == (
        f"{BUDGET}:25: amount_tkr is 154391; expected 154390, the sum of its parts; "
        "correct the row against its document. Rule parts-equal-total: The areas of a column add "
        "up to the total printed under it, so a miscopied cell shows."
    )


def test_a_wrong_part_shows_at_the_total(project: Workspace) -> None:
    spoil(project, BUDGET, 4, "9074", "9704")
    assert (f"{BUDGET}:25", "parts-equal-total") in failures(project)


def test_a_column_without_its_total_is_refused(project: Workspace) -> None:
    path = project.root / BUDGET
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert set(failures(project)) == {
        *((f"{BUDGET}:{line}", "parts-equal-total") for line in range(4, 23, 3)),
        (f"{BUDGET}:23", "every-area-in-every-column"),
        *((f"{BUDGET}:{line}", "budget-of-the-plans-year") for line in (23, 24)),
        (f"{BUDGET}:24", "rows-as-declared"),
    }


def test_a_changed_habit_makes_the_verdict_outdated(checked: Workspace) -> None:
    assert verdicts.current(checked) is not None
    edit(checked, "params/municipality.yaml", "looks_ahead_years: 4", "looks_ahead_years: 3")
    assert verdicts.current(checked) is None
    goals = checked.data_files("goals")
    assert verdicts.outdated(checked, verdicts.read(checked), goals) == goals


def test_a_translation_with_other_numbers_than_its_text_is_refused(project: Workspace) -> None:
    file = "data/follow_up/ks-namndplan-2024.csv"
    edit(project, file, "Epassi were tried in 2023", "Epassi were tried in 2022")
    (failure,) = judged(project, "follow_up")[file].failures
    assert (failure.rule, failure.column) == ("note_en-has-its-numbers", "note_en")
    assert failure.expected.startswith('the numbers of "Friskvård genom Epassi')
    assert failure.next_step.endswith("or leave it empty until it is translated")


def test_a_text_that_is_translated_in_one_row_and_not_in_another_is_refused(
    project: Workspace,
) -> None:
    file = "data/personnel/sn-verksamhetsplan-2021.csv"
    edit(project, file, "Catering,all", ",all")
    finding = judged(project, "personnel")[file]
    assert {failure.rule for failure in finding.failures} == {"unit_en-is-one"}
    edit(project, file, "Catering,manager", ",manager")
    finding = judged(project, "personnel")[file]
    assert (finding.failures, len(finding.warnings)) == ((), 2)


def test_a_text_without_its_translation_is_a_warning_where_the_project_has_the_language(
    project: Workspace,
) -> None:
    edit(project, "data/areas/areas.csv", "Ekonomiavdelningen,Finance", "Ekonomiavdelningen,")
    (warning,) = judged(project, "areas")["data/areas/areas.csv"].warnings
    assert (warning.place, warning.rule) == ("data/areas/areas.csv:2", "name-in-every-language")
    assert warning.expected == "a text in each of name, name_en, or in none of them"
    edit(project, "params/municipality.yaml", "languages: [sv, en]", "languages: [sv]")
    assert judged(project, "areas")["data/areas/areas.csv"].warnings == ()


def test_the_page_of_the_gate_has_every_rule() -> None:
    page = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    assert page == reference.with_reference(page, Workspace(ROOT)), "run make docs"


SPOILT = {
    "section-required": (2, "ks-namndplan-2024,4.1", "ks-namndplan-2024,"),
    "kind-enum": (4, "2024,budget", "2024,prognos"),
    "plan_year-range": (5, ",2024,", ",1024,"),
    "document-is-the-file": (8, "ks-namndplan-2024", "ks-verksamhetsplan-2022"),
    "document-in-documents": (11, "ks-namndplan-2024", "ks-namndplan-2025"),
    "committee-in-areas": (14, ",strategi-uppfoljning,", ",strategi,"),
    "primary-key": (18, "2023,budget", "2023,forecast"),
    "amount_tkr-required": (21, ",15117", ","),
}
"""By rule: the line that breaks it, what stands there and what is put there."""


@pytest.fixture(scope="module")
def found_in_spoilt(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """What the gate finds in a file in which every rule of its schema is broken once."""
    workspace = copy_project(tmp_path_factory.mktemp("spoilt") / "project")
    for line, old, new in SPOILT.values():
        spoil(workspace, BUDGET, line, old, new)
    return set(failures(workspace))


@pytest.mark.parametrize("rule", SPOILT)
def test_each_rule_of_the_schema_bites(found_in_spoilt: set[tuple[str, str]], rule: str) -> None:
    assert (f"{BUDGET}:{SPOILT[rule][0]}", rule) in found_in_spoilt


def test_the_rules_of_the_register_of_documents_bite(project: Workspace) -> None:
    file = "data/documents/documents.csv"
    spoil(project, file, 2, "b432a384", "B432a384")
    spoil(project, file, 3, ",ks,", ",xx,")
    assert {(f"{file}:2", "sha256-pattern"), (f"{file}:3", "committee-in-committees")} <= set(
        failures(project, "documents")
    )


def test_a_warning_is_amber_and_stops_nothing(checked: Workspace) -> None:
    path = checked.data / "budget" / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("severity: error", "severity: warning"), encoding="utf-8")
    spoil(checked, BUDGET, 25, "154390", "154391")
    verdict = judged(checked, "budget")
    assert verdicts.state(checked, verdict) == "amber"
    assert [each.place for each in verdict[BUDGET].warnings] == [f"{BUDGET}:25"]
    validation.require_green(checked, verdict)


def test_a_rule_that_is_no_rule_is_a_table_error(project: Workspace) -> None:
    (project.data / "budget" / "rules.yaml").write_text("- rule: x\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"data/budget/rules\.yaml:1: .*expected the keys rule, "):
        rules.of_dataset(project, "budget")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("ExpectPartsToEqualTotal", "ExpectWonders", "the expectation ExpectWonders is unknown"),
        ("    total: total\n", "", "its arguments do not fit"),
        ("part_column: area", "part_column: aera", "the column aera is unknown"),
        (
            "group_columns: [document, committee, plan_year, amount_year, kind]",
            "x: 1",
            "do not fit",
        ),
    ],
)
def test_a_rule_that_does_not_fit_is_a_table_error(
    project: Workspace, old: str, new: str, found: str
) -> None:
    edit(project, "data/budget/rules.yaml", old, new)
    with pytest.raises(TableError, match=found):
        judged(project, "budget")


def test_a_file_that_cannot_be_read_does_not_hinder_the_others(checked: Workspace) -> None:
    spoil(checked, BUDGET, 3, ",13398", ",13 398")
    spoil(checked, "data/budget/sn-verksamhetsplan-2021.csv", 19, "84596", "84597")
    with pytest.raises(TableError, match=rf'{BUDGET}:3: amount_tkr is "13 398"'):
        validation.validate(checked)
    verdict = verdicts.read(checked)
    assert BUDGET not in verdict
    assert verdict["data/budget/sn-verksamhetsplan-2021.csv"].rules == "red"


def test_a_plan_without_last_years_budget_is_refused(checked: Workspace) -> None:
    path = checked.root / BUDGET
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ",2023,budget," not in line]
    path.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(GateError) as caught:
        validation.require_green(checked, judged(checked, "budget"))
    found = [each for each in caught.value.failures if each.rule == "forecast-beside-its-budget"]
    assert len(found) == 8
    assert found[0].expected == "the area's budget for the year of the forecast too"


def test_an_area_without_a_column_of_its_table_is_refused(project: Workspace) -> None:
    spoil(project, BUDGET, 3, "2023,budget,13398", "2022,budget,13398")
    found = judged(project, "budget")[BUDGET].failures
    missing = [each for each in found if each.rule == "every-area-in-every-column"]
    assert missing[0].expected == "a row for 2023 budget too"


def test_a_plan_year_that_is_not_its_documents_is_refused(project: Workspace) -> None:
    path = project.root / BUDGET
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",ks,2024,", ",ks,2023,"), encoding="utf-8")
    assert (f"{BUDGET}:2", "document-in-documents") in failures(project)


def test_data_docs_that_are_gone_are_made_again(checked: Workspace) -> None:
    shutil.rmtree(checked.quality / "data-docs")
    validation.validate(checked)
    assert (checked.quality / "data-docs" / "index.html").is_file()


def test_only_the_pages_of_what_changed_are_made_again(checked: Workspace) -> None:
    docs = checked.quality / "data-docs"
    before = {path.relative_to(docs): path.read_bytes() for path in docs.rglob("*.html")}
    spoil(checked, BUDGET, 25, "154390", "154391")
    validation.validate(checked)
    after = {path.relative_to(docs) for path in docs.rglob("*.html")}
    assert [path for path in before.keys() - after if path.parts[:2] == ("validations", "budget")]
    kept = [path for path in after if path.parts[:2] == ("validations", "goals")]
    assert kept
    assert all((docs / path).read_bytes() == before[path] for path in kept)
    assert pages_of(checked) == {name for name in checked.datasets if checked.data_files(name)}
    index = (docs / "index.html").read_text(encoding="utf-8")
    assert all(path.as_posix() in index for path in after if path.parts[0] == "validations")


def test_without_data_the_gate_says_so(project: Workspace) -> None:
    shutil.rmtree(project.data)
    with pytest.raises(TableError, match="data: there are no datasets"):
        validation.validate(project)


def test_only_what_changed_is_checked_again(checked: Workspace) -> None:
    first = validation.validate(checked)
    spoil(checked, BUDGET, 25, "154390", "154391")
    second = validation.validate(checked)
    changed = {name for name in first if first[name].fingerprint != second[name].fingerprint}
    own = {BUDGET, "data/budget/accepted.yaml"}
    beside = {"data/breaks/rules.yaml:break-stands-with-the-table"}
    assert own < changed
    assert {name for name in changed if verdicts.is_file(name)} == {BUDGET}
    assert beside < changed
    assert not any(name.startswith("data/goals/") for name in changed)


def test_the_verdict_is_outdated_by_a_rule_and_by_a_register(checked: Workspace) -> None:
    verdict = validation.validate(checked)
    files = [checked.root / name for name in verdict if verdicts.is_file(name)]
    assert verdicts.outdated(checked, verdict, files) == []
    (checked.data / "investments" / "rules.yaml").write_text("[]\n", encoding="utf-8")
    (late,) = verdicts.outdated(checked, verdict, files)
    assert late.parent.name == "investments"
    spoil(checked, "data/areas/areas.csv", 6, "Kommunchef", "Kommundirektör")
    late = verdicts.outdated(checked, verdict, files)
    refer = {"areas", "breaks", "budget", "earmarks", "explanations", "investments"}
    refer.add("commentary")  # Its numbers are held to all rows.
    assert {path.parent.name for path in late} == refer


@pytest.fixture
def remembered(checked: Workspace) -> Iterator[Workspace]:
    """As a kernel of a batch has it: every dataset was looked at when the batch began."""
    dependencies.remember(checked)
    yield checked
    dependencies.forget()


def test_a_batch_looks_at_the_data_of_others_once(remembered: Workspace) -> None:
    files = [remembered.root / BUDGET]
    verdict = verdicts.read(remembered)
    edit(remembered, "data/goals/ks-namndplan-2024.csv", "Ett tryggare Ale", "Ett tryggt Ale")
    edit(remembered, "data/budget/sn-verksamhetsplan-2021.csv", "64514", "64515")
    assert verdicts.outdated(remembered, verdict, files) == []
    dependencies.forget()
    assert verdicts.outdated(remembered, verdict, files) == files


def test_a_batch_sees_a_change_in_what_a_report_reads(remembered: Workspace) -> None:
    files = [remembered.root / BUDGET]
    edit(remembered, BUDGET, "20450", "20451")
    assert verdicts.outdated(remembered, verdicts.read(remembered), files) == files


def test_a_verdict_says_once_a_dataset_what_its_rules_check(checked: Workspace) -> None:
    verdict, stored = verdicts.read(checked), json.loads(checked.verdict.read_text("utf-8"))
    for name, finding in verdict.items():
        place = stored["files" if verdicts.is_file(name) else "rules"][name]
        assert place["checked"] == [each.rule for each in finding.checked]
    assert len(verdict[BUDGET].checked) == verdict[BUDGET].checks > 10
    verdicts.write(checked, verdict)
    assert verdicts.read(checked) == verdict


def test_a_removed_file_leaves_the_verdict(checked: Workspace) -> None:
    checked.seals.unlink()
    (checked.data / "investments" / "ks-namndplan-2024.csv").unlink()
    assert "data/investments/ks-namndplan-2024.csv" not in validation.validate(checked)


def test_with_nothing_changed_neither_the_engine_nor_pandas_is_imported(
    checked: Workspace,
) -> None:
    code = (
        "import sys; from alereport.cli import app; app(['validate'], standalone_mode=False);"
        "print({'great_expectations', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checked.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_kernel_has_a_verdict_made_by_a_process_of_its_own(checked: Workspace) -> None:
    code = (
        "import sys; from alereport import report;"
        "report.load('ks', 2024, datasets=('investments',));"
        "print('great_expectations' in sys.modules)"
    )
    edit(checked, "data/investments/table.yaml", "Expenditure", "Spending")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checked.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    assert verdicts.outdated(checked, verdicts.read(checked), checked.data_files()) == []


def test_a_change_in_a_dataset_without_rules_keeps_the_pages_of_the_others(
    checked: Workspace,
) -> None:
    (checked.data / "committees" / "rules.yaml").unlink()
    validation.validate(checked)
    spoil(checked, "data/committees/committees.csv", 3, "Service Committee", "Service committee")
    done = run_alereport(checked, "validate")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert pages_of(checked) == {name for name in checked.datasets if checked.data_files(name)}
    page = checked.quality / "data-docs" / "expectations" / "budget.html"
    assert "must add up to the printed" in page.read_text(encoding="utf-8")


def test_validate_prints_the_failure_and_exits_13(checked: Workspace) -> None:
    spoil(checked, BUDGET, 25, "154390", "154391")
    done = run_alereport(checked, "validate")
    assert done.returncode == 13
    assert f"{BUDGET}:25: amount_tkr is 154391" in done.stderr
    (row,) = [line for line in done.stderr.splitlines() if "Rule parts-equal-total" in line]
    assert row.startswith(f"{BUDGET}:25: ")
    assert "parts-equal-total" not in done.stdout
    assert "Traceback" not in done.stderr


def test_validate_gives_json_to_programs(checked: Workspace) -> None:
    done = run_alereport(checked, "validate", "--json")
    shown = json.loads(done.stdout)
    assert shown["state"] == "green"
    assert Path(checked.root / BUDGET).is_file()
    assert len(shown["files"][BUDGET]["fingerprint"]) == 64
    assert "parts-equal-total" in shown["files"][BUDGET]["checked"]
    parts = shown["checks"]["budget"]["parts-equal-total"]
    assert parts["severity"] == "error"
    assert set(parts["why"]) == {"en", "sv"}
    assert shown["rules"]["data/budget/rules.yaml:plans-agree"]["state"] == "green"
