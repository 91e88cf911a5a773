"""Decide which reports must run, and why; nothing here imports pandas, so that it stays fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Literal

from alereport import seals
from alereport.base import book, comparison, files, fingerprints, params
from alereport.base.book import Chapter, Contents, Loc, Part, Problem
from alereport.base.errors import NotebookError, ParamsError, TableError
from alereport.base.files import exists
from alereport.base.fingerprints import content, fingerprint
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import cells, notebook, run_records
from alereport.batch.run_records import Ingredients
from alereport.data import data_files, registers, schemas, scope
from alereport.data.scope import VisibleRows
from alereport.gate import verdicts
from alereport.privacy import withheld
from alereport.seals import approval

DATA_KINDS = ("data", "verdict", "seals")
"""The kinds of ingredients with one part per data file; a report has those of its datasets."""
FINGERPRINT_LENGTH = 64
"""Characters of a fingerprint, which is not shown to users; shorter values are."""


@dataclass(frozen=True)
class Task:
    """One chapter, for one committee, year and language.

    Attributes:
        params: The parameters of its notebook.
        chapter: The chapter's name, such as `budget`.
        committee_notebook: The committee's own notebook for the chapter; empty if it has none.
        reads_verdict: True if it reads the gate's verdict and no data, and so is always allowed.
    """

    params: Parameters
    chapter: str
    committee_notebook: str = ""
    reads_verdict: bool = False

    @property
    def notebook(self) -> str:
        """The name of the notebook to execute."""
        return self.committee_notebook or self.chapter

    @property
    def report(self) -> str:
        return f"{self.params.slug}/{self.chapter}"

    @property
    def language(self) -> str:
        return self.params.language

    @property
    def name(self) -> str:
        """Its name in messages, such as `ks-2024/budget (sv)`."""
        return f"{self.report} ({self.language})"


@dataclass(frozen=True)
class Status:
    """Whether a report's executed notebook is up to date.

    Attributes:
        task: The report.
        state: Fresh: made from the current ingredients. Stale: something changed since.
            Missing: never executed. Failed: its last execution did not reach the end.
        why: What changed, or what went wrong, in words.
        ingredients: What it depends on, as of when the status was determined.
        problem: Why it cannot be executed, if a file that it depends on is missing; it has no
            ingredients then, and the other reports go on.
    """

    task: Task
    state: Literal["fresh", "stale", "missing", "failed"]
    why: tuple[str, ...]
    ingredients: Ingredients
    problem: ParamsError | None = None


def tasks(
    workspace: Workspace,
    reports: Sequence[ReportParams],
    languages: Iterable[str],
    *,
    municipality: bool = True,
) -> tuple[Task, ...]:
    """Return the tasks of every committee and year, in every language, in the book's order.

    A chapter whose notebook has been removed from `notebooks/` has no tasks.

    Args:
        reports: The committees and years, in order.
        municipality: Include the chapters on the whole municipality.

    Raises:
        ParamsError: A committee is unknown, or has no document for its year; or see
            `book.contents`.
        NotebookError: Something else has the name of a notebook.
    """
    contents = book.contents(workspace)
    contents.raise_first(_unknown_names(workspace, contents))
    codes = tuple(languages)
    all_tasks = (
        Task(
            report.model_copy(update={"language": language}),
            chapter.notebook,
            _committee_notebook(report, chapter),
            chapter.reads == "verdict",
        )
        for report, chapter in _chapters(workspace, contents, reports, municipality=municipality)
        for language in codes
    )
    return tuple(task for task in all_tasks if _has_notebook(workspace, task.notebook))


def _has_notebook(workspace: Workspace, name: str) -> bool:
    """True if there is a notebook of this name, false if there is nothing.

    Raises:
        NotebookError: There is something else.
    """
    path = workspace.notebook(name)
    if path.is_file():
        return True
    if not exists(path):
        return False
    raise NotebookError(
        workspace.relative(path),
        "it is a folder, a broken link or another thing that is no file",
        "a notebook",
        "restore it",
    )


def _unknown_names(workspace: Workspace, contents: Contents) -> Iterator[Problem]:
    """Yield the kinds of parts and the committees in the book that no register contains."""
    fields = schemas.schema(workspace, "documents").fields
    (kind,) = (field for field in fields if field.name == "kind")
    kinds = kind.constraints.enum or ()
    for loc, kind_name in _kinds_named(contents):
        if kind_name not in kinds:
            message = f"there is no kind of document {kind_name}"
            yield loc, message, f"one of {', '.join(kinds)}", "correct it"
    committees = [row["committee"] for row in registers.register_rows(workspace, "committees")]
    for location, committee in _committees_named(contents):
        if committee not in committees:
            message = f"the committee {committee} is unknown"
            yield location, message, f"one of {', '.join(committees)}", "correct it"


def _kinds_named(contents: Contents) -> Iterator[tuple[Loc, str]]:
    """Yield the kinds of documents that the book names, each with its path in the file."""
    for number, entry in enumerate(contents.entries):
        if isinstance(entry, Part):
            yield from (((number, "part"), kind) for kind in entry.part)
    for loc, page in contents.located_pages():
        if isinstance(page, Chapter):
            yield from (((*loc, "of"), kind) for kind in page.of)


def _committees_named(contents: Contents) -> Iterator[tuple[Loc, str]]:
    """Yield the committees that the book names, each with its path in the file."""
    for loc, page in contents.located_pages():
        if isinstance(page, Chapter):
            yield from (((*loc, "committee", name), name) for name in page.committee)
            for number, name in enumerate(page.only):
                yield (*loc, "only", number), re.sub(r"-[0-9]{4}$", "", name)


def _chapters(
    workspace: Workspace, contents: Contents, reports: Sequence[ReportParams], *, municipality: bool
) -> Iterator[tuple[Parameters, Chapter]]:
    """Yield every chapter of each committee and year, and of the municipality, in book order."""
    documents = {report: _documents_by_kind(workspace, report) for report in reports}
    first = params.municipality(workspace).languages[0]
    for entry in contents.entries:
        if not isinstance(entry, Part):
            for chapter in entry.chapters if municipality else ():
                if _has_rows(workspace, chapter):
                    yield MunicipalityParams(language=first), chapter
        else:
            for report in reports:
                for chapter in entry.notebooks:
                    kinds = entry.kinds_of(chapter)
                    own = [name for kind in kinds for name in documents[report].get(kind, ())]
                    if own and chapter.is_for(report) and _has_rows(workspace, chapter, own):
                        yield report, chapter


def _documents_by_kind(workspace: Workspace, report: ReportParams) -> dict[str, list[str]]:
    """Return the documents of a committee and year by kind; raises as `registers.documents_of`."""
    kinds = registers.documents_of(workspace, report)
    rows = registers.documents_of_year(workspace, report)
    return {kind: [row["document"] for row in rows if row["kind"] == kind] for kind in kinds}


def _has_rows(workspace: Workspace, chapter: Chapter, documents: Sequence[str] = ()) -> bool:
    """True if a dataset that the chapter requires has rows, of some documents or of any."""
    return not chapter.datasets or any(
        scope.files_of(workspace, name, [*documents, name])
        if documents
        else workspace.data_files(name)
        for name in chapter.datasets
    )


def _committee_notebook(report: Parameters, chapter: Chapter) -> str:
    return chapter.committee.get(report.committee, "") if isinstance(report, ReportParams) else ""


def _ingredients(
    workspace: Workspace, task: Task, shared: Ingredients, verdict: Callable[[], dict[str, str]]
) -> Ingredients:
    """Return everything a report depends on: what it shares with others, and its own parts.

    Args:
        verdict: Returns what notebooks on the verdict depend on.
    """
    path = workspace.notebook(task.notebook)
    source = files.content(path)
    read = notebook.datasets(source)
    return {
        "notebook": {workspace.relative(path): cells.notebook_fingerprint(source)},
        "parameters": {key: str(value) for key, value in task.params.model_dump().items()},
        **shared,
        **{kind: _files_read(shared[kind], read) for kind in DATA_KINDS},
        **({"data": verdict()} if task.reads_verdict else {}),
        **_comparison_ingredients(workspace, task, read),
        "words": {task.language: fingerprints.language_fingerprint(workspace, task.language)},
    }


def _verdict_ingredients(workspace: Workspace) -> dict[str, str]:
    """Return what notebooks on the verdict depend on: findings, files, schemas and titles."""
    files = map(workspace.relative, workspace.data_files())
    tables = [workspace.dataset(name) / "table.yaml" for name in workspace.datasets]
    register = workspace.dataset("documents") / "documents.csv"
    return {
        workspace.relative(workspace.data): fingerprint(files),
        workspace.relative(workspace.verdict): verdicts.content_fingerprint(
            workspace, verdicts.read(workspace)
        ),
        **{
            workspace.relative(path): fingerprint([content(path)])
            for path in (workspace.seals, register, *tables)
        },
    }


def _files_read(files: Mapping[str, str], read: Container[str] | None) -> dict[str, str]:
    """Return the part of `files` that belongs to the datasets `read`; all of it for None."""
    return {
        file: value for file, value in files.items() if read is None or file.split("/")[-2] in read
    }


def _report_ingredients(
    workspace: Workspace, rows_by_report: Mapping[str, tuple[VisibleRows, ...]]
) -> dict[str, dict[str, dict[str, str]]]:
    """Return what all notebooks of each committee and year depend on, by report slug.

    The data are all that they may read; see `_files_read`. A file that many reports read is
    examined once.

    Args:
        rows_by_report: The rows that each report may use.
    """
    all_rows = list(dict.fromkeys(chain.from_iterable(rows_by_report.values())))
    names = {rows.path: workspace.relative(rows.path) for rows in all_rows}
    hidden = _withheld(workspace)
    data_fingerprints = {
        rows: fingerprint([found, *hidden[file]]) if (file := names[rows.path]) in hidden else found
        for rows, found in scope.data_fingerprints(all_rows).items()
    }
    seal_states = seals.states_of_files(workspace, all_rows)
    approvals = _approvals(workspace, [rows.path for rows in all_rows])
    removed = [(path.stem, workspace.relative(path)) for path in seals.gone(workspace)]
    verdict = verdicts.read(workspace)
    rules = {file: verdict[file].rules for file in names.values() if file in verdict}

    def ingredients_of(visible: Sequence[VisibleRows]) -> dict[str, dict[str, str]]:
        data = {names[rows.path]: data_fingerprints[rows] for rows in visible}
        states = {names[rows.path]: seal_states[rows] for rows in visible}
        documents = {rows.path.stem for rows in visible}
        states |= {file: "gone" for document, file in removed if document in documents}
        return {
            "data": data,
            "verdict": {file: rules[file] for file in data if rules.get(file, "green") != "green"},
            "seals": {
                file: approvals.get(file, state)
                for file, state in states.items()
                if state != "sealed"
            },
        }

    return {slug: ingredients_of(visible) for slug, visible in rows_by_report.items()}


def _approvals(workspace: Workspace, paths: Sequence[Path]) -> dict[str, str]:
    """Return how far each chapter of commentary has come, by file, in words."""
    chapters: dict[str, list[str]] = {}
    for each in approval.chapters(workspace, paths):
        chapters.setdefault(each.file, []).append(f"{each.chapter} {each.approval}")
    return {file: " ".join(found) for file, found in chapters.items()}


def _withheld(workspace: Workspace) -> dict[str, list[str]]:
    """Return the rows that are withheld of each file with any: other files decide that too."""
    hidden: dict[str, list[str]] = {}
    with suppress(TableError):  # The gate says what cannot be read.
        for row in sorted(withheld.rows(workspace)):
            hidden.setdefault(data_files.place_of(row)[0], []).append(row)
    return hidden


def _municipality_ingredients(workspace: Workspace) -> dict[str, str]:
    """Return the municipality's settings that affect a notebook's content."""
    without = {"colours", "habits", "languages", "limits", "logo", "reviewers"}
    settings = params.municipality(workspace).model_dump(mode="json", exclude=without)
    return {key: str(value) for key, value in settings.items()}


def _comparison_ingredients(
    workspace: Workspace, task: Task, read: Container[str] | None
) -> dict[str, dict[str, str]]:
    """Return why the municipality is compared with whom, for a notebook that may show it."""
    if isinstance(task.params, ReportParams) or (read is not None and "comparison" not in read):
        return {}
    return {"comparison": {"reason": fingerprint([str(comparison.reason(workspace))])}}


def changes(before: Ingredients, after: Ingredients) -> tuple[str, ...]:
    """Return which ingredients differ, and in which of their parts, in words."""
    return tuple(
        f"{kind} changed ({', '.join(_changed_parts(before.get(kind, {}), after[kind]))})"
        for kind in after
        if before.get(kind) != after[kind]
    )


def _changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for part in sorted({*before, *after}):
        old, new = before.get(part), after.get(part)
        if old != new:
            is_short = all(len(value) < FINGERPRINT_LENGTH for value in (old or "", new or ""))
            yield f"{part}: {old or 'none'} to {new or 'none'}" if is_short else part


def problems(workspace: Workspace, tasks: Sequence[Task]) -> dict[str, ParamsError]:
    """Return the reports, by slug, that cannot be made since a file is missing, and what is said.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
    """
    found = _found(workspace, tasks)
    return {slug: rows for slug, rows in found.items() if isinstance(rows, ParamsError)}


def _found(
    workspace: Workspace, tasks: Sequence[Task]
) -> dict[str, tuple[VisibleRows, ...] | ParamsError]:
    """Return the rows that each committee and year may use, by slug, or what is missing."""
    reports = {task.params.slug: task.params for task in tasks}
    scopes = scope.visible_rows_by_report(workspace, reports.values())
    return dict(zip(reports, scopes, strict=True))


def statuses(workspace: Workspace, tasks: Sequence[Task]) -> list[Status]:
    """Return whether each report must run, and why; shared ingredients are examined once.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
    """
    with files.read_once():
        ingredients = _ingredients_of(workspace, tasks)
    return [
        Status(task, "failed", (str(found),), {}, found)
        if isinstance(found, ParamsError)
        else _status(workspace, task, found)
        for task, found in zip(tasks, ingredients, strict=True)
    ]


def _ingredients_of(workspace: Workspace, tasks: Sequence[Task]) -> list[Ingredients | ParamsError]:
    """Return what each report depends on, or why it cannot be made."""
    found = _found(workspace, tasks)
    visible = {slug: rows for slug, rows in found.items() if not isinstance(rows, ParamsError)}
    common = {
        "municipality": _municipality_ingredients(workspace),
        "code": fingerprints.kernel_code(),
        "libraries": fingerprints.library_versions(),
    }
    shared = {
        slug: common | parts for slug, parts in _report_ingredients(workspace, visible).items()
    }
    verdict = cache(partial(_verdict_ingredients, workspace))
    return [
        rows
        if isinstance(rows := found[task.params.slug], ParamsError)
        else _ingredients(workspace, task, shared[task.params.slug], verdict)
        for task in tasks
    ]


def _status(workspace: Workspace, task: Task, current: Ingredients) -> Status:
    record = run_records.read(workspace, task.language, task.report)
    output = run_records.output_fingerprint(workspace, task.language, task.report)
    if record is None or (not output and record.outcome == "succeeded"):
        return Status(task, "missing", ("it has not been executed",), current)
    if changed := changes(record.ingredients, current):
        return Status(task, "stale", changed, current)
    if record.outcome != "succeeded":
        return Status(task, "failed", (record.why,), current)
    if record.output != output:
        return Status(task, "stale", ("the executed notebook was changed by hand",), current)
    return Status(task, "fresh", (), current)


def pending_reports(
    workspace: Workspace, tasks: Sequence[Task], *, force: bool = False
) -> list[Status]:
    """Return the statuses of the reports that are to be executed: those that are not fresh.

    Args:
        force: Return also the others; they are as they were, and are to be executed again.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
    """
    found = statuses(workspace, tasks)
    forced = [replace(each, why=each.why or ("--force",)) for each in found]
    return forced if force else [each for each in found if each.state != "fresh"]
