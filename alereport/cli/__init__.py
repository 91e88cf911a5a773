"""The command line: parse arguments, call one function, and map errors to exit codes."""

from __future__ import annotations

import inspect
import sys
from contextlib import suppress
from importlib import metadata
from typing import Annotated, Any

import typer

from alereport.base import surroundings
from alereport.base.errors import AlereportError, shortened
from alereport.base.workspace import Workspace
from alereport.batch import lock
from alereport.cli import (
    data,
    migration,
    preview,
    projects,
    publishing,
    reports,
    rules,
    sealing,
    steward,
    workbooks,
)
from alereport.cli.options import err, out

EXIT_CODES = {
    0: "success",
    2: "wrong usage",
    10: "params or surroundings",
    11: "source document",
    12: "data file",
    13: "gate",
    14: "notebook",
    15: "publishing",
    16: "ingest",
    130: "interrupted",
    1: "a fault in alereport",
}
"""What each exit code says went wrong."""

app = typer.Typer(
    help="Report the budget, staffing and goals of a Swedish municipality, reproducibly.",
    epilog=f"Exit codes: {', '.join(f'{code} {cause}' for code, cause in EXIT_CODES.items())}.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_asked: bool) -> None:
    """Print the version of the package, and end."""
    if is_asked:
        out.print(f"alereport {metadata.version('alereport')}")
        raise typer.Exit


@app.callback()
def group(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version, and end."
        ),
    ] = False,
) -> None:
    """The options of the program itself."""


def _flowing(text: str) -> str:
    """Join the lines of each paragraph, so that a terminal of any width can break them."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


for command in (
    data.validate,
    data.lint,
    workbooks.new,
    workbooks.template,
    workbooks.fill,
    steward.register,
    data.count,
    sealing.review,
    sealing.seal,
    rules.rules,
    reports.run,
    publishing.publish,
    reports.build,
    preview.preview,
    data.trace,
    reports.status,
    projects.init,
    projects.upgrade,
    reports.demo,
    migration.migrate,
):
    app.command(help=_flowing(command.__doc__ or ""))(command)


def _tidy() -> None:
    """Remove what a killed command left in the project of the current folder."""
    with suppress(AlereportError, OSError):  # A command that needs the project reports it.
        lock.tidy(Workspace.discover())


def main() -> None:
    """Run the command line; print an error the user can fix, and exit with its code."""
    try:
        _tidy()
        code = app(prog_name="alereport", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except AlereportError as problem:
        sys.exit(_said(problem))
    except typer.TyperException as problem:
        sys.exit(_wrong_usage(problem))
    except Exception as problem:
        if (error := surroundings.as_error(problem)) is None:
            raise
        sys.exit(_said(error))


def _said(problem: AlereportError) -> int:
    """Print an error, and return its exit code."""
    err.print(str(problem))
    return problem.exit_code


def _wrong_usage(problem: Any) -> int:
    """Print what is wrong with the arguments on one line, and return the exit code."""
    message = shortened(problem.format_message()).rstrip(".")
    if message:  # None if the help was printed instead, since there are no arguments.
        command = problem.ctx.command_path if problem.ctx else "alereport"
        err.print(f"{command}: {message}; see {command} --help.")
    return int(problem.exit_code)
