"""Execute one notebook in one kernel: the only importer of papermill."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from alereport.base.errors import NotebookError
from alereport.base.fingerprints import library_versions
from alereport.base.settings import Limits
from alereport.base.workspace import UNFINISHED, Workspace
from alereport.batch import copies, own_exhibits, run_records, untouched, warm
from alereport.batch.outputs import unfinished_cell
from alereport.batch.run_records import Ingredients, Outcome, Record
from alereport.batch.scheduling import Task


@dataclass(frozen=True)
class Job:
    """A report to execute, with everything that a process, even on another machine, needs.

    Attributes:
        root: The workspace's root, which the process must be able to read and write.
        task: The report.
        ingredients: What it depends on, as of when the run was planned. If one changes while the
            job waits, the record still holds the old value, so the report is stale.
        verdict: What the gate found in each file it reads.
        limits: The time, memory and tries that the notebook may use.
        commit: The project's commit.
        versions: The libraries' versions; None if the process may have other versions.
        server: The address of the fork server to use; None if the process starts its own.
        copy_to: The folder or fsspec URL for a copy of the executed notebook; empty for no copy.
    """

    root: Path
    task: Task
    ingredients: Ingredients
    verdict: dict[str, str]
    limits: Limits
    commit: str = ""
    versions: dict[str, str] | None = None
    server: Path | None = None
    copy_to: str = ""

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @property
    def notebook(self) -> Path:
        return self.workspace.notebook(self.task.notebook)

    @property
    def executed(self) -> Path:
        return self.workspace.executed(self.task.language, self.task.report)

    @property
    def place(self) -> str:
        """Its name in messages, such as `notebooks/budget.ipynb for ks-2024/budget (sv)`."""
        return f"{self.workspace.relative(self.notebook)} for {self.task.name}"


Ending = tuple[Outcome, str]
"""The outcome of a notebook and, if it did not run to its end, the error message."""
SUCCEEDED: Ending = ("succeeded", "")
NAMED = 3
"""How many files a message names."""


def execute(job: Job) -> Record:
    """Execute one report and write the notebook and its record to `build/notebooks/`.

    A notebook that does not run to its end is saved as far as it came, and its record says so;
    no exception is raised, so that the other reports continue. If its kernel died, it is tried
    again.
    """
    workspace, task, final = job.workspace, job.task, job.executed
    started, clock = run_records.now(), time.perf_counter()
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=final.parent, prefix=f".{final.name}.", suffix=UNFINISHED
    ) as folder:
        output = Path(folder) / final.name
        before = untouched.state(workspace)
        outcome, why, tries = _run_with_retries(job, output)
        if touched := untouched.differences(before, untouched.state(workspace)):
            outcome, why = _touched(job, touched)
        record = Record(
            report=task.report,
            language=task.language,
            outcome=outcome,
            why=why,
            ingredients=job.ingredients,
            output="",
            parameters=task.params.model_dump(),
            versions=job.versions or library_versions(),
            commit=job.commit,
            verdict=job.verdict,
            tries=tries,
            started=started,
            seconds=round(time.perf_counter() - clock, 3),
        )
        if output.is_file():
            _add_record(output, workspace.relative(final), record)
            output.replace(final)
    if job.copy_to and outcome == "succeeded":
        outcome, why = _copy(job)
    fingerprint = run_records.output_fingerprint(workspace, task.language, task.report)
    record = replace(record, outcome=outcome, why=why, output=fingerprint)
    run_records.write(workspace, record)
    return record


def _run_with_retries(job: Job, output: Path) -> tuple[Outcome, str, int]:
    """Return the outcome and message of the last try, and the number of tries."""
    tries = 1
    while (ending := _run(job, output))[0] == "died" and tries <= job.limits.retries:
        tries += 1
    return (*ending, tries)


def _run(job: Job, output: Path) -> Ending:
    """Run the notebook and save it as `output`."""
    options = warm.papermill_options()  # First: it speeds up the imports below.

    import papermill  # isort: skip
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    warm.configure(job.server, job.limits.memory_mib, untouched.folders(job.workspace))
    deadline = time.monotonic() + job.limits.notebook_seconds
    try:
        executed = papermill.execute_notebook(
            str(job.notebook),
            str(output),
            parameters=job.task.params.model_dump(),
            progress_bar=False,
            timeout_func=_seconds_left(job.limits, deadline),
            # The kernel's working directory; the process keeps its own.
            resources={"metadata": {"path": str(output.parent)}},
            extra_arguments=["--log-level=CRITICAL"],
            shutdown_kernel="immediate",  # All output has arrived; other kernels need the core.
            **options,
        )
    except PapermillExecutionError as problem:
        return _cell_raised(job, problem)
    except CellTimeoutError:
        return _timed_out(job, output, late=time.monotonic() >= deadline)
    except Exception as problem:  # noqa: BLE001 - a dead kernel only fails this report
        message = f"the kernel failed ({type(problem).__name__}: {problem}){_in_cell(job, output)}"
        return _failed(
            job, "died", message, "a kernel that runs to the end", "run alereport run again"
        )
    return _check_finished(job, executed)


def _touched(job: Job, files: Sequence[str]) -> Ending:
    """Fail a notebook while which a file was written that it may only read."""
    names = ", ".join(files[:NAMED]) + (f" and {len(files) - NAMED} more" if files[NAMED:] else "")
    return _failed(
        job,
        "excepted",
        f"{names} while it ran",
        "that a notebook only reads data/, params/ and notebooks/",
        "restore what it wrote and remove the cell that writes; if you edited the file yourself, "
        "run alereport run again",
    )


def _check_finished(job: Job, executed: Mapping[str, Any]) -> Ending:
    """Fail a notebook that papermill accepts but the book does not: a cell that raised."""
    failure = unfinished_cell(executed)
    if not failure:
        return SUCCEEDED
    index, reason = failure
    message = f"cell {_cell_number(job, index)} {reason}"
    return _failed(
        job, "excepted", message, "a notebook that runs to its end", "remove what stops it"
    )


def _seconds_left(limits: Limits, deadline: float) -> Callable[[object], float]:
    """Return how long the next cell may run, in seconds: its limit, or the notebook's time left."""
    return lambda _cell: max(0.1, min(limits.cell_seconds, deadline - time.monotonic()))


def _cell_raised(job: Job, problem: Any) -> Ending:
    expected = "every cell to run"
    if problem.ename.endswith("MemoryError"):
        expected = f"at most {job.limits.memory_mib} MiB ({_limit('memory_mib')})"
    return _failed(
        job,
        "excepted",
        f"cell {_cell_number(job, problem.cell_index)} raised {problem.ename}: {problem.evalue}",
        expected,
        f"open the notebook with its traceback in {job.workspace.relative(job.executed)}",
    )


def _timed_out(job: Job, output: Path, *, late: bool) -> Ending:
    limit = "notebook_seconds" if late else "cell_seconds"
    subject = "the notebook" if late else "a cell"
    return _failed(
        job,
        "timed out",
        f"{subject} ran longer than {getattr(job.limits, limit)} s{_in_cell(job, output)}",
        f"an end within {_limit(limit)}",
        "make it faster or raise the limit",
    )


def _limit(name: str) -> str:
    return f"limits.{name} of params/municipality.yaml"


def _failed(job: Job, outcome: Outcome, found: str, expected: str, next_step: str) -> Ending:
    return outcome, str(NotebookError(job.place, found, expected, next_step))


def _in_cell(job: Job, output: Path) -> str:
    """Name the cell that a notebook had reached when it was saved, as ` in cell 6`; or nothing."""
    if not output.is_file():
        return ""
    cells = json.loads(output.read_text(encoding="utf-8"))["cells"]
    started = [
        index for index, cell in enumerate(cells) if cell["metadata"]["papermill"]["start_time"]
    ]
    return f" in cell {_cell_number(job, started[-1])}" if started else ""


def _cell_number(job: Job, index: int) -> int:
    """Return the number, from 1, of a cell in the notebook in `notebooks/`.

    Args:
        job: The report; papermill adds a cell of its own after the parameters.
        index: The cell's index, from 0, in the executed notebook.
    """
    cells = json.loads(job.notebook.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", ()) for cell in cells]
    added = next(number for number, names in enumerate(tags) if "parameters" in names) + 1
    return index + 1 if index < added else index


def _add_record(output: Path, output_path: str, record: Record) -> None:
    """Add the run record to an executed notebook, and complete the analyst's own exhibits in it.

    Otherwise it stays as papermill wrote it.
    """
    notebook = json.loads(output.read_bytes())
    own_exhibits.complete(notebook, record.report)
    notebook["metadata"]["papermill"]["output_path"] = output_path
    notebook["metadata"]["alereport"] = {
        key: value for key, value in asdict(record).items() if key != "output"
    }
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    output.write_bytes(text.encode(errors="replace"))  # Half of a surrogate pair may be printed.


def _copy(job: Job) -> Ending:
    """Write a copy of the executed notebook to the address of `--copy-to`."""
    if problem := copies.copy(job.workspace, job.task, job.copy_to):
        return _failed(job, "excepted", problem, "an address to write to", "correct --copy-to")
    return SUCCEEDED
