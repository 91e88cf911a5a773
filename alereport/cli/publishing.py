"""The command that publishes, and what it shares with those that run the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from alereport.base import params
from alereport.base.errors import PublishError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, new_folder
from alereport.cli.options import (
    Check,
    Draft,
    Engine,
    Engines,
    Languages,
    Only,
    Previous,
    Reason,
    Verbose,
    err,
    languages_of,
    only_of,
    out,
)

if TYPE_CHECKING:
    from alereport.batch.plan import Task
    from alereport.batch.record import Record

STOCK = "sv"
"""The language of the book that `_quarto.yml` names."""


@dataclass(frozen=True)
class Asked:
    """How to publish, as the options say; see `options`."""

    engine: Engine | None
    draft: bool
    reason: str
    previous: Path | None
    only: str
    verbose: bool


def publish(  # noqa: PLR0913, PLR0917 - an option each
    language: Languages = None,
    engine: Engines = None,
    draft: Draft = False,
    check: Check = None,
    only: Only = None,
    reason: Reason = "",
    previous: Previous = None,
    verbose: Verbose = False,
) -> None:
    """Publish the executed notebooks as one site and one PDF a language, and the open data.

    Refuses, with exit code 15, a report that is missing, stale, failed or not executed to its end,
    one whose data the gate has not passed as they are and, but for a draft, one whose data are not
    as they were sealed, or in which a published figure changed and no seal says why. What changed
    since the publication before is listed on the page of corrections. With --only quality, the
    chapter on the data's quality is published even so, marked as a draft, and without the open
    data. With --check, nothing is published: what build/ holds is compared with what is published
    at PATH, file by file; exits 15 when they differ.
    """
    workspace = Workspace.discover()
    if check:
        if language or engine or draft or only or reason or previous:
            raise typer.BadParameter("it publishes nothing and goes alone", param_hint="--check")
        _compare(workspace, check)
        return
    wanted, chapter = languages_of(workspace, language), only_of(workspace, only)
    with alone(workspace):
        publish_all(
            workspace, wanted, Asked(engine, draft, reason.strip(), previous, chapter, verbose)
        )


def alone(workspace: Workspace) -> AbstractContextManager[None]:
    from alereport.batch import lock

    return lock.alone(workspace, err.print)


def get_ready(workspace: Workspace) -> None:
    """Import what stages the book, and make of it what no notebook is needed for."""
    from alereport.publish.book import staging
    from alereport.publish.open_data import files as opendata

    if staging.has_passed(workspace):
        opendata.folder(workspace, draft=not staging.is_sealed(workspace))


def stage_for_quarto(workspace: Workspace, run: Sequence[Task], done: Sequence[Record]) -> None:
    """Stage the book that stock `quarto render` renders, where all its reports are fresh.

    Args:
        workspace: The project.
        run: What has just been looked at and, where it was not fresh, executed.
        done: What was executed.
    """
    from alereport.batch import plan
    from alereport.publish.book import stamp

    unwell = {record.language for record in done if record.outcome != "succeeded"}
    if STOCK in unwell or STOCK not in params.municipality(workspace).languages:
        return
    looked_at = set(run)
    reports: tuple[ReportParams, ...] = params.reports(workspace)
    tasks = plan.tasks(workspace, reports, [STOCK])
    outputs = stamp.outputs(workspace, tasks)
    made_from = stamp.of(workspace, STOCK, outputs)
    if stamp.read(workspace, STOCK) in {made_from, stamp.of_draft(workspace, made_from)}:
        return
    others = [task for task in tasks if task not in looked_at]
    if all(each.state == "fresh" for each in plan.statuses(workspace, others)):
        _stage(workspace, STOCK, outputs, made_from)


def _stage(
    workspace: Workspace, language: str, outputs: Mapping[Task, str], made_from: str
) -> None:
    from alereport.publish.book import staging, stamp

    if not staging.has_passed(workspace):
        return
    if staging.is_sealed(workspace):
        with suppress(PublishError):  # A figure changed and nobody says why.
            staging.stage(workspace, language, outputs=outputs)
            return
    staging.stage(workspace, language, draft=True, outputs=outputs)
    stamp.write(workspace, language, stamp.of_draft(workspace, made_from))


def publish_all(workspace: Workspace, languages: Sequence[str], asked: Asked) -> None:
    from alereport.publish.book import downloads, staging
    from alereport.publish.engines import pandoc, quarto
    from alereport.publish.published import release, standing, sums

    uses_quarto = asked.engine is Engine.quarto or (
        asked.engine is None and quarto.program() is not None
    )
    whole = not (asked.draft or asked.only or uses_quarto)
    made_from = standing.made_from(workspace, languages, asked.previous) if whole else ""
    if standing.stands(workspace, languages, made_from):
        for language in languages:
            where = _where(workspace, language)
            out.print(f"Already published ({language}), and nothing changed: {where}.")
        return
    drafts: set[str] = set()
    with release.release(workspace, languages) as sites:
        for language in languages:
            with err.status(f"Publishing ({language}) …"):
                staged = staging.stage(
                    workspace,
                    language,
                    languages,
                    draft=asked.draft,
                    only=asked.only,
                    reason=asked.reason,
                    previous=asked.previous,
                )
                drafts |= {language} if staged.draft else set()
                site = sites / language
                site.mkdir()
                (quarto if uses_quarto else pandoc).publish(workspace, staged, site)
    if not asked.only:
        downloads.publish(workspace, languages[0])
    engine_used = "Quarto" if uses_quarto else "Pandoc and Typst"
    _say_what_is_published(workspace, languages, drafts, engine_used if asked.verbose else "")
    sums.write(workspace)
    standing.write(workspace, made_from)
    if not asked.only:
        out.print(f"Open data: {workspace.relative(workspace.open_data)}.")
    out.print(f"Checksums of all that is published: {workspace.relative(workspace.sums)}.")


def _where(workspace: Workspace, language: str) -> str:
    index, pdf = workspace.site(language) / "index.html", workspace.pdf(language)
    return f"{workspace.relative(index)} and {workspace.relative(pdf)}"


def _say_what_is_published(
    workspace: Workspace, languages: Sequence[str], drafts: set[str], engine: str
) -> None:
    for language in languages:
        out.print(
            f"Published{' as a draft' if language in drafts else ''} ({language})"
            f"{f' with {engine}' if engine else ''}: {_where(workspace, language)}."
        )


def _compare(workspace: Workspace, other: Path) -> None:
    from alereport.publish.published import sums

    files, unlike = sums.differences(workspace, other)
    for each in unlike:
        out.print(each, markup=False)
    if unlike:
        raise PublishError(
            str(other),
            f"{len(unlike)} of {files} files differ from {workspace.relative(workspace.build)}",
            "the same bytes",
            "build from the same commit with the same versions, or publish anew",
        )
    out.print(f"Same bytes: {files} files, as in {other}.", markup=False)


def make_preview(workspace: Workspace, languages: Sequence[str]) -> None:
    """The pages of a draft in a folder of their own, for `alereport preview`."""
    from alereport.publish.book import staging
    from alereport.publish.engines import pandoc

    with new_folder(workspace.preview) as sites:
        for language in languages:
            staged = staging.stage(workspace, language, languages, draft=True)
            site = sites / language
            site.mkdir()
            pandoc.publish(workspace, staged, site, paper=False)
