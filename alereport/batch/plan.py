"""What must run, and why: nothing here imports pandas, so that asking stays quick."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from alereport import provenance
from alereport.batch import record as records
from alereport.errors import NotebookError
from alereport.params import ReportParams
from alereport.quality import seals
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
    sealed = seals.of_report(workspace, task.params)
    return {
        "notebook": provenance.fingerprint([notebook.read_bytes()]),
        "parameters": provenance.fingerprint([task.params.model_dump_json()]),
        "data": provenance.data_fingerprint(workspace, task.params),
        "seals": provenance.fingerprint(f"{path.name} {sealed[path]}" for path in sealed),
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


def what_must_run(workspace: Workspace, tasks: Sequence[Task]) -> list[Status]:
    """The tasks that are not fresh, after a look at the notebooks they need.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
        NotebookError: A notebook cannot be executed as it stands.
    """
    for name in dict.fromkeys(task.notebook for task in tasks):
        check_notebook(workspace, name)
    found = [status(workspace, task) for task in tasks]
    return [each for each in found if each.state != "fresh"]


def check_notebook(workspace: Workspace, name: str) -> None:
    """Refuse a notebook that no kernel could execute, before one is started.

    Raises:
        NotebookError: The file is missing, is not a notebook, names no kernel, or has no cell
            tagged `parameters`.
    """
    path = workspace.notebook(name)
    place = workspace.relative(path)
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells, metadata = notebook["cells"], notebook["metadata"]
        tags = [tag for cell in cells for tag in cell["metadata"].get("tags", ())]
        kernel = metadata["kernelspec"]["name"]
    except FileNotFoundError:
        raise NotebookError(place, "there is no such file", "a notebook", "restore it") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NotebookError(
            place,
            f"it cannot be read as a notebook ({type(problem).__name__}: {problem})",
            "a Jupyter notebook in format 4 with a kernelspec",
            "restore the file",
        ) from None
    if not kernel or tags.count("parameters") != 1:
        raise NotebookError(
            place,
            f"{tags.count('parameters')} cells are tagged parameters",
            "one, which sets committee, year and language",
            "tag the cell in JupyterLab",
        )
