"""The command line: parse arguments, call one function, and map errors to exit codes."""

from __future__ import annotations

import inspect
import sys
from contextlib import suppress
from typing import Any

import typer

from alereport.base.errors import AlereportError
from alereport.base.printable import printable
from alereport.base.workspace import Workspace
from alereport.batch import lock
from alereport.cli import data, migration, preview, publishing, reports, rules, steward
from alereport.cli.options import err

EXIT_CODES = {
    0: "success",
    2: "wrong usage",
    10: "params",
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


def _flowing(text: str) -> str:
    """Join the lines of each paragraph, so that a terminal of any width can break them."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


for command in (
    data.validate,
    data.lint,
    steward.register,
    data.count,
    steward.seal,
    rules.rules,
    reports.run,
    publishing.publish,
    reports.build,
    preview.preview,
    data.trace,
    reports.status,
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
        sys.exit(app(standalone_mode=False))
    except AlereportError as problem:
        err.print(str(problem))
        sys.exit(problem.exit_code)
    except typer.TyperException as problem:
        sys.exit(_wrong_usage(problem))


def _wrong_usage(problem: Any) -> int:
    """Print what is wrong with the arguments, which it quotes, and return the exit code."""
    from typer import rich_utils  # Only an error needs it.

    if isinstance(problem, typer.Abort):
        return 1
    problem.message = printable(problem.message)
    rich_utils.rich_format_error(problem)
    return int(problem.exit_code)
