"""Stages the book that plain `quarto render` in the project's folder renders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from alereport.base import params
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.run_records import Record
from alereport.batch.scheduling import Task
from alereport.publish.book import clearance, stamp
from alereport.publish.book.options import Options


def stage(workspace: Workspace, run_tasks: Sequence[Task], records: Sequence[Record]) -> None:
    """Stage the book after a run, if all its reports are fresh and it is not staged already.

    Args:
        run_tasks: The tasks of the run: fresh, or executed in it.
        records: The run records of those that were executed.
    """
    language = params.municipality(workspace).languages[
        0
    ]  # The language of the book in `_quarto.yml`.
    if any(record.language == language and record.outcome != "succeeded" for record in records):
        return
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), [language])
    outputs = stamp.outputs(workspace, tasks)
    key = stamp.key(workspace, language, outputs)
    if stamp.read(workspace, language) in {key, stamp.draft_key(workspace, key)}:
        return
    covered = set(run_tasks)
    others = [task for task in tasks if task not in covered]
    if all(status.state == "fresh" for status in scheduling.statuses(workspace, others)):
        _stage(workspace, language, outputs, key)


def _stage(workspace: Workspace, language: str, outputs: Mapping[Task, str], key: str) -> None:
    from alereport.publish.book import staging  # Imported here: most runs do not need it.

    if not clearance.has_passed(workspace):
        return
    if clearance.is_reviewed(workspace):
        with suppress(PublishError):  # A figure changed without a reason.
            staging.stage(workspace, language, outputs=outputs)
            return
    staging.stage(workspace, language, options=Options(draft=True), outputs=outputs)
    stamp.write(workspace, language, stamp.draft_key(workspace, key))
