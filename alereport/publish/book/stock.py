"""The book that stock `quarto render` renders in the project's folder."""

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


def stage(workspace: Workspace, run: Sequence[Task], done: Sequence[Record]) -> None:
    """Stage the book after a run, where all its reports are fresh and it is not staged already.

    Args:
        run: What has just been looked at and, where it was not fresh, executed.
        done: What was executed.
    """
    language = params.municipality(workspace).languages[0]  # Whose book `_quarto.yml` names.
    if any(record.language == language and record.outcome != "succeeded" for record in done):
        return
    tasks = scheduling.tasks(workspace, params.reports(workspace), [language])
    outputs = stamp.outputs(workspace, tasks)
    key = stamp.key(workspace, language, outputs)
    if stamp.read(workspace, language) in {key, stamp.draft_key(workspace, key)}:
        return
    looked_at = set(run)
    others = [task for task in tasks if task not in looked_at]
    if all(each.state == "fresh" for each in scheduling.statuses(workspace, others)):
        _stage(workspace, language, outputs, key)


def _stage(workspace: Workspace, language: str, outputs: Mapping[Task, str], key: str) -> None:
    from alereport.publish.book import staging  # Only here: most runs do without what it imports.

    if not clearance.has_passed(workspace):
        return
    if clearance.is_sealed(workspace):
        with suppress(PublishError):  # A figure changed and nobody says why.
            staging.stage(workspace, language, outputs=outputs)
            return
    staging.stage(workspace, language, options=staging.Options(draft=True), outputs=outputs)
    stamp.write(workspace, language, stamp.draft_key(workspace, key))
