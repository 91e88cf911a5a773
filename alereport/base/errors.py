"""Errors that a user can fix, as one tree of exceptions.

Every message has the same four parts, *place: found; expected; next step*, and every class
its own exit code. Any other exception is a bug in the package and keeps its traceback.

    AlereportError          never raised itself
      ParamsError      10
      SourceError      11
      TableError       12
        CellsError
      GateError        13
      NotebookError    14
      PublishError     15
        OutputsError
      IngestError      16

What each means is in its docstring, from which docs/errors.md is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import fill
from typing import ClassVar

from alereport.base.printable import printable_line

RED, PLAIN = "\x1b[1;31m", "\x1b[0m"
"""What begins and ends a coloured name, as terminals and JupyterLab read it."""
WIDTH = 96
"""Characters of a line of a message in a notebook, which otherwise breaks it within a word."""
LONGEST = 800
"""Characters of a part of a message; what quotes a longer value shows its beginning and end."""


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, or its beginning and end if it is longer than so many characters."""
    line = " ".join(text[: 10 * longest].split())
    if len(line) <= longest and len(text) <= 10 * longest:
        return line
    end = longest // 4
    return f"{line[: longest - end]} … ({len(text)} characters) … {text[-end:].strip()}"


def nearest(name: object, known: Iterable[object]) -> str:
    """What somebody may have meant, as words that end a list of what there is; else empty."""
    similar = get_close_matches(str(name), list(map(str, known)), n=1)
    return f" (did you mean {similar[0]}?)" if similar else ""


class AlereportError(Exception):
    """The root of the tree.

    Args:
        place: What to open: a file with its line as an editor counts it, a parameter, a report.
        found: What is there.
        expected: What should be there.
        next_step: What the user should do.
    """

    exit_code: ClassVar[int]

    def __init__(self, place: str, found: str, expected: str, next_step: str) -> None:
        super().__init__(place, found, expected, next_step)
        self.place, self.found, self.expected, self.next_step = place, found, expected, next_step

    def __str__(self) -> str:
        found, expected, next_step = map(
            shortened, (self.found, self.expected, self.next_step), MOST_SHOWN
        )
        place = shortened(self.place)
        return printable_line(f"{place}: {found}; expected {expected}; {next_step}.")

    def _render_traceback_(self) -> list[str]:
        """The message alone, which IPython shows instead of a traceback."""
        lines = f"{RED}{type(self).__name__}{PLAIN}: {self}".splitlines()
        return [fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in lines]


MOST_SHOWN = (240, 200, 160)
"""The most characters of what is found, expected and to be done: they quote what people wrote."""


CHECK_PREFIX = "Value error, "
"""The prefix that pydantic adds to the message of a validator of this package."""
DETAILS = re.compile(r"(, unable to .*| after validation, .*| or instance of \w+)$")


def expected_value(message: str) -> str:
    """The expected value, as a phrase made from a message of pydantic.

    `Input should be a valid integer` becomes `a valid integer`, and `String should match pattern x`
    becomes `a string that matches pattern x`.
    """
    if message.startswith(CHECK_PREFIX):
        return message.removeprefix(CHECK_PREFIX)
    subject, _should, predicate = DETAILS.sub("", message).partition(" should ")
    verb, _blank, complement = predicate.partition(" ")
    if verb == "be":
        return f"a value {complement}" if complement.startswith(("greater", "less")) else complement
    verbs = {"have": "has", "match": "matches", "contain": "contains"}
    return (
        f"a {subject.lower()} that {verbs.get(verb, verb)} {complement}"
        if predicate
        else "another value"
    )


class ParamsError(AlereportError):
    """A file of `params/` that is wrong, or something that the machine refuses, such as disk."""

    exit_code = 10


class SourceError(AlereportError):
    """A source document that is missing or not the one registered; or Kolada does not answer."""

    exit_code = 11


class TableError(AlereportError):
    """A file of `data/` that does not have the columns or types of its schema."""

    exit_code = 12


class _Several:
    """Several errors of one kind as one of them, so that all are corrected at once.

    Args:
        problems: What is wrong at each place, in their order; at least one.
    """

    def __init__(self, problems: Sequence[AlereportError]) -> None:
        first = problems[0]
        self.problems = tuple(problems)
        self.place, self.found = first.place, first.found
        self.expected, self.next_step = first.expected, first.next_step

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class CellsError(_Several, TableError):
    """Several cells of a workbook that a person filled in."""


WITHHELD = "(withheld)"
"""What is shown instead of a figure that must not be disclosed, because its group is small."""


@dataclass(frozen=True)
class Failure:
    """One row that breaks one rule.

    Attributes:
        file: The data file, relative to the workspace.
        line: The row's line as an editor counts it (the heading is line 1).
        column: The column, or columns, the rule is about.
        value: The value in the row.
        rule: The rule's name, as given in `rules.yaml` or the schema.
        expected: What the rule requires, in words.
        why: Why the rule must hold.
        next_step: What the user should do.
        withheld: True if it concerns a figure that must not be disclosed: it has no value, and if
            it is only a warning, not even its existence is published.
    """

    file: str
    line: int
    column: str
    value: str
    rule: str
    expected: str
    why: str
    next_step: str = "correct the row against its document"
    withheld: bool = False

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def said(self) -> tuple[str, ...]:
        """What is said of the row, wherever it stands."""
        return self.column, self.value, self.rule, self.expected, self.why, self.next_step

    def __str__(self) -> str:
        value, expected = shortened(self.value, 120), shortened(self.expected, MOST_SHOWN[0])
        return printable_line(
            f"{self.place}: {self.column} is {value}; expected {expected}; "
            f"{self.next_step}. Rule {self.rule}: {shortened(self.why, MOST_SHOWN[0])}"
        )


class GateError(AlereportError):
    """Data that broke a rule.

    Args:
        failures: Every row that failed, in file order; at least one.
    """

    exit_code = 13

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        Exception.__init__(self, failures)
        self.failures = failures

    def __str__(self) -> str:
        alike: dict[tuple[str, ...], list[Failure]] = {}
        for failure in self.failures:
            alike.setdefault(failure.said, []).append(failure)
        return "\n".join(map(_together, alike.values()))


def _together(failures: Sequence[Failure]) -> str:
    """One message on rows of which the same is said, such as a name that none of them may have."""
    first, *others = failures
    lines: dict[str, list[str]] = {}
    for failure in others:
        lines.setdefault(failure.file, []).append(str(failure.line))
    places = "; ".join(f"{file}:{','.join(numbers)}" for file, numbers in lines.items())
    rows = f"The same in {len(others)} more row{'s' * (len(others) != 1)}"
    return f"{first} {rows}: {shortened(places, MOST_SHOWN[0])}." if others else str(first)


class NotebookError(AlereportError):
    """A notebook that could not be executed.

    Args:
        cell: The number of the cell that raised, counted from 1, or 0 if no cell was reached.
        saved_at: The path of the saved notebook with its traceback, or an empty string.
    """

    exit_code = 14

    def __init__(
        self,
        place: str,
        found: str,
        expected: str,
        next_step: str,
        cell: int = 0,
        saved_at: str = "",
    ) -> None:
        Exception.__init__(self, place, found, expected, next_step, cell, saved_at)
        self.place, self.found, self.expected, self.next_step = place, found, expected, next_step
        self.cell, self.saved_at = cell, saved_at


class PublishError(AlereportError):
    """A book, or a manual, that cannot be published, or whose engine failed."""

    exit_code = 15


class OutputsError(_Several, PublishError):
    """Several cells of notebooks whose outputs are not published."""


class IngestError(AlereportError):
    """A document that cannot be read, or whose drafts are not reviewed."""

    exit_code = 16
