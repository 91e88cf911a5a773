"""One notebook in one kernel: the only importer of papermill."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from alereport.base.errors import NotebookError
from alereport.base.fingerprints import library_versions
from alereport.base.params import Limits
from alereport.base.workspace import Workspace
from alereport.batch import run_records, warm
from alereport.batch.outputs import unfinished
from alereport.batch.run_records import Ingredients, Outcome, Record
from alereport.batch.scheduling import Task


@dataclass(frozen=True)
class Job:
    """A report to execute, with all a process needs that may be on another machine.

    Attributes:
        root: The workspace's root, which the process must be able to read and write.
        task: The report.
        ingredients: What it depends on, as they were when it was found that it must run. Should
            one change while it waits, the record still names what it was, and it is stale.
        verdict: What the gate found in each file it reads.
        limits: What the notebook may take.
        commit: The project's commit.
        versions: The libraries' versions; none where the process may have others.
        server: The address of the fork server to ask; none for one of the process's own.
        copy_to: Where a copy of the executed notebook goes, as fsspec writes it; or empty.
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
        """What messages call it, such as `notebooks/budget.ipynb for ks-2024/budget (sv)`."""
        return f"{self.workspace.relative(self.notebook)} for {self.task.name}"


Ending = tuple[Outcome, str]
"""How a notebook ended and, where it did not reach its end, why."""
SUCCEEDED: Ending = ("succeeded", "")


def execute(job: Job) -> Record:
    """Execute one report and leave the notebook and its record in `build/notebooks/`.

    A notebook that does not reach its end is saved as far as it came, and its record says so;
    nothing is raised for it, so that the other reports go on. One whose kernel died has more
    tries.
    """
    workspace, task, final = job.workspace, job.task, job.executed
    started, clock = run_records.now(), time.perf_counter()
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=".run-") as folder:
        output = Path(folder) / final.name
        outcome, why, tries = _run_with_retries(job, output)
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
            _sign(output, workspace.relative(final), record)
            output.replace(final)
    if job.copy_to and outcome == "succeeded":
        outcome, why = _copy(job)
    signed = run_records.output_fingerprint(workspace, task.language, task.report)
    record = replace(record, outcome=outcome, why=why, output=signed)
    run_records.write(workspace, record)
    return record


def _run_with_retries(job: Job, output: Path) -> tuple[Outcome, str, int]:
    """How the last try ended, and how many tries there were."""
    tries = 1
    while (ending := _run(job, output))[0] == "died" and tries <= job.limits.retries:
        tries += 1
    return (*ending, tries)


def _run(job: Job, output: Path) -> Ending:
    """Run the notebook to `output`."""
    options = warm.papermill_options()  # First: it imports the others quickly.

    import papermill  # isort: skip
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    warm.use(job.server, job.limits.memory_mib)
    deadline = time.monotonic() + job.limits.notebook_seconds
    try:
        executed = papermill.execute_notebook(
            str(job.notebook),
            str(output),
            parameters=job.task.params.model_dump(),
            progress_bar=False,
            timeout_func=_seconds_left(job.limits, deadline),
            # The kernel's working directory is its own; the process's is left alone.
            resources={"metadata": {"path": str(output.parent)}},
            extra_arguments=["--log-level=CRITICAL"],
            shutdown_kernel="immediate",  # All it showed has come; the others need the core.
            **options,
        )
    except PapermillExecutionError as problem:
        return _excepted(job, problem)
    except CellTimeoutError:
        return _timed_out(job, output, late=time.monotonic() >= deadline)
    except Exception as problem:  # noqa: BLE001 - a dead kernel is this report's failure only
        found = f"the kernel failed ({type(problem).__name__}: {problem}){_at_cell(job, output)}"
        return _failed(
            job, "died", found, "a kernel that lives to the end", "run alereport run again"
        )
    return _ended_early(job, executed)


def _ended_early(job: Job, executed: Mapping[str, Any]) -> Ending:
    """What papermill lets pass, and the book would not: a cell that raised all the same."""
    ended = unfinished(executed)
    if not ended:
        return SUCCEEDED
    at, how = ended
    found = f"cell {_cell_number(job, at)} {how}"
    return _failed(
        job, "excepted", found, "a notebook that comes to its end", "take out what ends it"
    )


def _seconds_left(limits: Limits, deadline: float) -> Callable[[object], float]:
    """How long the next cell may run: its own limit, or what is left for the notebook."""
    return lambda _cell: max(0.1, min(limits.cell_seconds, deadline - time.monotonic()))


def _excepted(job: Job, problem: Any) -> Ending:
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
    what = "the notebook" if late else "a cell"
    return _failed(
        job,
        "timed out",
        f"{what} ran longer than {getattr(job.limits, limit)} s{_at_cell(job, output)}",
        f"an end within {_limit(limit)}",
        "make it quicker or raise the limit",
    )


def _limit(name: str) -> str:
    return f"limits.{name} of params/municipality.yaml"


def _failed(job: Job, outcome: Outcome, found: str, expected: str, next_step: str) -> Ending:
    return outcome, str(NotebookError(job.place, found, expected, next_step))


def _at_cell(job: Job, output: Path) -> str:
    """Which cell a notebook had come to when it was saved, in words."""
    if not output.is_file():
        return ""
    cells = json.loads(output.read_text(encoding="utf-8"))["cells"]
    begun = [at for at, cell in enumerate(cells) if cell["metadata"]["papermill"]["start_time"]]
    return f" in cell {_cell_number(job, begun[-1])}" if begun else ""


def _cell_number(job: Job, executed: int) -> int:
    """The number, from 1, that a cell has in the notebook as it is written.

    Args:
        job: The report; papermill adds a cell of its own after the parameters.
        executed: The cell's index, from 0, in the notebook as it is executed.
    """
    cells = json.loads(job.notebook.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", ()) for cell in cells]
    added = next(at for at, each in enumerate(tags) if "parameters" in each) + 1
    return executed + 1 if executed < added else executed


def _sign(output: Path, place: str, record: Record) -> None:
    """Put its own record into an executed notebook, which is otherwise as papermill leaves it."""
    notebook = json.loads(output.read_bytes())
    notebook["metadata"]["papermill"]["output_path"] = place
    notebook["metadata"]["alereport"] = {
        key: value for key, value in asdict(record).items() if key != "output"
    }
    written = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    output.write_text(written, encoding="utf-8")


def _copy(job: Job) -> Ending:
    """Put a copy of the executed notebook where it is wanted."""
    import fsspec

    to = f"{job.copy_to.rstrip('/')}/{job.task.language}/{job.task.report}.ipynb"
    try:
        with fsspec.open(to, "wb", auto_mkdir=True) as file:
            file.write(job.executed.read_bytes())
    except Exception as problem:  # noqa: BLE001 - each kind of storage raises its own
        found = f"its copy could not be written to {to} ({type(problem).__name__}: {problem})"
        return _failed(job, "excepted", found, "a place to write to", "correct --copy-to")
    return SUCCEEDED
