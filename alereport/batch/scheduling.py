"""What must run, and why: nothing here imports pandas, so that asking stays quick."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import Literal

from alereport import seals
from alereport.base import book, fingerprints, params
from alereport.base.book import Chapter, Contents, Part, Problem
from alereport.base.fingerprints import content, fingerprint
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import notebook, run_records
from alereport.batch.run_records import Ingredients
from alereport.data import registers, schemas, scope
from alereport.data.scope import Seen
from alereport.gate import verdicts

OF_THE_DATA = ("data", "verdict", "seals")
"""The ingredients that are a part a data file, of which a notebook has those it reads."""
FINGERPRINT = 64
"""Characters of a fingerprint, which is not worth showing; shorter values are."""


@dataclass(frozen=True)
class Task:
    """One chapter, for one committee, year and language.

    Attributes:
        params: What its notebook is given.
        chapter: The chapter's name, such as `budget`.
        own: The committee's own notebook for it; empty where it has none.
        reads_verdict: It reads the gate's verdict and no data, and may be shown whatever that is.
    """

    params: Parameters
    chapter: str
    own: str = ""
    reads_verdict: bool = False

    @property
    def notebook(self) -> str:
        """The name of the notebook that makes it."""
        return self.own or self.chapter

    @property
    def report(self) -> str:
        return f"{self.params.slug}/{self.chapter}"

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
            Missing: never executed. Failed: its last execution did not reach the end.
        why: What changed, or what went wrong, in words.
        ingredients: What it depends on, as it was looked at.
    """

    task: Task
    state: Literal["fresh", "stale", "missing", "failed"]
    why: tuple[str, ...]
    ingredients: Ingredients


def tasks(
    workspace: Workspace,
    reports: Sequence[ReportParams],
    languages: Iterable[str],
    *,
    municipality: bool = True,
) -> tuple[Task, ...]:
    """Every notebook of every committee and year, in every language, in the order of the book.

    A chapter whose notebook has been taken out of `notebooks/` is no part of the report.

    Args:
        reports: The committees and years, in their order.
        municipality: Those on the whole municipality too.

    Raises:
        ParamsError: A committee is unknown, or has no document for its year; or see
            `book.contents`.
    """
    listed = book.contents(workspace)
    listed.require_none(_unknown(workspace, listed))
    spoken = tuple(languages)
    found = (
        Task(
            report.model_copy(update={"language": language}),
            chapter.notebook,
            _own(report, chapter),
            chapter.reads == "verdict",
        )
        for report, chapter in _chapters(workspace, listed, reports, municipality=municipality)
        for language in spoken
    )
    return tuple(task for task in found if workspace.notebook(task.notebook).is_file())


def _unknown(workspace: Workspace, listed: Contents) -> Iterator[Problem]:
    """The parts of a kind, and the notebooks of a committee, that the registers do not know."""
    fields = schemas.schema(workspace, "documents").fields
    (kind,) = (field for field in fields if field.name == "kind")
    kinds = kind.constraints.enum or ()
    for number, entry in enumerate(listed.entries):
        if isinstance(entry, Part) and entry.part not in kinds:
            found = f"there is no kind of document {entry.part}"
            yield (number, "part"), found, f"one of {', '.join(kinds)}", "correct it"
    known = [row["committee"] for row in registers.records(workspace, "committees")]
    for loc, page in listed.placed():
        for committee in page.committee if isinstance(page, Chapter) else ():
            if committee not in known:
                at = (*loc, "committee", committee)
                found = f"the committee {committee} is unknown"
                yield at, found, f"one of {', '.join(known)}", "correct it"


def _chapters(
    workspace: Workspace, listed: Contents, reports: Sequence[ReportParams], *, municipality: bool
) -> Iterator[tuple[Parameters, Chapter]]:
    """Every chapter of each committee and year, and of the whole municipality, in their order."""
    documents = {report: registers.documents_of(workspace, report) for report in reports}
    first = params.municipality(workspace).languages[0]
    for entry in listed.entries:
        if isinstance(entry, Chapter) and municipality and _has_rows(workspace, entry):
            yield MunicipalityParams(language=first), entry
        elif isinstance(entry, Part):
            for report in reports:
                document = documents[report].get(entry.part)
                for chapter in entry.chapters if document else ():
                    if _has_rows(workspace, chapter, document):
                        yield report, chapter


def _has_rows(workspace: Workspace, chapter: Chapter, document: str | None = None) -> bool:
    """Whether a dataset that calls a chapter up has rows: of a document, or any."""
    return not chapter.datasets or any(
        scope.files_of(workspace, name, [document, name])
        if document
        else workspace.data_files(name)
        for name in chapter.datasets
    )


def _own(report: Parameters, chapter: Chapter) -> str:
    return chapter.committee.get(report.committee, "") if isinstance(report, ReportParams) else ""


def unlisted(workspace: Workspace) -> list[str]:
    """The notebooks that no chapter is made of, for the book's list does not name them."""
    chapters = book.contents(workspace).chapters.values()
    listed = {notebook for chapter in chapters for notebook in chapter.notebooks}
    there = sorted(path for path in workspace.notebooks.glob("*.ipynb") if path.is_file())
    return [workspace.relative(path) for path in there if path.stem not in listed]


def _ingredients(workspace: Workspace, task: Task, shared: Ingredients) -> Ingredients:
    """Everything a report depends on; `shared` with the other notebooks, and its own."""
    path = workspace.notebook(task.notebook)
    written = path.read_bytes()
    read = notebook.datasets(written)
    told = {"data": _told(workspace)} if task.reads_verdict else {}
    return {
        "notebook": {workspace.relative(path): fingerprint([written])},
        "parameters": {key: str(value) for key, value in task.params.model_dump().items()},
        **shared,
        **{kind: _of_datasets(shared[kind], read) for kind in OF_THE_DATA},
        **told,
        "words": {task.language: fingerprints.language_fingerprint(workspace, task.language)},
    }


def _told(workspace: Workspace) -> dict[str, str]:
    """What the notebooks on the verdict tell: what it found, in which files, and their names."""
    files = map(workspace.relative, workspace.data_files())
    tables = [workspace.dataset(name) / "table.yaml" for name in workspace.datasets]
    register = workspace.dataset("documents") / "documents.csv"
    return {
        workspace.relative(workspace.data): fingerprint(files),
        workspace.relative(workspace.verdict): verdicts.told(workspace, verdicts.read(workspace)),
        **{
            workspace.relative(path): fingerprint([content(path)])
            for path in (workspace.seals, register, *tables)
        },
    }


def _of_datasets(files: Mapping[str, str], read: Container[str] | None) -> dict[str, str]:
    """Those of some files that a notebook reads, by their paths from the project's root."""
    return {
        file: each
        for file, each in files.items()
        if read is None or PurePosixPath(file).parent.name in read
    }


def _of_reports(
    workspace: Workspace, reports: Mapping[str, Parameters]
) -> dict[str, dict[str, dict[str, str]]]:
    """What the notebooks of each committee and year depend on, in whichever language.

    Of the data, what they may read; see `_of_datasets`. A file that many read is looked at once.
    """
    of_each = dict(zip(reports, scope.seen_by_each(workspace, reports.values()), strict=True))
    every = list(dict.fromkeys(chain.from_iterable(of_each.values())))
    names = {each.path: workspace.relative(each.path) for each in every}
    prints, sealed = scope.data_fingerprints(every), seals.of_files(workspace, every)
    lost = [(path.stem, workspace.relative(path)) for path in seals.gone(workspace)]
    verdict = verdicts.read(workspace)
    rules = {file: verdict[file].rules for file in names.values() if file in verdict}

    def of(seen: Sequence[Seen]) -> dict[str, dict[str, str]]:
        data = {names[each.path]: prints[each] for each in seen}
        states = {names[each.path]: sealed[each] for each in seen}
        documents = {each.path.stem for each in seen}
        states |= {file: "gone" for document, file in lost if document in documents}
        return {
            "data": data,
            "verdict": {file: rules[file] for file in data if rules.get(file, "green") != "green"},
            "seals": {file: how for file, how in states.items() if how != "sealed"},
        }

    return {slug: of(seen) for slug, seen in of_each.items()}


def _of_municipality(workspace: Workspace) -> dict[str, str]:
    """What a notebook is told of the municipality; not how it is run and published."""
    told = params.municipality(workspace).model_dump(exclude={"colours", "languages", "limits"})
    return {key: str(value) for key, value in told.items()}


def changes(before: Ingredients, after: Ingredients) -> tuple[str, ...]:
    """Which ingredients differ, and in which of their parts, in words."""
    return tuple(
        f"{kind} changed ({', '.join(_changed_parts(before.get(kind, {}), after[kind]))})"
        for kind in after
        if before.get(kind) != after[kind]
    )


def _changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for part in sorted({*before, *after}):
        old, new = before.get(part), after.get(part)
        if old != new:
            values = all(len(value) < FINGERPRINT for value in (old or "", new or ""))
            yield f"{part}: {old or 'none'} to {new or 'none'}" if values else part


def statuses(workspace: Workspace, tasks: Sequence[Task]) -> list[Status]:
    """Whether each report must run, and why; what several depend on is looked at once.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
    """
    reports = {task.params.slug: task.params for task in tasks}
    of_all = {
        "municipality": _of_municipality(workspace),
        "code": fingerprints.kernel_code(),
        "libraries": fingerprints.library_versions(),
    }
    shared = {slug: of_all | own for slug, own in _of_reports(workspace, reports).items()}
    return [_status(workspace, task, shared[task.params.slug]) for task in tasks]


def _status(workspace: Workspace, task: Task, shared: Ingredients) -> Status:
    record = run_records.read(workspace, task.language, task.report)
    output = run_records.output_fingerprint(workspace, task.language, task.report)
    now = _ingredients(workspace, task, shared)
    if record is None or (not output and record.outcome == "succeeded"):
        return Status(task, "missing", ("it has not been executed",), now)
    if changed := changes(record.ingredients, now):
        return Status(task, "stale", changed, now)
    if record.outcome != "succeeded":
        return Status(task, "failed", (record.why,), now)
    if record.output != output:
        return Status(task, "stale", ("the executed notebook was changed by hand",), now)
    return Status(task, "fresh", (), now)


def what_must_run(workspace: Workspace, tasks: Sequence[Task]) -> list[Status]:
    """The tasks that are not fresh, after a look at the notebooks they need.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
        NotebookError: A notebook cannot be executed as it stands.
    """
    for name, takes in dict.fromkeys((task.notebook, type(task.params)) for task in tasks):
        notebook.check(workspace, name, takes)
    return [each for each in statuses(workspace, tasks) if each.state != "fresh"]
