"""Synthetic workspaces: seeded, complete, past the gate, and marked on every page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alereport import demo
from alereport.base import params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.data import datasets, registers, rules_lock
from alereport.demo import committees, progress
from alereport.privacy import withheld
from tests.conftest import edit, run_alereport
from tests.integration.publish import paper


def made(project: Workspace, folder: Path, *, many: int = 2, years: int = 2) -> Workspace:
    return demo.make(project, folder, committee_count=many, years=years, seed=1)


def rows(workspace: Workspace, dataset: str) -> pd.DataFrame:
    return datasets.read_dataset(workspace, dataset)


def contents(workspace: Workspace) -> dict[str, bytes]:
    return {
        workspace.relative(path): path.read_bytes()
        for path in workspace.root.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_makes_the_same_files(project: Workspace, tmp_path: Path) -> None:
    one, same = (made(project, tmp_path / name) for name in ("one", "same"))
    other = demo.make(project, tmp_path / "other", committee_count=2, years=2, seed=2)
    assert contents(one) == contents(same)
    assert contents(one) != contents(other)


def test_the_settings_it_is_made_from_stay_as_they_are(project: Workspace, tmp_path: Path) -> None:
    before = params.municipality(project)
    synthetic = demo.make(project, tmp_path / "demo", committee_count=1, years=1, seed=1)
    assert params.municipality(project) == before
    assert params.municipality(synthetic).release != before.release


def test_its_rules_are_locked_as_they_are(project: Workspace, tmp_path: Path) -> None:
    workspace = made(project, tmp_path / "demo")
    assert rules_lock.read(workspace)
    assert rules_lock.differences(workspace) == []


def test_a_committee_is_the_same_however_many_there_are(project: Workspace, tmp_path: Path) -> None:
    few, many = made(project, tmp_path / "few", many=1), made(project, tmp_path / "many", many=3)
    of_few = contents(few)
    plans = [name for name in of_few if "/kultur-plan-" in name]
    assert {name.split("/")[1] for name in plans} == set(demo.ROWS["plan"]) - set(
        registers.REGISTERS
    )
    own = [name for name in of_few if "/kultur-" in name]
    assert len(own) > len(plans)
    assert all(contents(many)[name] == of_few[name] for name in own)


def test_every_dataset_that_is_drawn_has_rows_of_its_schema(
    project: Workspace, tmp_path: Path
) -> None:
    workspace = made(project, tmp_path / "demo")
    for dataset in {name for rows_of in demo.ROWS.values() for name in rows_of}:
        files = workspace.data_files(dataset)
        assert files, dataset
        for path in files:
            assert len(datasets.read(workspace, path)) > 0


def test_what_a_document_says_of_a_goal_is_what_the_next_plan_says_of_it(
    project: Workspace, tmp_path: Path
) -> None:
    statuses = rows(made(project, tmp_path / "demo", years=3), "follow_up")
    assert set(statuses["status"]) == set(progress.STATUS)
    assert not statuses.duplicated(["document", "goal"]).any()
    at_the_end = statuses[statuses["as_of"].dt.month.eq(12)]
    assert at_the_end.groupby("goal")["status"].nunique().eq(1).all()
    assert at_the_end["goal"].duplicated().any()
    moved = statuses.groupby("goal")["status"].nunique()
    assert moved.gt(1).any()
    in_part = statuses[statuses["as_of"].dt.month.ne(12)]
    assert set(at_the_end["goal"]) - set(in_part["goal"]), "every goal is reported each time"


def test_every_year_is_followed_up_and_only_the_last_is_not_over(
    project: Workspace, tmp_path: Path
) -> None:
    workspace = made(project, tmp_path / "demo", years=3)
    kinds = rows(workspace, "documents").groupby(["committee", "year"])["kind"].agg(list)
    for (_committee, year), of_year in kinds.items():
        assert of_year.count("plan") == 1
        assert of_year.count("interim_report") == 2
        assert of_year.count("annual_report") == (year < committees.LAST_YEAR)
    assert params.municipality(workspace).as_of.isoformat() == "2024-08-31"


def test_a_budget_that_is_followed_up_is_the_plans_with_what_was_decided_since(
    project: Workspace, tmp_path: Path
) -> None:
    workspace = made(project, tmp_path / "demo", many=3, years=5)
    amendments, reported = rows(workspace, "amendments"), rows(workspace, "outturn")
    budgets = reported[reported["kind"].eq("budget_year") & reported["area"].ne("total")]
    changed = budgets.groupby(["committee", "year", "area"])["amount_tkr"].nunique()
    assert changed.gt(1).any(), "no budget was changed between April and August"
    assert set(amendments["decided"].dt.month) == {3, 6}
    of_plans = rows(workspace, "budget").query("kind == 'budget' and amount_year == plan_year")
    planned = of_plans.set_index(["committee", "plan_year", "area"])["amount_tkr"]
    for row in budgets.itertuples():
        key = (row.committee, row.year, row.area)
        decided = amendments[
            amendments["committee"].eq(row.committee)
            & amendments["area"].eq(row.area)
            & amendments["year"].eq(row.year)
            & amendments["decided"].le(row.as_of)
        ]
        assert row.amount_tkr == planned[key] + decided["amount_tkr"].sum()


def test_it_shows_what_a_report_can_say_and_leave_out(project: Workspace, tmp_path: Path) -> None:
    workspace = made(project, tmp_path / "demo", many=3, years=4)
    causes = rows(workspace, "deviations")
    reported = rows(workspace, "outturn").query("kind == 'forecast_year' and area != 'total'")
    explained = set(zip(causes["document"], causes["area"], strict=True))
    assert explained < set(zip(reported["document"], reported["area"], strict=True)) | explained
    assert set(zip(reported["document"], reported["area"], strict=True)) - explained
    assert causes["follows"].notna().any()
    assert causes["measure_taken"].isna().any()
    assert set(causes["status"].dropna()) == {"not_started", "in_progress", "done"}
    assert reported["hedge"].notna().any()
    assert rows(workspace, "areas")["requirement"].eq(True).any()
    assert set(rows(workspace, "sick_leave")["period"].str.len()) == {4, 7, 15}
    assert withheld.of_dataset(workspace, "sick_leave").rows
    overrun = rows(workspace, "projects").eval("forecast_total_tkr > decided_total_tkr")
    assert overrun.any()
    assert not overrun.all()


def test_it_passes_the_gate_without_a_warning(project: Workspace, tmp_path: Path) -> None:
    workspace = made(project, tmp_path / "demo", many=3, years=4)
    done = run_alereport(workspace, "validate", "--strict")
    assert done.returncode == 0, done.stdout
    assert "Data: green" in done.stdout


def test_a_folder_that_is_there_is_left_alone(project: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ParamsError) as refused:
        made(project, tmp_path)
    assert refused.value.found == "it already exists"


def test_more_committees_than_there_are_names_are_refused(
    project: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(ParamsError) as refused:
        made(project, tmp_path / "demo", many=51)
    assert refused.value.expected == "at most 50"
    assert not (tmp_path / "demo").exists()


def test_it_passes_the_gate_and_every_page_says_that_it_is_synthetic(
    project: Workspace, tmp_path: Path
) -> None:
    done = run_alereport(
        project, "demo", str(tmp_path / "demo"), "--committees", "1", "--years", "1"
    )
    assert done.returncode == 0, done.stderr
    workspace = Workspace(tmp_path / "demo")
    edit(workspace, "params/municipality.yaml", "- en\n", "")
    for path in workspace.notebooks.iterdir():
        if path.stem not in {"overview", "budget"}:
            path.unlink()  # Every chapter is in tests/soak/test_demo.py.
    done = run_alereport(workspace, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    assert "Data: green" in done.stdout
    assert_each_page_is_marked(workspace)


def assert_each_page_is_marked(workspace: Workspace) -> None:
    """Each page of the Swedish site and PDF says that the data are synthetic."""
    pages = list(workspace.site("sv").rglob("*.html"))
    staged = [path for path in workspace.book("sv").rglob("*") if path.suffix in {".ipynb", ".qmd"}]
    of_the_book = [page for page in pages if not page.stem.endswith("-origins")]
    assert len(of_the_book) == len(staged)
    for page in pages:
        assert "SYNTETISKA DATA, inte verkliga" in page.read_text(encoding="utf-8"), page
    for sheet in paper.pages(workspace.pdf("sv")):
        words = " ".join(sheet.split())
        assert "SYNTETISKA DATA, inte verkliga" in words, words
