"""Synthetic workspaces: seeded, complete, past the gate, and marked on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport import demo
from alereport.base import params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.data import datasets, registers, rules_lock
from tests.conftest import edit, run_alereport
from tests.integration.publish import paper


def made(project: Workspace, folder: Path, *, many: int = 2, years: int = 2) -> Workspace:
    return demo.make(project, folder, committee_count=many, years=years, seed=1)


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
    assert {name.split("/")[1] for name in plans} == set(demo.ROWS) - set(registers.REGISTERS)
    assert all(contents(many)[name] == of_few[name] for name in plans)


def test_every_dataset_that_is_drawn_has_rows_of_its_schema(
    project: Workspace, tmp_path: Path
) -> None:
    workspace = made(project, tmp_path / "demo")
    for dataset in demo.ROWS:
        files = workspace.data_files(dataset)
        assert files, dataset
        for path in files:
            assert len(datasets.read(workspace, path)) > 0


def test_what_a_plan_says_of_the_one_before_is_not_left_open_there(
    project: Workspace, tmp_path: Path
) -> None:
    workspace = made(project, tmp_path / "demo")
    reported = [datasets.read(workspace, path) for path in workspace.data_files("follow_up")]
    goals = [goal for rows in reported for goal in rows["goal"]]
    assert len(goals) == len(set(goals))
    assert {status for rows in reported for status in rows["status"]} > {"in_progress", "done"}


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
