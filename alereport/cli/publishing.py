"""The command that publishes, and functions shared with the commands that run reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alereport.base.errors import OutputsError, PublishError
from alereport.base.workspace import Workspace
from alereport.cli.options import (
    Draft,
    Engine,
    Engines,
    Executors,
    Languages,
    Previous,
    Reason,
    Scheduler,
    Verbose,
    err,
    out,
    require_scheduler,
    selected_languages,
    selected_tasks,
)

if TYPE_CHECKING:
    from alereport.publish.book.options import Options
    from alereport.publish.book.own_outputs import Own
    from alereport.publish.publishing import Published

ENGINES = {"quarto": "Quarto", "pandoc": "Pandoc and Typst"}
"""The names of the engines in messages."""


def publish(  # noqa: PLR0913, PLR0917 - an option each
    language: Languages = None,
    engine: Engines = None,
    executor: Executors = "local",
    scheduler: Scheduler = None,
    draft: Draft = False,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            exists=True,
            help="Publish nothing; compare build/ with a published copy of it, of build/site/, of "
            "one language's folder there, or with a SHA256SUMS file.",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="CHAPTER",
            help="Publish only this chapter, marked as a draft, even if the data have not passed "
            "the gate. It must be a chapter that reads the gate's verdict (quality).",
        ),
    ] = None,
    reason: Reason = "",
    previous: Previous = None,
    to: Annotated[
        Literal["docx"] | None,
        typer.Option(
            "--to",
            help="Publish nothing; write the book of each language as a Word file in build/, to "
            "copy passages from.",
        ),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Publish the executed notebooks as a site and a PDF per language, and the open data.

    Refuses, with exit code 15, a report that is missing, stale, failed or not executed to its end,
    and a report whose current data have not passed the gate. Unless it is a draft, it also refuses
    data that are not sealed in their current version, and a published figure that changed without a
    reason in a seal. What is new, revised or corrected since the previous publication is listed on
    the page of news and corrections. With --to docx, a Word file is written instead, refused on the
    same grounds. With --only quality, the chapter on data quality is published in spite of this,
    marked as a draft and without the open data. With --check, nothing is published: build/ is
    compared file by file with the copy at PATH, or the part of build/ that it is a copy of; exits
    with code 15 if they differ.
    """
    workspace = Workspace.discover()
    if check:
        if language or engine or draft or only or reason or previous or to:
            raise typer.BadParameter(
                "it cannot be combined with other options", param_hint="--check"
            )
        _compare(workspace, check)
        return
    from alereport.publish.book.options import Options

    languages = selected_languages(workspace, language)
    require_scheduler(executor, scheduler)
    if not only:
        _require_files(workspace)
    options = Options(draft, _single_chapter(workspace, only), reason.strip(), previous)
    if to and engine == "quarto":
        raise typer.BadParameter(
            "--to docx is made by the engine pandoc; Quarto's own is quarto render --to docx",
            param_hint="--engine",
        )
    with exclusive(workspace):
        if to:
            _write_word(workspace, languages, options)
            return
        publish_and_print(
            workspace, languages, options, engine, scheduler=scheduler, verbose=verbose
        )


def _write_word(workspace: Workspace, languages: Sequence[str], options: Options) -> None:
    from alereport.publish import publishing

    with err.status("Writing the book for Word …"):
        files = publishing.write_word(workspace, languages, options)
    places = " and ".join(map(workspace.relative, files))
    out.print(f"Nothing was published. The book as a Word file: {places}.")


def _require_files(workspace: Workspace) -> None:
    """Refuse a book in which a plan has no budget table: the gate's findings follow from that.

    Raises:
        ParamsError: A budget table is missing.
    """
    from alereport.batch import scheduling

    for problem in scheduling.problems(
        workspace, selected_tasks(workspace, None, None, None)
    ).values():
        raise problem


def _single_chapter(workspace: Workspace, name: str | None) -> str:
    """Return the chapter to publish alone, which must need no data; empty for all chapters."""
    from alereport.base import book

    chapters = book.contents(workspace).chapters.items() if name else ()
    allowed = [chapter_name for chapter_name, chapter in chapters if chapter.reads == "verdict"]
    if name and name not in allowed:
        names = ", ".join(allowed) or "none"
        raise typer.BadParameter(
            f"{name} cannot be published alone; chapters that can, in params/book.yaml: {names}",
            param_hint="--only",
        )
    return name or ""


def exclusive(workspace: Workspace) -> AbstractContextManager[None]:
    """Hold the workspace's lock, and print a message while waiting for it."""
    from alereport.batch import lock

    return lock.exclusive(workspace, err.print)


def publish_and_print(
    workspace: Workspace,
    languages: Sequence[str],
    options: Options,
    engine: Engine | None,
    *,
    scheduler: str | None,
    verbose: bool,
) -> Published:
    """Publish, print where, and return what was published."""
    from alereport.publish import publishing

    published = publishing.publish(
        workspace,
        languages,
        options,
        engine=engine,
        scheduler=scheduler,
        progress=_shown,
    )
    if published.chosen and published.engine == "quarto":
        err.print("Set with the Quarto on PATH; --engine pandoc sets it in a seventh of the time.")
    for warning in published.warnings:
        err.print(f"Warning: {warning}.", highlight=False)
    for language in languages:
        _print_published(workspace, language, published, verbose=verbose)
    if published.is_new:
        if not options.only:
            out.print(f"Open data: {workspace.relative(workspace.open_data)}.")
        out.print(f"Checksums of all published files: {workspace.relative(workspace.sums)}.")
    return published


def publish_or_look(
    workspace: Workspace,
    languages: Sequence[str],
    options: Options,
    engine: Engine | None,
    *,
    scheduler: str | None,
    verbose: bool,
) -> Published:
    """Do the same as `publish_and_print`; a book refused for what cells show is made as a draft.

    Raises:
        PublishError: See `publishing.publish`.
    """
    try:
        return publish_and_print(
            workspace, languages, options, engine, scheduler=scheduler, verbose=verbose
        )
    except OutputsError:
        print_look(workspace, languages)
        raise


def print_look(workspace: Workspace, languages: Sequence[str]) -> None:
    """Make a draft of the chapters that can be read, and print where to look at it."""
    from alereport.publish import publishing

    with err.status("Making a draft of the chapters that can be read …"):
        publishing.preview(workspace, languages, incomplete=True)
    pages = (workspace.preview / language / "index.html" for language in languages)
    places = " and ".join(map(workspace.relative, pages))
    out.print(f"Nothing was published. A draft with the chapters that can be read: {places}.")


def _print_refused(workspace: Workspace, languages: Sequence[str]) -> None:
    """Print each cell that keeps the book from being published, once for all languages."""
    from alereport.publish.book import numbers

    found = [numbers.read(workspace, language).own.refused for language in languages]
    for refused in dict.fromkeys(each for of_language in found for each in of_language):
        err.print(f"Not published as it stands: {refused.error}", highlight=False)


@contextmanager
def _shown(language: str) -> Iterator[Callable[[str], None]]:
    """A status line, which an engine may add to."""
    with err.status(f"Publishing ({language}) …") as status:
        yield lambda words: status.update(f"Publishing ({language}): {words} …")


def _print_published(
    workspace: Workspace, language: str, published: Published, *, verbose: bool
) -> None:
    index, pdf = workspace.site(language) / "index.html", workspace.pdf(language)
    paths = f"{workspace.relative(index)} and {workspace.relative(pdf)}"
    if not published.is_new:
        out.print(f"Already published ({language}), and nothing changed: {paths}.")
        return
    draft = " as a draft" if language in published.drafts else ""
    engine = f" with {ENGINES[published.engine]}" if verbose else ""
    out.print(f"Published{draft} ({language}){engine}: {paths}.")
    _print_numbers(workspace, language)


def _print_numbers(workspace: Workspace, language: str) -> None:
    """Print how many numbers in computed sentences are those of rows, and warn of the others.

    Before them it says what is to be known of an analyst's own cells.
    """
    from alereport.publish.book import numbers

    matched = numbers.read(workspace, language)
    _print_refused(workspace, [language])
    _print_own(matched.own)
    for number in matched.unmatched:
        err.print(f"Warning: {number}.", highlight=False)
    out.print(f"Numbers in computed sentences ({language}) that match their rows: {matched}.")


def _print_own(own: Own) -> None:
    """Print what is to be known of an analyst's own tables and charts."""
    for remark in own.told:
        err.print(f"{remark}.", highlight=False)
    if own.without_rows:
        err.print(
            f"Own tables and charts without stated rows: {len(own.without_rows)} of {own.count} "
            f"({'; '.join(f'{report}: {caption}' for report, caption in own.without_rows)}).",
            highlight=False,
        )


def _compare(workspace: Workspace, other: Path) -> None:
    from alereport.publish.published import sums

    files, differences = sums.differences(workspace, other)
    build = workspace.relative(workspace.build)
    for difference in differences:
        out.print(difference)
    if differences:
        raise PublishError(
            str(other),
            f"{len(differences)} of {files} files differ from {build}",
            "the same bytes",
            "build from the same commit with the same versions, or publish again",
        )
    out.print(f"Same bytes: {files} files, as in {other}.")
