"""The command that publishes, and what it shares with those that run the reports."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.cli.options import (
    Draft,
    Engine,
    Engines,
    Languages,
    Previous,
    Reason,
    Verbose,
    err,
    languages_of,
    out,
)

if TYPE_CHECKING:
    from alereport.publish.book.staging import Options
    from alereport.publish.publishing import Published

ENGINES = {"quarto": "Quarto", "pandoc": "Pandoc and Typst"}
"""The engines as messages name them."""


def publish(  # noqa: PLR0913, PLR0917 - an option each
    language: Languages = None,
    engine: Engines = None,
    draft: Draft = False,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            exists=True,
            help="Publish nothing; compare build/ with a published copy of it, of build/site/, or "
            "with a SHA256SUMS.",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="CHAPTER",
            help="Publish this chapter alone: one that reads the gate's verdict (quality), also "
            "where the data have not passed, marked as a draft.",
        ),
    ] = None,
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
    from alereport.publish.book.staging import Options

    wanted = languages_of(workspace, language)
    options = Options(draft, _only(workspace, only), reason.strip(), previous)
    with alone(workspace):
        publish_and_say(workspace, wanted, options, engine, verbose=verbose)


def _only(workspace: Workspace, asked: str | None) -> str:
    """The chapter to publish alone, which must be one that needs no data; empty for all."""
    from alereport.base import book

    chapters = book.contents(workspace).chapters.items() if asked else ()
    alone = [name for name, chapter in chapters if chapter.reads == "verdict"]
    if asked and asked not in alone:
        there = ", ".join(alone) or "none"
        raise typer.BadParameter(
            f"{asked} cannot be published alone; of the chapters in params/book.yaml that can, "
            f"there is {there}",
            param_hint="--only",
        )
    return asked or ""


def alone(workspace: Workspace) -> AbstractContextManager[None]:
    from alereport.batch import lock

    return lock.alone(workspace, err.print)


def publish_and_say(
    workspace: Workspace,
    languages: Sequence[str],
    options: Options,
    engine: Engine | None,
    *,
    verbose: bool,
) -> None:
    from alereport.publish import publishing

    published = publishing.publish(
        workspace,
        languages,
        options,
        engine=engine,
        progress=lambda language: err.status(f"Publishing ({language}) …"),
    )
    for language in languages:
        _say_what_is_published(workspace, language, published, verbose=verbose)
    if published.is_new:
        if not options.only:
            out.print(f"Open data: {workspace.relative(workspace.open_data)}.")
        out.print(f"Checksums of all that is published: {workspace.relative(workspace.sums)}.")


def _say_what_is_published(
    workspace: Workspace, language: str, published: Published, *, verbose: bool
) -> None:
    index, pdf = workspace.site(language) / "index.html", workspace.pdf(language)
    where = f"{workspace.relative(index)} and {workspace.relative(pdf)}"
    if not published.is_new:
        out.print(f"Already published ({language}), and nothing changed: {where}.")
        return
    draft = " as a draft" if language in published.drafts else ""
    engine = f" with {ENGINES[published.engine]}" if verbose else ""
    out.print(f"Published{draft} ({language}){engine}: {where}.")


def _compare(workspace: Workspace, other: Path) -> None:
    from alereport.publish.published import sums

    files, unlike = sums.differences(workspace, other)
    for each in unlike:
        out.print(each)
    if unlike:
        raise PublishError(
            str(other),
            f"{len(unlike)} of {files} files differ from {workspace.relative(workspace.build)}",
            "the same bytes",
            "build from the same commit with the same versions, or publish anew",
        )
    out.print(f"Same bytes: {files} files, as in {other}.")
