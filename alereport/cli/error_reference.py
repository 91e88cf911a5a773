"""Describe every error that a user can correct, from the tree of errors.

`python -m alereport.cli.error_reference` prints the page that is kept as docs/errors.md.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from alereport.base.errors import AlereportError
from alereport.base.markdown import pipe_table
from alereport.cli import ASKED_FOR

HEADING = """\
# Errors

Every error that a user can correct is one message, *place: found; expected; next step*, on standard
error:

```
params/ks-2024.yaml:2: `year` is 20244; expected a value less than or equal to 2100; correct the
value.
```

The place is what to open: a file with its line as an editor counts it, a cell of a workbook, a
parameter or a report. Several errors of one kind are listed one a line. No file is half-written
when a command ends with an error, and what was published before stays as it was.

A command ends with the exit code of its error; [all exit codes](commands.md#exit-codes) are with
the commands. What ends with a traceback is a fault in the program (exit code 1).
"""


def reference() -> str:
    """The page: a row for each kind of error, those of a kind below it."""
    rows = [
        [_name(error), str(error.exit_code), _meaning(error), ASKED_FOR[error.exit_code]]
        for error in kinds()
    ]
    headings = ["error", "exit code", "what it is", "what it asks for"]
    table = pipe_table(headings, ["---", "--:", "---", "---"], rows)
    return f"{HEADING}\n## Kinds of errors\n\n{table}\n"


def kinds(parent: type[AlereportError] = AlereportError) -> Iterator[type[AlereportError]]:
    """Every kind of error, each before those that are kinds of it."""
    for child in parent.__subclasses__():
        if child.__module__ == AlereportError.__module__ and not child.__name__.startswith("_"):
            yield child
            yield from kinds(child)


def _name(error: type[AlereportError]) -> str:
    parent = next(each for each in error.__mro__[1:] if not each.__name__.startswith("_"))
    return f"`{error.__name__}`{'' if parent is AlereportError else f', a `{parent.__name__}`'}"


def _meaning(error: type[AlereportError]) -> str:
    summary = inspect.cleandoc(error.__doc__ or "").partition("\n\n")[0]
    return " ".join(summary.split())


if __name__ == "__main__":
    sys.stdout.write(reference())
