"""One notebook in one kernel: the only importer of papermill."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alereport import provenance
from alereport.batch import record as records
from alereport.batch.plan import Task, ingredients
from alereport.batch.record import Outcome, Record
from alereport.errors import NotebookError
from alereport.workspace import Workspace


def execute(root: Path, task: Task) -> Record:
    """Execute one report and leave the notebook and its record in `build/notebooks/`.

    A notebook whose cell raises is saved with its traceback, and its record says so; nothing is
    raised for it, so that the other reports go on.

    Args:
        root: The workspace's root; a path, so that it reaches another process.
        task: The report.
    """
    workspace = Workspace(root)
    depends_on = ingredients(workspace, task)
    started, clock = datetime.now(UTC), time.perf_counter()
    final = workspace.executed(task.language, task.report)
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=".run-") as folder:
        output = Path(folder) / final.name
        problem = _run(workspace, task, output)
        if output.is_file():
            output.replace(final)
    outcome: Outcome = "failed" if problem else "succeeded"
    record = Record(
        report=task.report,
        language=task.language,
        outcome=outcome,
        why=str(problem) if problem else "",
        ingredients=depends_on,
        output=records.output_fingerprint(workspace, task.language, task.report),
        parameters=task.params.model_dump(),
        versions=provenance.library_versions(),
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock, 3),
    )
    records.write(workspace, record)
    return record


def _run(workspace: Workspace, task: Task, output: Path) -> NotebookError | None:
    """Run the notebook to `output`; what went wrong, or nothing."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    notebook = workspace.notebook(task.notebook)
    place = f"{workspace.relative(notebook)} for {task.name}"
    saved_at = workspace.relative(workspace.executed(task.language, task.report))
    try:
        with _kernel_settings() as settings:
            papermill.execute_notebook(
                str(notebook),
                str(output),
                parameters=task.params.model_dump(),
                cwd=str(workspace.root),
                progress_bar=False,
                config=settings,
                extra_arguments=["--log-level=CRITICAL"],
            )
    except PapermillExecutionError as problem:
        cell = _cell_number(notebook, problem.cell_index)
        found = f"cell {cell} raised {problem.ename}: {problem.evalue}"
        next_step = f"open the notebook with its traceback in {saved_at}"
        return NotebookError(place, found, "every cell to run", next_step, cell, saved_at)
    except Exception as problem:  # noqa: BLE001 - a dead kernel is this report's failure only
        found = f"the kernel failed ({type(problem).__name__}: {problem})"
        return NotebookError(
            place, found, "a kernel that runs to the end", "run alereport run again"
        )
    return None


def _cell_number(notebook: Path, executed: int) -> int:
    """The number, from 1, that a cell has in the notebook as it is written.

    Args:
        notebook: The notebook; papermill adds a cell of its own after the parameters.
        executed: The cell's index, from 0, in the notebook as it is executed.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", ()) for cell in cells]
    added = next(at for at, each in enumerate(tags) if "parameters" in each) + 1
    return executed + 1 if executed < added else executed


@contextmanager
def _kernel_settings() -> Iterator[Any]:
    """A kernel that talks over sockets in the file system, where the system has them."""
    from traitlets.config import Config

    if sys.platform == "win32":
        yield Config()
        return
    # The sockets' names must be short, and each kernel's its own.
    with tempfile.TemporaryDirectory(prefix="alereport-") as folder:
        yield Config(KernelManager={"transport": "ipc", "ip": f"{folder}/kernel"})
