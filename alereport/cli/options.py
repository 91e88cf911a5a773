"""What the commands have in common: their options, and what they are asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from alereport.base import params
from alereport.base.languages import ENGLISH
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.scheduling import Task

UNFOLDED = 10_000
"""How wide a line may be where no window folds it: in a pipe or a file, a row stays a line."""

_console = partial(Console, highlight=False, markup=False, emoji=False, soft_wrap=True)
"""What is printed stands as it is: it quotes files, and `x.csv:100:` is no emoji."""

out = _console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else UNFOLDED)
err = _console(stderr=True)

Engine = Literal["quarto", "pandoc"]
"""What sets the book."""

Committees = Annotated[
    list[str] | None,
    typer.Option("--committee", "-c", help="Only this committee; may be given again."),
]
Years = Annotated[
    list[int] | None, typer.Option("--year", "-y", help="Only this year; may be given again.")
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language", "-l", metavar="CODE", help="Only this language; may be given again."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        exists=True,
        file_okay=False,
        help="The folder of the source documents, as text files named after the register.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, help="How many notebooks at a time; by default two per core."
    ),
]
Engines = Annotated[
    Engine | None,
    typer.Option(
        "--engine", help="What sets the book; by default quarto where it is on PATH, else pandoc."
    ),
]
Draft = Annotated[
    bool,
    typer.Option(
        "--draft", help="Publish data that are not sealed too, as a draft: marked on every page."
    ),
]
Reason = Annotated[
    str,
    typer.Option("--reason", help="Why published figures changed whose data did not."),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        exists=True,
        file_okay=False,
        help="The sites as last published, to list what changed since; by default build/site.",
    ),
]


def tasks_of(
    workspace: Workspace,
    committees: Sequence[str] | None,
    years: Sequence[int] | None,
    languages: Sequence[str] | None,
) -> tuple[Task, ...]:
    from alereport.batch import scheduling

    reports = params.reports(workspace)
    _require_known("--committee", committees, {report.committee for report in reports})
    _require_known("--year", years, {report.year for report in reports})
    chosen = params.reports(workspace, committees or (), years or ())
    if not chosen:
        there = ", ".join(report.slug for report in reports) or "none"
        raise typer.BadParameter(f"no report matches; params/ has {there}")
    spoken = languages_of(workspace, languages)
    return scheduling.tasks(workspace, chosen, spoken, municipality=not (committees or years))


def say_unlisted(workspace: Workspace) -> None:
    """Say which notebooks are no chapter, so that none is left out without a word."""
    from alereport.batch import scheduling

    for name in scheduling.unlisted(workspace):
        err.print(
            f"{name}: it is no chapter, for params/book.yaml does not name it; it is not executed.",
        )


def languages_of(workspace: Workspace, asked: Sequence[str] | None) -> list[str]:
    made = params.municipality(workspace).languages
    for language in asked or ():
        if language not in made:
            raise typer.BadParameter(
                f"{language!r} is not one of {', '.join(map(repr, made))}, the languages in "
                f"{workspace.relative(workspace.municipality)}",
                param_hint="--language",
            )
    return list(asked or made)


def say_missing_words(workspace: Workspace, languages: Sequence[str]) -> None:
    """Say which of the languages lack words, and where these are to be translated."""
    from alereport.data import translations

    first = params.words(workspace).first
    for language in languages:
        missing = translations.missing(workspace, language)
        translations.write(workspace, missing)
        if count := len(missing.messages) + len(missing.data):
            shown = first if language != first else ENGLISH
            place = workspace.relative(workspace.missing_words(language))
            out.print(
                f"Words: {language} lacks {count}, shown in {shown} instead; {place} lists them, "
                "to be translated."
            )


def _require_known(option: str, asked: Sequence[Any] | None, known: set[Any]) -> None:
    for value in asked or ():
        if value not in known:
            there = ", ".join(str(each) for each in sorted(known)) or "none"
            raise typer.BadParameter(
                f"{value} is not in params/, which has {there}", param_hint=option
            )


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    table.columns[0].no_wrap = True  # A place in two pieces cannot be followed.
    for row in rows:
        table.add_row(*row)
    out.print(table)
