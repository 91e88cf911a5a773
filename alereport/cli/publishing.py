"""The command that publishes, and what it shares with those that run the reports."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from alereport import params
from alereport.cli.options import (
    Chapter,
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
    out,
)
from alereport.errors import PublishError
from alereport.params import ReportParams
from alereport.workspace import Workspace, new_folder


@dataclass(frozen=True)
class Asked:
    """How to publish, as the options say; see `options`."""

    engine: Engine | None
    draft: bool
    reason: str
    previous: Path | None
    only: Chapter | None
    verbose: bool


def publish(
    language: Languages = None,
    engine: Engines = None,
    draft: Draft = False,
    only: Only = None,
    reason: Reason = "",
    previous: Previous = None,
    verbose: Verbose = False,
) -> None:
    """Publish the executed notebooks as one site and one PDF a language.

    Refuses, with exit code 15, a report that is missing, stale, failed or not executed to its end,
    one whose data the gate has not passed as they are and, but for a draft, one whose data are not
    as they were sealed, or in which a published figure changed and no seal says why. What changed
    since the publication before is listed on the page of corrections. With --only quality, the
    chapter on the data's quality is published even so, marked as a draft.
    """
    workspace = Workspace.discover()
    wanted = languages_of(workspace, language)
    with alone(workspace):
        publish_all(
            workspace, wanted, Asked(engine, draft, reason.strip(), previous, only, verbose)
        )


def alone(workspace: Workspace) -> AbstractContextManager[None]:
    from alereport.batch import lock

    return lock.alone(workspace, err.print)


def stage_what_is_whole(workspace: Workspace) -> None:
    """Stage the book of each language whose reports are all fresh, for `quarto render`."""
    from alereport.batch import plan
    from alereport.publish import stamp

    reports: tuple[ReportParams, ...] = params.reports(workspace)
    for language in params.municipality(workspace).languages:
        tasks = plan.tasks(workspace, reports, [language])
        if stamp.read(workspace, language) == stamp.of(workspace, language, tasks):
            continue
        if all(plan.status(workspace, task).state == "fresh" for task in tasks):
            from alereport.publish import staging

            try:
                staging.stage(workspace, language)
            except PublishError:  # Not sealed, or a figure changed and nobody says why.
                staging.stage(workspace, language, draft=True)


def publish_all(workspace: Workspace, languages: Sequence[str], asked: Asked) -> None:
    from alereport.publish import pandoc, quarto, release, staging

    uses_quarto = asked.engine is Engine.quarto or (
        asked.engine is None and quarto.program() is not None
    )
    drafts: set[str] = set()
    with release.release(workspace, languages) as sites:
        for language in languages:
            with err.status(f"Publishing ({language}) …"):
                staged = staging.stage(
                    workspace,
                    language,
                    languages,
                    draft=asked.draft,
                    only=asked.only.value if asked.only else "",
                    reason=asked.reason,
                    previous=asked.previous,
                )
                drafts |= {language} if staged.draft else set()
                site = sites / language
                site.mkdir()
                (quarto if uses_quarto else pandoc).publish(workspace, staged, site)
    engine_used = "Quarto" if uses_quarto else "Pandoc and Typst"
    for language in languages:
        index, pdf = workspace.site(language) / "index.html", workspace.pdf(language)
        out.print(
            f"Published{' as a draft' if language in drafts else ''} ({language})"
            f"{f' with {engine_used}' if asked.verbose else ''}: "
            f"{workspace.relative(index)} and {workspace.relative(pdf)}."
        )


def make_preview(workspace: Workspace, languages: Sequence[str]) -> None:
    """The pages of a draft in a folder of their own, for `alereport preview`."""
    from alereport.publish import pandoc, staging

    with new_folder(workspace.preview) as sites:
        for language in languages:
            staged = staging.stage(workspace, language, languages, draft=True)
            site = sites / language
            site.mkdir()
            pandoc.publish(workspace, staged, site, paper=False)
