"""What the batch does with notebooks that do not reach their end, with real kernels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alereport.base import params
from alereport.base.errors import NotebookError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook, scheduling
from tests.conftest import edit, run_alereport

FIRST_CALL = '"budget.lead(changes)"'
ENDINGS = {
    "ks-2024/budget": "1 / 0",
    "ks-2022/budget": "__import__('time').sleep(60)",
    "sn-2021/budget": "__import__('os').abort()",
}


def misbehave(workspace: Workspace, code: str) -> None:
    edit(workspace, "notebooks/budget.ipynb", FIRST_CALL, json.dumps(code))


def test_each_report_is_reported_with_the_way_it_ended(checked: Workspace) -> None:
    calls = ", ".join(f"{report[:7]!r}: lambda: {code}" for report, code in ENDINGS.items())
    misbehave(checked, "{" + calls + "}[f'{committee}-{year}']()")
    edit(checked, "params/municipality.yaml", "cell_seconds: 300", "cell_seconds: 5")
    done = run_alereport(checked, "run", "--language", "sv")
    assert done.returncode == 14
    assert "0 executed, 0 already fresh, 1 died, 1 excepted, 1 timed out" in done.stdout
    assert "Traceback" not in done.stderr
    assert "ks-2024/budget (sv): cell 6 raised ZeroDivisionError" in done.stderr
    late = "ks-2022/budget (sv): a cell ran longer than 5 s in cell 6; expected an end within "
    assert late in done.stderr
    assert "limits.cell_seconds of params/municipality.yaml" in done.stderr
    dead = "sn-2021/budget (sv): the kernel failed (DeadKernelError: Kernel died) in cell 6"
    assert dead in done.stderr
    run = json.loads(checked.run_record.read_text(encoding="utf-8"))
    found = {each["report"]: (each["outcome"], each["tries"]) for each in run["executed"]}
    assert found == {
        "ks-2024/budget": ("excepted", 1),
        "ks-2022/budget": ("timed out", 1),
        "sn-2021/budget": ("died", 2),
    }


def test_memory_and_the_notebooks_time_have_limits(checked: Workspace) -> None:
    misbehave(
        checked,
        "__import__('time').sleep(60) if committee == 'sn' else bytearray(512 * 2**20)",
    )
    edit(checked, "params/municipality.yaml", "notebook_seconds: 900", "notebook_seconds: 20")
    edit(checked, "params/municipality.yaml", "memory_mib: 2048", "memory_mib: 256")
    done = run_alereport(checked, "run", "--language", "sv", "-y", "2021", "-y", "2024")
    assert done.returncode == 14
    assert "ks-2024/budget (sv): cell 6 raised MemoryError" in done.stderr
    assert "expected at most 256 MiB (limits.memory_mib of params/municipality.yaml)" in done.stderr
    assert "sn-2021/budget (sv): the notebook ran longer than 20 s in cell " in done.stderr


def test_a_copy_that_cannot_be_written_is_reported(checked: Workspace, tmp_path: Path) -> None:
    taken = tmp_path / "copies" / "sv"
    taken.parent.mkdir()
    taken.touch()  # A file where the folder of the language would be.
    chosen = ("run", "--language", "sv", "-y", "2024")
    done = run_alereport(checked, *chosen, "--copy-to", str(taken.parent))
    assert done.returncode == 14
    assert "its copy could not be written to" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_limit_is_no_ingredient(built_copy: Workspace) -> None:
    edit(built_copy, "params/municipality.yaml", "retries: 1", "retries: 2")
    tasks = scheduling.tasks(built_copy, params.committee_years(built_copy), ["sv", "en"])
    assert len(tasks) == 6
    assert scheduling.pending_reports(built_copy, tasks) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("committee =", "comittee =", "the parameter comittee is unknown"),
        ('"year = 2024\\n",', "", "the parameter year is missing"),
        ("year = 2024", 'year = \\"2024\\"', "year is '2024'"),
        ("year = 2024", "year = 2000 + 24", "it cannot be read (malformed node"),
        ("year = 2024", "import os", "it cannot be read (line 2 sets no parameter)"),
        ("year = 2024", "year: int = 2024; more = 1", "the parameter more is unknown"),
    ],
)
def test_a_parameters_cell_that_does_not_fit_is_refused_before_a_kernel(
    checked: Workspace, old: str, new: str, found: str
) -> None:
    edit(checked, "notebooks/budget.ipynb", old, new)
    with pytest.raises(NotebookError) as refused:
        notebook.check(checked, "budget", ReportParams)
    assert refused.value.place == "notebooks/budget.ipynb, the cell tagged parameters"
    assert found in refused.value.found


def test_a_parameters_cell_may_name_its_types(checked: Workspace) -> None:
    edit(checked, "notebooks/budget.ipynb", "year = 2024", "year: int = 2024")
    notebook.check(checked, "budget", ReportParams)
