"""What the commands share: options, the selection of reports, and printing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from alereport.base import glossary, params
from alereport.base.languages import CODE, DATA_LANGUAGE, ENGLISH
from alereport.base.printable import printable
from alereport.base.workspace import Workspace
from alereport.cli import completion

if TYPE_CHECKING:
    from alereport.batch.scheduling import Task

YES = ("y", "yes", "j", "ja")
GAP = "  "
"""Between the columns of a table."""
UNWRAPPED_WIDTH = 10_000
"""The width of lines written to a pipe or file, where each table row must stay on one line."""


class _PrintableConsole(Console):
    """A console whose texts have no control characters but those that it sets colours with."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(printable(text), **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            yield Segment(printable(segment.text), segment.style, segment.control)


_console = partial(_PrintableConsole, highlight=False, markup=False, emoji=False, soft_wrap=True)
"""Text is printed literally, since it quotes files: `x.csv:100:` is not an emoji."""

out = _console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else UNWRAPPED_WIDTH)
err = _console(stderr=True)

Engine = Literal["quarto", "pandoc"]
"""The program that sets the book."""

Executor = Literal["local", "dask"]
"""Where notebooks are executed and pages converted."""

SealChange = Literal["first", "addition", "correction", "revision", "restructured"]
"""The same as `seals.Change`, which only the commands that need it import."""

Committees = Annotated[
    list[str] | None,
    typer.Option(
        "--committee",
        "-c",
        autocompletion=completion.committees,
        help="Include only this committee; may be repeated.",
    ),
]
Years = Annotated[
    list[int] | None,
    typer.Option(
        "--year",
        "-y",
        autocompletion=completion.years,
        help="Include only this year; may be repeated.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        autocompletion=completion.languages,
        help="Include only this language; may be repeated.",
    ),
]
Notebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--notebook",
        "-n",
        metavar="NAME",
        autocompletion=completion.notebooks,
        help="Include only the chapters of this notebook; may be repeated.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be done, and why; do nothing.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Execute the notebooks even if they are fresh.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print more details.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        exists=True,
        file_okay=False,
        help="The folder of the source documents, as text files named as in the register.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, help="How many notebooks to run at a time. Default: two per core."
    ),
]
Executors = Annotated[
    Executor,
    typer.Option(
        "--executor",
        help="Execute notebooks, and convert pages with Pandoc, on this machine or on a Dask "
        "cluster.",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        help="The address of the Dask scheduler, such as tcp://127.0.0.1:8786.",
    ),
]
Engines = Annotated[
    Engine | None,
    typer.Option(
        "--engine",
        help="The program that sets the book. Default: quarto if on PATH, otherwise pandoc.",
    ),
]
Draft = Annotated[
    bool,
    typer.Option("--draft", help="Allow data that are not sealed, and mark every page as a draft."),
]
Reason = Annotated[
    str,
    typer.Option("--reason", help="Why published figures changed although their data did not."),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        exists=True,
        file_okay=False,
        help="The previously published sites, to list the changes since then. Default: build/site.",
    ),
]


def require_scheduler(executor: Executor, scheduler: str | None) -> None:
    """Refuse a cluster without its address, and an address without a cluster."""
    if (executor == "dask") != (scheduler is not None):
        raise typer.BadParameter("--executor dask and --scheduler must be used together")


def selected_tasks(
    workspace: Workspace,
    committees: Sequence[str] | None,
    years: Sequence[int] | None,
    languages: Sequence[str] | None,
    notebooks: Sequence[str] | None = None,
) -> tuple[Task, ...]:
    """Return the tasks of the chosen committees, years, languages, notebooks; of all by default."""
    from alereport.batch import scheduling

    glossary.entries(workspace)  # Before anything is executed, though it is published last.
    reports = params.committee_years(workspace)
    _require_known("--committee", committees, {report.committee for report in reports})
    _require_known("--year", years, {report.year for report in reports})
    selected = params.committee_years(workspace, committees or (), years or ())
    if not selected:
        available = ", ".join(report.slug for report in reports) or "none"
        raise typer.BadParameter(f"no report matches; params/ has {available}")
    codes = selected_languages(workspace, languages)
    is_whole = not (committees or years)
    tasks = scheduling.tasks(workspace, selected, codes, municipality=is_whole)
    return _of_notebooks(workspace, tasks, notebooks) if notebooks else tasks


def _of_notebooks(
    workspace: Workspace, tasks: Sequence[Task], notebooks: Sequence[str]
) -> tuple[Task, ...]:
    """Return the tasks whose chapter, or own notebook, is among those that are asked for."""
    from alereport.base import book

    chapters = book.contents(workspace).chapters.values()
    known = {name for chapter in chapters for name in chapter.notebooks}
    _require_known("--notebook", notebooks, known, "params/book.yaml")
    chosen = tuple(task for task in tasks if {task.chapter, task.notebook} & {*notebooks})
    if not chosen:
        available = ", ".join(dict.fromkeys(task.notebook for task in tasks)) or "none"
        message = f"none of the chosen reports has such a chapter; theirs are {available}"
        raise typer.BadParameter(message, param_hint="--notebook")
    return chosen


def print_unlisted_notebooks(workspace: Workspace) -> None:
    """Print a warning for each notebook without a chapter, and each chapter without a notebook.

    Then for each line of a notebook that opens a file itself.
    """
    from alereport.batch import listed

    for name in listed.unlisted(workspace):
        err.print(
            f"{name}: it belongs to no chapter in params/book.yaml, and is not executed.",
        )
    for name in listed.unlisted_texts(workspace):
        err.print(f"{name}: it is named by no entry `text:` in params/book.yaml, and left out.")
    for name in listed.missing(workspace):
        err.print(f"{name}: there is no such file; its chapter is left out of the book.")
    for opening in listed.opening_files(workspace):
        err.print(f"{opening}. It is not published so.", highlight=False)


def data_file(workspace: Workspace, file: Path, data_files: Sequence[Path]) -> Path:
    """Return the path of a data file named relative to the current folder or to the project.

    Args:
        file: As it was named.
        data_files: Those that it may be.

    Raises:
        BadParameter: It is none of them.
    """
    for path in ((Path.cwd() / file).resolve(), workspace.root / file):
        if path in data_files:
            return path
    similar = get_close_matches(file.as_posix(), map(workspace.relative, data_files), n=1)
    hint = f"; did you mean {similar[0]}?" if similar else ""
    raise typer.BadParameter(f"{file} is not a data file in data/{hint}", param_hint="FILE")


def selected_languages(workspace: Workspace, requested: Sequence[str] | None) -> list[str]:
    """Return the requested languages; by default those of the municipality."""
    available = params.municipality(workspace).languages
    for language in requested or ():
        if language not in available:
            raise typer.BadParameter(
                f"{language!r} is not one of {', '.join(map(repr, available))}, the languages in "
                f"{workspace.relative(workspace.municipality)}",
                param_hint="--language",
            )
    return list(requested or available)


def report_missing_words(workspace: Workspace, languages: Sequence[str]) -> None:
    """Write a file of the untranslated texts of each language, and print how many there are."""
    from alereport.data import translations

    first = params.words(workspace).first
    for language in languages:
        missing = translations.missing(workspace, language)
        translations.write(workspace, missing)
        if count := len(missing.messages) + len(missing.data):
            fallback = first if language != first else ENGLISH
            place = workspace.relative(workspace.missing_words(language))
            out.print(
                f"Translations: {count} missing in {language}, shown in {fallback} instead; "
                f"translate those listed in {place}."
            )


def _require_known(
    option: str, requested: Sequence[Any] | None, available: set[Any], place: str = "params/"
) -> None:
    for value in requested or ():
        if value not in available:
            names = ", ".join(map(str, sorted(available))) or "none"
            raise typer.BadParameter(
                f"{value} is not in {place}, which has {names}", param_hint=option
            )


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table; where it is too wide, its cells are folded."""
    head, body = [*columns], [[*map(printable, row)] for row in rows]
    widths = [max(map(cell_len, cells)) for cells in zip(head, *body, strict=True)]
    is_flat = not any("\n" in cell for row in body for cell in row)
    if is_flat and sum(widths) + len(GAP) * (len(widths) - 1) <= out.width:
        # As the library sets it, which takes as long for a thousand rows as finding them.
        out.print(Text(_line(head, widths), "bold"))
        out.print(Text("\n".join(_line(row, widths) for row in body)), end="\n" * bool(body))
        return
    table = Table(*head, box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    table.columns[0].no_wrap = True  # A place such as `file:line` must stay in one piece.
    for row in body:
        table.add_row(*row)
    out.print(table)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (set_cell_size(*each) for each in zip(cells, widths, strict=True))
    return GAP.join(padded).rstrip()


@contextmanager
def only_json(as_json: bool) -> Iterator[None]:
    """Leave standard output to the JSON that follows; what goes wrong is still printed."""
    out.quiet = as_json
    try:
        yield
    finally:
        out.quiet = False


def print_json(content: object) -> None:
    """Print JSON; where the output's encoding is not UTF-8, in ASCII, which every one holds."""
    is_ascii = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    out.print_json(data=content, ensure_ascii=is_ascii)


def by_language(given: Sequence[str], *, first: str = DATA_LANGUAGE) -> dict[str, str]:
    """Texts that are given each as `[CODE:]TEXT`, by language; without a code, the first's."""
    found: dict[str, str] = {}
    for each in given:
        code, colon, text = each.partition(":")
        language = code if colon and re.fullmatch(CODE, code) else first
        found[language] = " ".join((text if language == code else each).split())
    return found


def is_on_terminal() -> bool:
    """Whether a person can be asked something."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def is_confirmed(question: str) -> bool:
    """Ask a person something on the terminal; anything but a yes is a no."""
    out.print(f"{question} [y/N] ", end="")
    try:
        return input().strip().casefold() in YES
    except EOFError:
        return False
