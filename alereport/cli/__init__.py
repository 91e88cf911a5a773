"""The command line: parse arguments, call one function, and map errors to exit codes."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Annotated, Any

import typer

from alereport.base import surroundings
from alereport.base.errors import CHECK_PREFIX, AlereportError, shortened
from alereport.cli import (
    accepting,
    additions,
    data,
    ingesting,
    kolada,
    migration,
    preview,
    projects,
    publishing,
    reports,
    rules,
    sealing,
    steward,
    tracing,
    workbooks,
)
from alereport.cli.examples import epilog
from alereport.cli.options import err, out
from alereport.cli.project import Project, anywhere

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
ASKED_FOR = {
    0: "Nothing.",
    2: "Correct the command: the message names the argument, and `--help` what it may be.",
    10: "Correct the file in `params/`, or see to disk, rights or memory and run again.",
    11: "Get the registered document, or register the new one; of Kolada, do as the message says.",
    12: "The steward corrects the file that is named. A retry does not help.",
    13: "The steward corrects the rows that are named, or seals what was reviewed.",
    14: "See [when a notebook fails](how-to/exit-code-14.md). If it was killed, run again.",
    15: "Seal the data, or say with `--reason` why a figure changed; or see to the engine.",
    16: "Correct the document that is named, or choose another one; decide on its open rows.",
    130: "Run the command again: it goes on from where it was.",
    1: "Report the fault with its traceback. What was published is as it was.",
}
"""What each exit code asks of whoever runs the command."""

app = typer.Typer(
    help="Report the budget, staffing and goals of a Swedish municipality, reproducibly.",
    epilog=f"Exit codes: {', '.join(f'{code} {cause}' for code, cause in EXIT_CODES.items())}.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_asked: bool) -> None:
    """Print the version of the package, and end."""
    if is_asked:
        out.print(f"alereport {metadata.version('alereport')}")
        raise typer.Exit


@app.callback()
def _before(
    project: Project = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version, and end."
        ),
    ] = False,
) -> None:
    """What may stand before the name of a command."""


def _flowing(text: str) -> str:
    """Join the lines of each paragraph, so that a terminal of any width can break them."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _add(group: typer.Typer, name: str, command: Callable[..., None], *, within: str = "") -> None:
    """Add a command to a group, with its help and examples."""
    text = _flowing(command.__doc__ or "")
    group.command(name, help=text, epilog=epilog(within + name))(anywhere(command))


for command in (
    data.validate,
    data.lint,
    workbooks.template,
    workbooks.fill,
    ingesting.ingest,
    steward.register,
    data.count,
    accepting.accept,
    sealing.review,
    sealing.seal,
    rules.rules,
    reports.run,
    publishing.publish,
    reports.build,
    preview.preview,
    tracing.trace,
    reports.status,
    projects.init,
    projects.upgrade,
    reports.demo,
    migration.migrate,
):
    _add(app, command.__name__, command)
app.add_typer(
    additions.app,
    name="new",
    help="Add a document, a chapter of your own or a dataset.",
    epilog=epilog("new"),
)
for kind, adding in additions.COMMANDS.items():
    _add(additions.app, kind, adding, within="new ")
app.add_typer(
    kolada.app,
    name="kolada",
    help="Fetch what Kolada says of the municipality and those it is compared with.",
    epilog=epilog("kolada"),
)
_add(kolada.app, "fetch", kolada.fetch, within="kolada ")


def main() -> None:
    """Run the command line; print an error the user can fix, and exit with its code."""
    try:
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
    message = shortened(problem.format_message().replace(CHECK_PREFIX, "")).rstrip(".")
    if message:  # None if the help was printed instead, since there are no arguments.
        command = problem.ctx.command_path if problem.ctx else "alereport"
        err.print(f"{command}: {message}; see {command} --help.")
    return int(problem.exit_code)
