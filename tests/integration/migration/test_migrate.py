"""Projects of earlier versions, brought to this one: the committed ones, and demos.

`0.2.0.tar.xz` and `0.3.0.tar.xz` hold the data and parameters as they were committed, the first
also a demo of one committee and two years that was made by that version.
"""

from __future__ import annotations

import csv
import json
import shutil
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from alereport import migration
from alereport.base import workspace as folders
from alereport.base import yaml_files
from alereport.base.workspace import Workspace
from alereport.data import csv_files, schemas
from alereport.demo import make
from alereport.migration import datasets
from alereport.migration.conversions import conversions, standard_of
from tests.conftest import ROOT, edit, run_alereport
from tests.unit.gate.judging import judged

SOURCE = "employees_per_manager_source: Kommunkompassen 2020, område 8"
SOURCE_BY_LANGUAGE = "employees_per_manager_source: {sv: enkäten, en: the survey}"
VERSIONS = ["0.2.0", "0.3.0"]
"""The versions with a committed project."""
DATASETS = {*standard_of("0.2.0")} - {"commentary", "follow_up"}
READ_WRONG = {"0.2.0": [], "0.3.0": ["data/follow_up/ks-namndplan-2024.csv:13"]}
"""The rows that a rule of this version refuses: a proposal handed in was read as done."""
of_0_2_0 = pytest.mark.parametrize("version", ["0.2.0"], indirect=True, scope="module")
pytestmark = pytest.mark.slow


def unpacked(name: str, folder: Path, version: str = "0.2.0") -> Workspace:
    """A project of an earlier version whose parameters are as `from-0.3-to-0.4.md` asks."""
    with tarfile.open(Path(__file__).with_name(f"{version}.tar.xz")) as archive:
        archive.extractall(folder, filter="data")
    workspace = Workspace(folder / name)
    edit(workspace, "params/municipality.yaml", SOURCE, SOURCE_BY_LANGUAGE)
    shutil.copy(ROOT / "params" / "book.yaml", workspace.params)
    return workspace


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Every file of the project but what commands generate, hidden ones included."""
    return {
        path.relative_to(workspace.root).as_posix(): path.read_bytes()
        for path in workspace.root.rglob("*")
        if path.is_file() and workspace.build not in path.parents
    }


def rows(path: Path) -> list[dict[str, str]]:
    return [cells for _line, cells in csv_files.csv_rows(path.read_bytes())]


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, version: str
) -> tuple[Workspace, dict[str, Any]]:
    """The committed project of a version, migrated, and what the command said."""
    workspace = unpacked("committed", tmp_path_factory.mktemp("committed"), version)
    done = run_alereport(workspace, "migrate", "--json")
    assert done.returncode == 0, done.stderr
    return workspace, json.loads(done.stdout)


@pytest.fixture
def demo(tmp_path: Path) -> Workspace:
    return unpacked("demo", tmp_path)


def test_the_committed_project_has_the_errors_that_were_read_and_cannot_be_migrated_twice(
    migrated: tuple[Workspace, dict[str, Any]], version: str
) -> None:
    workspace, told = migrated
    assert told["migrated"] is True
    assert (told["errors"], told["unreadable"]) == (len(READ_WRONG[version]), "")
    found = judged(workspace, "follow_up").values()
    refused = [f"{row.file}:{row.line}" for each in found for row in each.failures]
    assert refused == READ_WRONG[version]  # As many as there are errors in all.
    before = contents(workspace)
    again = run_alereport(workspace, "migrate")
    assert (again.returncode, again.stdout) == (0, "There is nothing to migrate.\n")
    assert json.loads(run_alereport(workspace, "migrate", "--json").stdout) == {"migrated": False}
    assert contents(workspace) == before


def test_its_schemas_and_rules_are_those_of_this_version(
    migrated: tuple[Workspace, dict[str, Any]],
) -> None:
    workspace, _told = migrated
    for path in (ROOT / "data").glob("*/*.yaml"):
        if path.name in {"table.yaml", "rules.yaml"}:
            migrated_file = workspace.dataset(path.parent.name) / path.name
            assert yaml_files.load(migrated_file.read_bytes()) == yaml_files.load(path.read_bytes())


def known_columns(workspace: Workspace, dataset: str, version: str) -> set[str]:
    """The columns that the migration can know: those that it does not ask to be read."""
    schema = schemas.schema(workspace, dataset)
    asked = {column for each in conversions().of(dataset, version).read for column in each.columns}
    languages = {name for columns in schema.translations.values() for name in columns.values()}
    return set(schema.columns) - asked - languages


@pytest.fixture(scope="module")
def read_since(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The project of 0.3.0, where the documents had been read again."""
    return unpacked("committed", tmp_path_factory.mktemp("read"), "0.3.0")


@pytest.mark.parametrize("dataset", sorted(DATASETS))
def test_its_rows_are_those_that_were_read_in_all_that_it_can_know(
    migrated: tuple[Workspace, dict[str, Any]], read_since: Workspace, version: str, dataset: str
) -> None:
    """Version 0.3.0 may have more rows than 0.2.0; of follow-up, the rows themselves are read."""
    workspace, _told = migrated
    columns = set(schemas.written(read_since, dataset).columns)
    known = sorted(known_columns(workspace, dataset, version) & columns)
    files = workspace.data_files(dataset)
    assert files
    for path in files:
        found, read = (
            Counter(tuple(row[column] for column in known) for row in rows(each))
            for each in (path, read_since.root / workspace.relative(path))
        )
        assert found <= read, path.name


def test_the_registers_are_put_in_the_order_that_is_the_municipalitys_habit(
    tmp_path: Path,
) -> None:
    workspace = unpacked("committed", tmp_path, "0.3.0")
    path = workspace.dataset("areas") / "areas.csv"
    before = [row["area"] for row in rows(path)]
    migration.migrate(workspace)
    after = rows(path)
    assert [row["area"] for row in after] != before
    places = [(row["committee"], row["area"]) for row in after]
    assert places == sorted(places)


def test_a_requirement_to_save_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    workspace = unpacked("committed", tmp_path, "0.3.0")
    told = migration.migrate(workspace)
    assert {row["requirement"] for row in rows(workspace.dataset("areas") / "areas.csv")} == {""}
    asked = {(each.dataset, *each.columns) for each in told.read}
    assert {("areas", "requirement"), ("sections", "values")} <= asked
    assert ("evaluation", "also_called", "conclusion") in asked
    assert not {each for each in asked if each[0] == "measures"}  # Read for 0.3.0 already.


@of_0_2_0
def test_its_follow_up_has_what_a_document_says_and_nothing_else(
    migrated: tuple[Workspace, dict[str, Any]],
) -> None:
    workspace, told = migrated
    remaining = [row for path in workspace.data_files("follow_up") for row in rows(path)]
    assert len(remaining) == 9
    assert all(row["note"] and row["status"] != "not_reported" for row in remaining)
    changes = next(each for each in told["datasets"] if each["dataset"] == "follow_up")
    assert changes["dropped"] == 112
    assert changes["emptied"] == ["data/follow_up/sn-verksamhetsplan-2021.csv"]


@of_0_2_0
def test_it_tells_what_is_to_be_read_file_by_file(
    migrated: tuple[Workspace, dict[str, Any]],
) -> None:
    _workspace, told = migrated
    asked = {(each["dataset"], *each["columns"]): each for each in told["read"]}
    assert asked["goals", "commented"]["files"] == {
        "data/goals/ks-namndplan-2024.csv": 33,
        "data/goals/ks-verksamhetsplan-2022.csv": 35,
        "data/goals/sn-verksamhetsplan-2021.csv": 53,
    }
    assert "data/measures/ks-verksamhetsplan-2022.csv:3" in asked["measures", "year"]["rows"]
    assert ("personnel", "hedge") not in asked  # Each word was found.


def test_its_accepted_deviations_follow_their_rows_and_seals_stay(
    migrated: tuple[Workspace, dict[str, Any]], version: str, tmp_path: Path
) -> None:
    workspace, told = migrated
    before = unpacked("committed", tmp_path, version)
    assert workspace.seals.read_bytes() == before.seals.read_bytes()
    path = before.dataset("goal_links") / "ks-namndplan-2024.csv"
    assert (workspace.root / before.relative(path)).read_bytes() == path.read_bytes()
    counts = [
        len(yaml_files.load(path.read_bytes()))
        for each in (before, workspace)
        for path in sorted(each.data.glob("*/accepted.yaml"))
    ]
    assert sum(counts[: len(counts) // 2]) == sum(counts[len(counts) // 2 :]) + len(told["dropped"])


def test_a_demo_is_migrated_and_its_report_runs(demo: Workspace) -> None:
    done = run_alereport(demo, "migrate")
    assert done.returncode == 0, done.stderr
    assert "Migrated from 0.2.0 to 0.6.0." in done.stdout
    assert "The gate finds 0 errors" in done.stdout
    done = run_alereport(demo, "validate")
    assert done.returncode == 0, done.stdout
    shutil.copy(ROOT / "notebooks" / "budget.ipynb", demo.notebooks)
    done = run_alereport(demo, "run", "--committee", "kultur", "--year", "2024", "-l", "sv")
    assert done.returncode == 0, done.stderr
    assert demo.executed("sv", "kultur-2024/budget").is_file()


def test_a_dry_run_says_the_same_and_changes_nothing(demo: Workspace) -> None:
    before = contents(demo)
    done = run_alereport(demo, "migrate", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Would migrate from 0.2.0 to 0.6.0." in done.stdout
    assert "goals, commented: whether a planning comment stands under the goal" in done.stdout
    assert contents(demo) == before


@pytest.mark.parametrize(
    ("module", "name"), [(datasets.Dataset, "_convert_accepted"), (folders, "exchange")]
)
def test_one_that_is_killed_half_way_leaves_the_project_as_it_was(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    before = contents(demo)
    monkeypatch.setattr(module, name, killed)
    with pytest.raises(KeyboardInterrupt):
        migration.migrate(demo)
    assert contents(demo) == before


def test_a_project_of_an_unknown_form_is_refused_in_one_line(demo: Workspace) -> None:
    edit(demo, "data/documents/table.yaml", "- name: sha256", "- name: checksum")
    before = contents(demo)
    done = run_alereport(demo, "migrate")
    assert done.returncode == 12
    assert done.stderr == (
        "data/documents/table.yaml: there is no column sha256; expected the columns of version "
        "0.2.0, to be migrated, or of 0.6.0; restore the schema of the version the project was "
        "made with.\n"
    )
    assert contents(demo) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "data/goals/kultur-plan-2024.csv",
            "section",
            "part",
            ":1: there is a column part, and none section; expected document, section, goal,",
        ),
        ("data/goals/rules.yaml", "- rule:", "- rulle:", ":2: the key `rule` is missing; expected"),
        ("data/goals/table.yaml", "title:", "titel:", ": the key `title` is missing; expected"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    demo: Workspace, file: str, old: str, new: str, message: str
) -> None:
    edit(demo, file, old, new)
    before = contents(demo)
    done = run_alereport(demo, "migrate")
    assert done.returncode == 12
    assert f"{file}{message}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert contents(demo) == before


def test_a_name_that_the_standard_now_has_is_refused(demo: Workspace) -> None:
    rules = demo.dataset("earmarks") / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    own = yaml_files.load(text)[0] | {"rule": "hedge-as-printed"}
    rules.write_text(f"{text}\n- {json.dumps(own)}\n", encoding="utf-8")
    done = run_alereport(demo, "migrate")
    assert done.returncode == 12
    assert "data/earmarks/rules.yaml: hedge-as-printed is a rule of your own" in done.stderr
    rules.write_text(text, encoding="utf-8")
    shutil.copytree(demo.dataset("breaks"), demo.dataset("projects"))
    done = run_alereport(demo, "migrate")
    assert done.returncode == 12
    assert "data/projects: projects is a dataset of your own" in done.stderr


OWN_RULE = """
- rule: short-titles
  expectation: ExpectRowsToSatisfy
  arguments: {condition: title.str.len() < 200, column: title, asked: a short title}
  severity: warning
  why: {en: Long titles are not read., sv: Långa titlar läses inte.}
"""
OWN_OF_THE_OLD_COLUMN = """
- rule: few-guesses
  expectation: ExpectRowsToSatisfy
  arguments: {condition: approximate == False, column: approximate, asked: exact figures}
  severity: warning
  why: {en: Exact figures are better., sv: Exakta siffror är bättre.}
"""
OWN_ACCEPTED = """
- rule: short-titles
  row: {goal: no-such-goal}
  expect: {title: x}
  reason: {en: It is good., sv: Den är bra.}
  by: dataförvaltaren
  date: 2026-11-22
"""


def append(workspace: Workspace, file: str, text: str) -> None:
    path = workspace.root / file
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(before + text, encoding="utf-8")


def with_its_own(workspace: Workspace) -> None:
    """Give a project a dataset, columns, rules and words of its own, and change the standard's."""
    shutil.copytree(workspace.dataset("breaks"), workspace.dataset("visits"))
    goals = workspace.dataset("goals")
    edit(
        workspace,
        "data/goals/table.yaml",
        "  - name: decided_by\n",
        "  # Ours.\n  - name: cost_tkr\n    type: integer\n    description: The cost.\n"
        "    description_sv: Kostnaden.\n  - name: title_en\n    type: string\n"
        "    description: The title.\n    description_sv: Titeln.\n  - name: decided_by\n",
    )
    edit(workspace, "data/goals/table.yaml", "title_sv:", "title_nb: Mål på norsk\ntitle_sv:")
    for path in goals.glob("*.csv"):
        heading, *lines = path.read_text(encoding="utf-8").splitlines()
        columns = heading.split(",")
        at = columns.index("decided_by")
        assert all(line.count(",") == heading.count(",") for line in lines)
        cells = [[*columns[:at], "cost_tkr", "title_en", *columns[at:]]]
        for line in lines:
            row = line.split(",")
            cells.append([*row[:at], "17", "An English title", *row[at:]])
        path.write_text("".join(",".join(row) + "\n" for row in cells), encoding="utf-8")
    append(workspace, "data/goals/rules.yaml", OWN_RULE)
    append(workspace, "data/goals/accepted.yaml", OWN_ACCEPTED)
    append(workspace, "notebooks/own.ipynb", '{"cells": [{"source": ["x.name_sv"]}]}')


def test_what_is_the_projects_own_stays(demo: Workspace) -> None:
    with_its_own(demo)
    before = contents(demo)
    told = migration.migrate(demo)
    after = contents(demo)
    assert (told.errors, told.unreadable) == (0, "")
    own_files = [file for file in before if "visits" in file or not file.startswith("data/")]
    assert all(after[file] == before[file] for file in own_files)
    schema = schemas.schema(demo, "goals")
    assert schema.columns.index("cost_tkr") < schema.columns.index("decided_by")
    assert schema.by_language("title")["nb"] == "Mål på norsk"
    for path in demo.data_files("goals"):
        assert {(row["cost_tkr"], row["title_en"]) for row in rows(path)} == {
            ("17", "An English title")
        }
    rules = yaml_files.load((demo.dataset("goals") / "rules.yaml").read_bytes())
    assert [rule["rule"] for rule in rules].count("short-titles") == 1
    changes = next(each for each in told.datasets if each.dataset == "goals")
    assert {"cost_tkr", "title_nb", "short-titles"} <= {*changes.own}
    assert told.dropped == ["short-titles of no-such-goal: the row is gone"]
    assert [(each.place, each.words) for each in told.mentions] == [
        (
            "notebooks/budget.ipynb",
            ("budget.ventures", "budget.what_is_missing", "common.provenance"),
        ),
        ("notebooks/own.ipynb", ("name_sv",)),
    ]


def test_an_own_dataset_on_people_is_told_to_say_of_whom(demo: Workspace) -> None:
    """The standard's own says it after the migration, and who reads the other gets one line."""
    own = demo.dataset("wellbeing") / "table.yaml"
    shutil.copytree(demo.dataset("sick_leave"), own.parent)
    before = own.read_bytes()
    told = migration.migrate(demo)
    assert own.read_bytes() == before
    private = ("employees", "total_percent", "long_term_percent", "long_term_share_percent")
    assert [(each.dataset, each.columns) for each in told.read if not each.files] == [
        ("wellbeing", private)
    ]
    assert schemas.schema(demo, "sick_leave").privacy is not None
    assert told.unreadable == (
        "data/wellbeing/table.yaml:39: employees is private; expected a privacy block that says of "
        "whom it tells and what of it is public; write it, see docs/how-to/dataset.md."
    )


def test_an_own_rule_that_reads_what_is_gone_is_told(demo: Workspace) -> None:
    append(demo, "data/earmarks/rules.yaml", OWN_OF_THE_OLD_COLUMN)
    done = run_alereport(demo, "migrate")
    assert done.returncode == 0, done.stderr
    assert "data/earmarks/rules.yaml: few-guesses: approximate" in done.stdout
    assert "The gate cannot read it yet: data/earmarks/rules.yaml: " in done.stdout


def test_an_accepted_deviation_that_the_gate_no_longer_refuses_is_dropped(
    demo: Workspace,
) -> None:
    edited = yaml_files.load(OWN_ACCEPTED)[0]
    goal = rows(demo.data_files("goals")[0])[0]
    edited |= {"row": {"goal": goal["goal"]}, "expect": {"title": goal["title"]}}
    append(demo, "data/goals/rules.yaml", OWN_RULE)
    text = json.dumps(edited, ensure_ascii=False, default=str)
    append(demo, "data/goals/accepted.yaml", f"- {text}\n")
    told = migration.migrate(demo)
    assert told.errors == 0
    assert told.dropped == [f"short-titles of {goal['goal']}: the row no longer breaks the rule"]


def test_a_project_of_0_5_0_gets_the_column_that_it_lacks(tmp_path: Path) -> None:
    workspace = make(Workspace(ROOT), tmp_path / "demo", committee_count=1, years=1, seed=1)
    standard = ROOT / "alereport" / "migration" / "standard_0_5_0.yaml"
    for name in set(workspace.datasets) - set(yaml.safe_load(standard.read_text("utf-8"))):
        shutil.rmtree(workspace.dataset(name))
    folder = workspace.dataset("deviations")
    table = folder / "table.yaml"
    kept, gone = [], "responsible_en"
    for part in table.read_text(encoding="utf-8").split("  - name: "):
        kept += [] if part.startswith(gone) else [part]
    lines = "  - name: ".join(kept).splitlines(keepends=True)
    table.write_text("".join(line for line in lines if gone not in line), encoding="utf-8")
    for path in folder.glob("*.csv"):
        heading, *cells = csv.reader(path.read_text(encoding="utf-8").splitlines())
        at = heading.index(gone)
        with path.open("w", encoding="utf-8", newline="") as file:
            without = ([*row[:at], *row[at + 1 :]] for row in (heading, *cells))
            csv.writer(file, lineterminator="\n").writerows(without)
    assert migration.version_of(workspace) == "0.5.0"
    done = run_alereport(workspace, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Migrated from 0.5.0 to 0.6.0." in done.stdout
    assert migration.is_of_this_version(workspace)
    found = [row for path in sorted(folder.glob("*.csv")) for row in rows(path)]
    assert {row["responsible_en"] for row in found} == {""}
    assert any(row["responsible"] for row in found)
