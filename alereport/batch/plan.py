"""What must run, and why: nothing here imports pandas, so that asking stays quick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from alereport import provenance
from alereport.batch import record as records
from alereport.errors import NotebookError
from alereport.params import ReportParams
from alereport.workspace import Workspace

NOTEBOOKS = ("budget",)
"""The notebooks of a committee's plan, in the order of the book."""


@dataclass(frozen=True)
class Task:
    """One notebook, for one committee, year and language.

    Attributes:
        params: What the notebook is given.
        notebook: The notebook's name, such as `budget`.
    """

    params: ReportParams
    notebook: str

    @property
    def report(self) -> str:
        return f"{self.params.slug}/{self.notebook}"

    @property
    def language(self) -> str:
        return self.params.language

    @property
    def name(self) -> str:
        """What messages call it, such as `ks-2024/budget (sv)`."""
        return f"{self.report} ({self.language})"


@dataclass(frozen=True)
class Status:
    """Whether a report's executed notebook can be used as it is.

    Attributes:
        task: The report.
        state: Fresh: made from everything as it is now. Stale: something changed since.
            Missing: never executed. Failed: its last execution raised.
        why: What changed, or what went wrong, in words.
    """

    task: Task
    state: Literal["fresh", "stale", "missing", "failed"]
    why: tuple[str, ...] = field(default=())


def tasks(reports: Iterable[ReportParams], languages: Iterable[str]) -> tuple[Task, ...]:
    """Every notebook of every committee and year, in every language."""
    wanted = tuple(languages)
    return tuple(
        Task(report.model_copy(update={"language": language}), notebook)
        for report in reports
        for notebook in NOTEBOOKS
        for language in wanted
    )


def ingredients(workspace: Workspace, task: Task) -> dict[str, str]:
    """A fingerprint of everything a report depends on, by its name.

    Raises:
        ParamsError: The committee is unknown, or has no plan for the year.
        NotebookError: There is no such notebook.
    """
    notebook = workspace.notebook(task.notebook)
    if not notebook.is_file():
        raise NotebookError(
            workspace.relative(notebook), "there is no such file", "a notebook", "restore it"
        )
    versions = provenance.library_versions()
    return {
        "notebook": provenance.fingerprint([notebook.read_bytes()]),
        "parameters": provenance.fingerprint([task.params.model_dump_json()]),
        "data": provenance.data_fingerprint(workspace, task.params),
        "code": provenance.code_fingerprint(*provenance.ROOMS_OF_A_KERNEL),
        "libraries": provenance.fingerprint([f"{key}={versions[key]}" for key in versions]),
    }


def status(workspace: Workspace, task: Task) -> Status:
    """Whether a report must run, and why."""
    record = records.read(workspace, task.language, task.report)
    output = records.output_fingerprint(workspace, task.language, task.report)
    now = ingredients(workspace, task)
    if record is None or (not output and record.outcome == "succeeded"):
        return Status(task, "missing", ("it has not been executed",))
    if changed := [name for name in now if record.ingredients.get(name) != now[name]]:
        return Status(task, "stale", tuple(f"{name} changed" for name in changed))
    if record.outcome != "succeeded":
        return Status(task, "failed", (record.why,))
    if record.output != output:
        return Status(task, "stale", ("the executed notebook was changed by hand",))
    return Status(task, "fresh")
