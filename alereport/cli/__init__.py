"""The command line: parse, call one function, turn errors into exit codes."""

from __future__ import annotations

import sys

import typer

from alereport.base.errors import AlereportError
from alereport.cli import data, preview, publishing, reports
from alereport.cli.options import err

app = typer.Typer(
    help="Budget, staffing and goals of a Swedish municipality as one reproducible report.",
    epilog="Exit codes: 0 done, 2 usage, 10 params, 11 source, 12 table, 13 gate, 14 notebook, "
    "15 publish, 16 ingest, 1 a fault in alereport.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    data.validate,
    data.lint,
    data.seal,
    reports.run,
    publishing.publish,
    reports.build,
    preview.preview,
    data.trace,
    reports.status,
    reports.demo,
):
    app.command()(command)


def main() -> None:
    """Run the command line; a mistake the user can mend ends with its message and exit code."""
    try:
        app()
    except AlereportError as problem:
        err.print(str(problem))
        sys.exit(problem.exit_code)
