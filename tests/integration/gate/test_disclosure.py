"""What a cell holds is shown nowhere where privacy withholds it: no message, page or file."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from alereport import seals
from alereport.base import params
from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import datasets
from alereport.gate import validation, verdicts
from alereport.privacy.disclosure import Disclosure
from alereport.report import quality
from alereport.seals import history
from alereport.texts import source_check
from tests.conftest import edit, run_alereport
from tests.unit.gate.judging import judged

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

FILE = "data/sick_leave/ks-namndplan-2024.csv"
RULES = "data/sick_leave/rules.yaml"
HEAD = (
    "document,section,committee,unit,unit_en,period,group,employees,hedge,total_percent,"
    "long_term_percent,long_term_share_percent,base,already_public\n"
)
SMALL = "ks-namndplan-2024,7,ks,kansliet,office,2023,total,8,,47.3,12.9,27.3,,false\n"
LARGE = "ks-namndplan-2024,7,ks,kommunen,municipality,2023,total,90,,41.7,1.0,,,false\n"
FIGURES = re.compile(r"(?<![\d.,-])(47[.,]3|12[.,]9|27[.,]3)(?![\d%])")
"""What is withheld of the small unit, as a cell or in Swedish."""
PUBLIC_ONLY = """\
- rule: public-as-its-document
  expectation: ExpectRowsToSatisfy
  arguments:
    condition: already_public == True
"""
WARN = """
- rule: much-for-a-year
  expectation: ExpectRowsToSatisfy
  arguments:
    condition: total_percent <= 10
    column: total_percent
    asked: at most ten per cent
  severity: warning
  why: {en: Much., sv: Mycket.}
"""


def with_rows(project: Workspace, *rows: str) -> Workspace:
    """The project with rows on sick leave that no public document prints, and that may stand."""
    write_atomically(project.root / FILE, HEAD + "".join(rows))
    edit(project, RULES, "already_public == True", "already_public.notna()")
    return project


@pytest.fixture(scope="module")
def of_a_small_unit(
    _checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """A checked project with the small unit's row, which fails; to be read, not changed."""
    root = tmp_path_factory.mktemp("small-unit") / "project"
    shutil.copytree(_checked_once.root, root)
    workspace = with_rows(Workspace(root), SMALL)
    validation.validate(workspace)
    return workspace


def test_a_failure_has_a_figure_that_is_shown_and_none_that_is_withheld(
    project: Workspace,
) -> None:
    found = judged(with_rows(project, SMALL, LARGE), "sick_leave")[FILE].failures
    assert [(each.rule, each.line, each.value, each.withheld) for each in found] == [
        ("total-is-plausible", 2, WITHHELD, True),
        ("total-is-plausible", 3, "41.7", False),
    ]


def test_no_trace_of_a_withheld_figure_is_left_by_the_gate(of_a_small_unit: Workspace) -> None:
    assert not FIGURES.search(of_a_small_unit.verdict.read_text(encoding="utf-8"))
    pages = list((of_a_small_unit.quality / "data-docs").rglob("*sick_leave*.html"))
    assert pages
    assert not [page for page in pages if FIGURES.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "arguments", [("validate",), ("validate", "--verbose"), ("validate", "--json"), ("run",)]
)
def test_no_command_prints_a_withheld_figure(
    of_a_small_unit: Workspace, arguments: tuple[str, ...]
) -> None:
    done = run_alereport(of_a_small_unit, *arguments)
    assert done.returncode == 13
    assert WITHHELD in done.stdout + done.stderr
    assert not FIGURES.search(done.stdout + done.stderr)


def test_a_cell_of_people_that_cannot_be_read_is_not_shown(project: Workspace) -> None:
    with_rows(project, SMALL.replace("47.3", '"47,3"'))
    with pytest.raises(TableError, match=r"total_percent is \(withheld\); expected a number"):
        datasets.read_dataset(project, "sick_leave")


def test_the_chapter_shows_no_withheld_figure_of_a_row_that_fails(checked: Workspace) -> None:
    verdict = judged(with_rows(checked, SMALL, LARGE), "sick_leave")
    broken = quality.quality(checked, verdict, params.municipality(checked)).broken
    values = broken.loc[broken["row"].str.startswith(FILE), "value"]
    assert values.fillna("missing").tolist() == ["missing", "41.7"]


def test_that_a_withheld_figure_warns_or_was_accepted_is_not_shown_at_all(
    checked: Workspace,
) -> None:
    frames = []
    for figure in ("9.5", "12.5"):
        with_rows(checked, SMALL.replace("47.3", figure).replace("12.9", "1.0"))
        rules = checked.root / RULES
        if "much-for-a-year" not in rules.read_text(encoding="utf-8"):
            write_atomically(rules, rules.read_text(encoding="utf-8") + WARN)
        verdicts.write(checked, judged(checked, "sick_leave"))
        verdict = verdicts.read(checked)
        shown = quality.quality(checked, verdict, params.municipality(checked))
        frames.append((shown.broken, shown.accepted, shown.provenance.drop(columns="seal")))
        edit(checked, RULES, "already_public.notna()", "already_public == True")
    assert verdict[FILE].rules == "amber"  # The steward sees it, without the figure.
    assert verdict[FILE].warnings[0].value == WITHHELD
    assert verdict[FILE].public_state == "green"
    for one, other in zip(*frames, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_warning_on_a_figure_that_is_shown_is_shown(checked: Workspace) -> None:
    with_rows(checked, LARGE.replace("41.7", "12.5"))
    rules = checked.root / RULES
    write_atomically(rules, rules.read_text(encoding="utf-8") + WARN)
    verdict = judged(checked, "sick_leave")
    broken = quality.quality(checked, verdict, params.municipality(checked)).broken
    assert broken.loc[broken["place"].eq(f"{FILE}:2"), "value"].tolist() == ["12.5"]
    assert verdict[FILE].public_state == "amber"


def test_a_rule_of_another_dataset_shows_no_figure_it_takes_from_this(project: Workspace) -> None:
    with_rows(project, SMALL.replace("47.3", "27.3").replace("total,8", "total,80"))
    rules = project.dataset("areas") / "rules.yaml"
    joined = (
        "\n- rule: healthy\n  expectation: ExpectRowsToSatisfy\n  arguments:\n"
        "    condition: sick_leave_total_percent < 5\n"
        "    column: area, sick_leave_total_percent\n    asked: little sick leave\n"
        "  severity: warning\n  why: {en: So., sv: Så.}\n"
        "  join:\n    - {dataset: sick_leave, keys: {committee: committee}, "
        "take: [total_percent]}\n"
    )
    write_atomically(rules, rules.read_text(encoding="utf-8") + joined)
    found = judged(project, "areas")["data/areas/rules.yaml:healthy"].warnings
    assert found
    assert all(each.withheld and each.value.endswith(WITHHELD) for each in found)


def test_a_comparison_with_the_documents_shows_no_withheld_figure(
    project: Workspace, sources: Path
) -> None:
    row = SMALL.replace("47.3", "9.3").replace("12.9", "1.0")
    found = source_check.compare(with_rows(project, row), sources).failures
    assert [each.value for each in found if each.file == FILE] == [WITHHELD]


def test_what_changed_since_a_file_was_sealed_shows_no_withheld_figure(
    project: Workspace,
) -> None:
    with_rows(project, SMALL.replace("47.3", "9.3"), LARGE.replace("41.7", "5.5"))
    seals.seal(project, [project.root / FILE], "Granskad")
    write_atomically(project.root / FILE, HEAD + SMALL + LARGE.replace("41.7", "5.6"))
    (late,) = [each for each in seals.unsealed(project) if each.file == FILE]
    assert history.since_sealed(project, late).sums == {}
    before = (HEAD + SMALL.replace("47.3", "9.3") + LARGE.replace("41.7", "5.5")).encode()
    path = project.root / FILE
    changes = history._changes(Disclosure(project), path, FILE, (before, path.read_bytes()))
    assert [(each.line, each.before, each.after) for each in changes] == [
        (2, WITHHELD, WITHHELD),
        (3, "5.5", "5.6"),
    ]
    gone = history._changes(Disclosure(project), path, FILE, (path.read_bytes(), before))
    assert {each.before for each in gone} == {WITHHELD}  # Of a version that is not the present.


def test_the_steward_is_told_of_a_figure_that_is_given_away_and_not_of_the_figure(
    project: Workspace,
) -> None:
    whole = "ks-namndplan-2024,7,ks,kansliet,office,2023,total,34,,5.5,,,,true\n"
    women = "ks-namndplan-2024,7,ks,kansliet,office,2023,women,30,,6.0,,,,true\n"
    men = "ks-namndplan-2024,7,ks,kansliet,office,2023,men,4,,1.8,,,,false\n"
    (told,) = judged(with_rows(project, whole, women, men), "sick_leave")[FILE].warnings
    assert (told.line, told.rule) == (4, "withheld-figure-given-away")
    assert told.withheld
    assert "1.8" not in str(told)


def test_the_steward_is_asked_about_a_unit_that_is_the_sum_of_others(project: Workspace) -> None:
    units = {"avdelningen": (55, 8.0), "a": (50, 7.5), "b": (5, 13.0)}
    rows = [
        f"ks-namndplan-2024,7,ks,{name},unit,2023,total,{people},,{percent},,,,false\n"
        for name, (people, percent) in units.items()
    ]
    verdict = judged(with_rows(project, *rows), "sick_leave")[FILE]
    asked = [each for each in verdict.warnings if each.rule == "unit-is-the-sum-of-others"]
    assert [each.line for each in asked] == [2]
    assert "{whole: avdelningen, parts: [a, b]}" in asked[0].expected
    assert verdict.public_state == "green"
    assert "unit-is-the-sum-of-others" not in {check.rule for check in verdict.checked}
    table = project.root / "data/sick_leave/table.yaml"
    declared = "privacy:\n  sums: [{whole: avdelningen, parts: [a, b]}]\n"
    text = table.read_text(encoding="utf-8").replace("privacy:\n", declared)
    write_atomically(table, text)
    assert not judged(project, "sick_leave")[FILE].warnings


def test_the_steward_is_told_of_a_rule_that_says_more_than_is_counted_with(
    project: Workspace,
) -> None:
    rules = project.root / RULES
    says_more = WARN.replace("warning", "error").replace("<= 10", "% 0.1 < 1")
    write_atomically(rules, rules.read_text(encoding="utf-8") + says_more)
    with_rows(project, SMALL.replace("47.3", "9.5").replace("12.9", "1.0"), LARGE)
    found = judged(project, "sick_leave")[FILE].warnings
    assert [each.rule for each in found] == ["rule-says-more-than-is-counted-with"]
    assert "much-for-a-year" in found[0].expected


def test_the_list_of_seals_gives_no_sum_of_a_file_with_a_withheld_figure(
    project: Workspace,
) -> None:
    with_rows(project, SMALL)
    seals.seal(project, [project.root / FILE], "Granskad")
    for arguments in (("seal", "--list"), ("seal", "--list", "--json")):
        done = run_alereport(project, *arguments)
        assert done.returncode == 0, done.stderr
        assert not FIGURES.search(done.stdout)


def test_where_it_cannot_be_computed_what_is_withheld_nothing_is_shown(project: Workspace) -> None:
    with_rows(project, SMALL, LARGE, "too,few,cells\n")
    disclosure = Disclosure(project)
    assert disclosure.hides(f"{FILE}:3", {"total_percent"})
    assert not disclosure.hides(f"{FILE}:3", set())
    assert not disclosure.hides("data/budget/ks-namndplan-2024.csv:3", set())


def test_a_published_draft_and_its_files_hold_no_withheld_figure(small_copy: Workspace) -> None:
    with_rows(small_copy, SMALL)
    shutil.rmtree(small_copy.site("sv"))
    assert run_alereport(small_copy, "run").returncode == 13
    done = run_alereport(small_copy, "publish", "--only", "quality", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    page = small_copy.site("sv") / "municipality/quality.html"
    assert "(undanhålls)" in page.read_text(encoding="utf-8")
    files = [
        path
        for path in small_copy.site("sv").rglob("*")
        if path.suffix in {".html", ".csv", ".json"}
    ]
    assert {path.suffix for path in files} == {".html", ".csv", ".json"}
    assert not {
        path.name
        for path in files
        if FIGURES.search(path.read_text(encoding="utf-8").replace("&nbsp;", " "))
    }
    assert verdicts.read(small_copy)


def test_the_verdict_for_programs_says_that_a_value_is_withheld(
    of_a_small_unit: Workspace,
) -> None:
    done = run_alereport(of_a_small_unit, "validate", "--json")
    (failure,) = json.loads(done.stdout)["files"][FILE]["failures"]
    assert (failure["value"], failure["withheld"]) == (WITHHELD, True)
