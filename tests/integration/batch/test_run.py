"""The batch with real kernels: what runs, what does not, and what is left behind."""

from __future__ import annotations

import json
import shutil

import nbformat
import pytest

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from tests.conftest import edit, run_alereport

EVERY_REPORT = {
    (f"{slug}/budget", language)
    for slug in ("ks-2022", "ks-2024", "sn-2021")
    for language in ("sv", "en")
}


def states(workspace: Workspace) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), ["sv", "en"])
    found = scheduling.statuses(workspace, tasks)
    return {(each.task.report, each.task.language): (each.state, each.why) for each in found}


def test_a_fresh_clone_has_every_report_missing(checked: Workspace) -> None:
    found = states(checked)
    assert set(found) == EVERY_REPORT
    assert set(found.values()) == {("missing", ("it has not been executed",))}


def test_after_a_build_every_report_is_fresh_and_executed(built: Workspace) -> None:
    assert set(states(built).values()) == {("fresh", ())}
    for report, language in EVERY_REPORT:
        notebook = nbformat.read(built.executed(language, report), as_version=4)
        assert notebook.metadata.papermill.parameters["language"] == language
        assert all(c.execution_count for c in notebook.cells if c.cell_type == "code")


def test_a_second_run_executes_nothing(built_copy: Workspace) -> None:
    before = {path: path.read_bytes() for path in built_copy.build.glob("notebooks/**/*.ipynb")}
    done = run_alereport(built_copy, "run")
    assert done.returncode == 0, done.stderr
    assert "0 executed, 6 already fresh" in done.stdout
    assert json.loads(built_copy.run_record.read_text(encoding="utf-8"))["executed"] == []
    assert before == {path: path.read_bytes() for path in before}


def test_nothing_depends_on_when_a_file_was_written(built_copy: Workspace) -> None:
    for path in [*built_copy.data.rglob("*.csv"), *built_copy.notebooks.iterdir()]:
        path.touch()
    assert {state for state, _why in states(built_copy).values()} == {"fresh"}


@pytest.mark.parametrize(
    ("file", "old", "new", "stale", "why"),
    [
        (
            "data/budget/sn-verksamhetsplan-2021.csv",
            "84596",
            "84597",
            {"sn-2021/budget"},
            "data changed (data/budget/sn-verksamhetsplan-2021.csv)",
        ),
        (
            "data/areas/areas.csv",
            "Municipal",
            "Municipal",
            set(),
            "",
        ),
        (
            "data/committees/committees.csv",
            "Service Committee",
            "Services Committee",
            {"sn-2021/budget"},
            "data changed (data/committees/committees.csv)",
        ),
        (
            "notebooks/budget.ipynb",
            "budget.lead(changes)",
            "text.lead( changes)",
            {"ks-2022/budget", "ks-2024/budget", "sn-2021/budget"},
            "notebook changed (notebooks/budget.ipynb)",
        ),
    ],
    ids=["a figure", "nothing", "a row of a register", "the notebook"],
)
def test_a_change_makes_stale_just_what_depends_on_it(
    built_copy: Workspace, file: str, old: str, new: str, stale: set[str], why: str
) -> None:
    if old != new:
        edit(built_copy, file, old, new)
    found = {key: value for key, value in states(built_copy).items() if value[0] != "fresh"}
    assert {report for report, _language in found} == stale
    assert {state for state, _why in found.values()} <= {"stale"}
    assert all(why in reasons for _state, reasons in found.values())


def test_an_executed_notebook_changed_by_hand_is_stale(built_copy: Workspace) -> None:
    path = built_copy.executed("sv", "ks-2024/budget")
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = states(built_copy)["ks-2024/budget", "sv"]
    assert changed == ("stale", ("the executed notebook was changed by hand",))


def test_a_record_that_cannot_be_read_counts_as_missing(built_copy: Workspace) -> None:
    built_copy.record("sv", "ks-2024/budget").write_text("{", encoding="utf-8")
    assert states(built_copy)["ks-2024/budget", "sv"][0] == "missing"


def test_a_failing_notebook_is_saved_and_does_not_stop_the_others(built_copy: Workspace) -> None:
    edit(
        built_copy,
        "notebooks/budget.ipynb",
        '"budget.lead(changes)"',
        '"1 / (data.committee == \\"sn\\")"',
    )
    chosen = ("--language", "sv", "-y", "2021", "-y", "2024")
    done = run_alereport(built_copy, "run", *chosen, "--verbose")
    assert done.returncode == 14
    assert "Traceback" not in done.stderr
    assert "cell 6 raised ZeroDivisionError: division by zero" in done.stderr
    assert "build/notebooks/sv/ks-2024/budget.ipynb" in done.stderr
    found = states(built_copy)
    assert found["sn-2021/budget", "sv"] == ("fresh", ())
    assert found["ks-2024/budget", "sv"][0] == "failed"
    saved = nbformat.read(built_copy.executed("sv", "ks-2024/budget"), as_version=4)
    errors = [o for c in saved.cells for o in c.get("outputs", ()) if o.output_type == "error"]
    assert errors[0].ename == "ZeroDivisionError"
    assert errors[0].traceback


ENDINGS = {
    "ks-2024/budget": ("cell 7", "raised SystemExit: 0"),
    "ks-2022/budget": ("cell 7", "raised SystemExit"),
    "sn-2021/budget": ("cell 8", "raised ZeroDivisionError: division by zero"),
}
"""The cell in which each report ends early, and how."""


def test_a_cell_that_ends_a_notebook_early_fails_its_own_run_and_not_the_book(
    built_copy: Workspace,
) -> None:
    path = built_copy.notebook("budget")
    notebook = nbformat.read(path, as_version=4)
    before = path.read_bytes()
    exits = "import sys\nif committee == 'ks':\n    sys.exit(*[0] * (year == 2024))"
    excused = {"tags": ["raises-exception"]}
    notebook.cells[6:6] = [
        nbformat.v4.new_code_cell(exits),
        nbformat.v4.new_code_cell("1 / (committee == 'ks')", metadata=excused),
    ]
    nbformat.write(notebook, path)
    done = run_alereport(built_copy, "run", "-l", "sv")
    assert done.returncode == 14, done.stderr
    assert "0 executed, 0 already fresh, 3 excepted" in done.stdout
    found = states(built_copy)
    for report, (cell, raised) in ENDINGS.items():
        assert f"notebooks/budget.ipynb for {report} (sv): {cell} {raised}" in done.stderr
        assert found[report, "sv"][0] == "failed"  # It does not count as fresh.
    path.write_bytes(before)
    done = run_alereport(built_copy, "run", "-c", "ks", "-y", "2024", "-l", "sv")
    assert done.returncode == 0, done.stderr
    assert "1 executed" in done.stdout


def test_a_notebook_that_no_list_names_is_reported_as_not_executed(built_copy: Workspace) -> None:
    shutil.copyfile(built_copy.notebook("budget"), built_copy.notebook("visits"))
    warning = "notebooks/visits.ipynb: it belongs to no chapter"
    assert warning in run_alereport(built_copy, "status").stderr
    done = run_alereport(built_copy, "status", "--json")
    assert json.loads(done.stdout)["unlisted"] == ["notebooks/visits.ipynb"]
    assert warning in run_alereport(built_copy, "run").stderr


def test_red_data_are_refused_without_a_kernel_and_the_others_run(built_copy: Workspace) -> None:
    edit(built_copy, "data/budget/sn-verksamhetsplan-2021.csv", "84596", "84597")
    before = built_copy.executed("sv", "sn-2021/budget").read_bytes()
    shutil.rmtree(built_copy.build / "notebooks" / "en" / "ks-2022")
    done = run_alereport(built_copy, "run")
    assert done.returncode == 13
    assert "sn-verksamhetsplan-2021.csv:19: amount_tkr is 84597" in done.stderr
    assert built_copy.executed("sv", "sn-2021/budget").read_bytes() == before
    found = states(built_copy)
    assert found["ks-2022/budget", "en"] == ("fresh", ())
    assert found["sn-2021/budget", "sv"][0] == "failed"


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"cells": [], "metadata": {}}'],
    ids=["cut off", "a list", "no kernelspec"],
)
def test_a_notebook_that_cannot_be_read_is_refused_before_a_kernel(
    checked: Workspace, content: str
) -> None:
    checked.notebook("budget").write_text(content, encoding="utf-8")
    done = run_alereport(checked, "run")
    assert done.returncode == 14
    assert "\nnotebooks/budget.ipynb: it cannot be read as a notebook" in f"\n{done.stderr}"
    assert not (checked.build / "notebooks").exists()


def test_a_notebook_without_parameters_is_refused(checked: Workspace) -> None:
    edit(checked, "notebooks/budget.ipynb", '"parameters"', '"parametres"')
    done = run_alereport(checked, "run")
    assert done.returncode == 14
    assert "0 cells are tagged parameters; expected one" in done.stderr


def test_a_killed_process_fails_one_report_alone(built_copy: Workspace) -> None:
    edit(
        built_copy,
        "notebooks/budget.ipynb",
        '"budget.lead(changes)"',
        '"import os, signal; committee == \\"sn\\" and os.kill(os.getppid(), signal.SIGKILL)"',
    )
    done = run_alereport(built_copy, "run", "-l", "sv", "-y", "2021", "-y", "2024")
    assert done.returncode == 14
    assert "budget.ipynb for sn-2021/budget (sv): its process was killed" in done.stderr
    assert "for ks-" not in done.stderr
    assert "Traceback" not in done.stderr
    found = states(built_copy)
    assert found["ks-2024/budget", "sv"] == ("fresh", ())
    assert found["sn-2021/budget", "sv"][0] == "failed"
