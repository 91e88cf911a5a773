"""What a run or build would do, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alereport.base.errors import AlereportError, GateError, NotebookError
from alereport.base.workspace import Workspace
from alereport.cli.options import err, out, print_json

if TYPE_CHECKING:
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Status, Task
    from alereport.publish.publishing import Published


def print_plan(workspace: Workspace, tasks: Sequence[Task], *, force: bool, as_json: bool) -> None:
    """Print which notebooks a run would execute and why; nothing is checked or written.

    Raises:
        NotebookError: One of them cannot be executed.
    """
    from alereport.batch import listed, scheduling
    from alereport.gate import verdicts

    listed.check(workspace, tasks)
    pending = scheduling.pending_reports(workspace, tasks, force=force)
    ready = [status for status in pending if not status.problem]
    is_checked = verdicts.current(workspace) is not None
    if as_json:
        reports = [_planned(status) for status in ready]
        print_json({"dry_run": True, "data_are_checked": is_checked, "reports": reports})
    else:
        for status in ready:
            out.print(f"{status.task.name}: {status.state}, {'; '.join(status.why)}")
        if not is_checked:
            out.print("The data would be checked first: they have changed since, or never were.")
        fresh = len(tasks) - len(pending)
        out.print(f"Would execute {len(ready)}; {fresh} already fresh. Nothing was done.")
    require_files(pending)


def _planned(status: Status) -> dict[str, Any]:
    return {
        "report": status.task.report,
        "language": status.task.language,
        "state": status.state,
        "why": list(status.why),
    }


def print_obstacle(workspace: Workspace, *, draft: bool) -> None:
    """Print what is known already to keep a build from publishing."""
    from alereport.base.errors import PublishError
    from alereport.publish.book import clearance

    try:
        if not draft:
            clearance.require_reviewed(workspace)
    except PublishError as problem:
        out.print(f"Would not be published: {problem}")


def as_json(tasks: Sequence[Task], records: Sequence[Record]) -> dict[str, Any]:
    """What became of each report: `fresh` where nothing had to be done, or the outcome."""
    by_name = {record.name: record for record in records}
    return {"reports": [_outcome(task, by_name.get(task.name)) for task in tasks]}


def _outcome(task: Task, record: Record | None) -> dict[str, Any]:
    return {
        "report": task.report,
        "language": task.language,
        "outcome": record.outcome if record else "fresh",
        "why": record.why if record else "",
        "seconds": record.seconds if record else 0.0,
    }


def published_as_json(
    workspace: Workspace, languages: Sequence[str], published: Published | None
) -> list[dict[str, Any]]:
    """Where each language is published, and whether it is a draft; empty if nothing is."""
    if published is None:
        return []
    return [
        {
            "language": language,
            "site": workspace.relative(workspace.site(language) / "index.html"),
            "pdf": workspace.relative(workspace.pdf(language)),
            "draft": language in published.drafts,
            "is_new": published.is_new,
        }
        for language in languages
    ]


def require_files(statuses: Sequence[Status]) -> None:
    """Print each missing file that keeps reports from being made, and exit with its exit code."""
    problems = [status.problem for status in statuses if status.problem]
    for message in dict.fromkeys(map(str, problems)):
        err.print(message)
    if problems:
        sys.exit(problems[0].exit_code)


def require_success(
    workspace: Workspace,
    tasks: Sequence[Task],
    records: Sequence[Record],
    red: Sequence[AlereportError] = (),
) -> None:
    """Print each error of a run once, the root causes first, and exit with the worst exit code.

    Args:
        red: What the gate refused of the data, or could not read.
    """
    from alereport.batch import scheduling

    unsuccessful = [record for record in records if record.outcome != "succeeded"]
    if not unsuccessful and not red:
        return  # A report with a missing file would be among the refused ones.
    causes = [*dict.fromkeys(scheduling.problems(workspace, tasks).values()), *red]
    refused = [each for each in unsuccessful if each.outcome == "refused"]
    is_said = any(isinstance(cause, GateError) for cause in causes)
    refusals = _refusals(workspace, refused, is_said=is_said)
    failed = [record for record in unsuccessful if record.outcome != "refused"]
    for line in dict.fromkeys([*map(str, causes), *refusals, *(record.why for record in failed)]):
        err.print(line)
    if failed:
        sys.exit(NotebookError.exit_code)
    if causes or unsuccessful:
        sys.exit(causes[0].exit_code if causes else GateError.exit_code)


def _refusals(workspace: Workspace, refused: Sequence[Record], *, is_said: bool) -> Iterator[str]:
    """Why reports were refused: what the gate found in their files together, then other errors.

    Args:
        is_said: What the gate found is said already.
    """
    from alereport.gate import verdicts

    verdict = verdicts.read(workspace)
    files = {file for record in refused for file in record.ingredients.get("data", ())}
    if failures := verdicts.failures(workspace, verdict, [workspace.root / file for file in files]):
        yield from [] if is_said else [str(GateError(failures))]
    judged = {verdicts.dataset_of(failure.file) for failure in failures}
    for record in refused:
        if judged.isdisjoint(map(verdicts.dataset_of, record.ingredients.get("data", ()))):
            yield record.why
