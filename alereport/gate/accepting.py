"""Accept a row that the gate warns of, as an entry of `accepted.yaml`, or drop an entry again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alereport import seals
from alereport.base import files
from alereport.base.errors import Failure, TableError
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import data_files, rules, schemas
from alereport.data.rules import Deviation
from alereport.data.schemas import CLAIMS, Schema
from alereport.gate.verdicts import Verdict
from alereport.texts.claims.project import UNMATCHED

HEADING = """\
# Rows that break a rule and may stand, each with its reason. `expect` holds the cells as they must
# still be: when one changes, or the row no longer breaks the rule, the entry is stale and refused.
"""
VALUES: dict[str, Callable[[str], Any]] = {"integer": int, "date": date.fromisoformat}
"""The value in YAML of a cell of the types that are written without quotes."""
ITEM = "- "
"""What each entry begins with, at the start of a line."""


@dataclass(frozen=True)
class Entry:
    """An entry of `accepted.yaml`.

    Attributes:
        place: Its file and line.
        accepted: What it says.
    """

    place: str
    accepted: Deviation


class NotAcceptedError(Exception):
    """What was named cannot be accepted or dropped; the message says why."""


def entries(workspace: Workspace) -> list[Entry]:
    """The accepted rows of a project, dataset by dataset.

    Raises:
        TableError: An `accepted.yaml` cannot be read.
    """
    return [entry for dataset in workspace.datasets for entry in _of_dataset(workspace, dataset)]


def _of_dataset(workspace: Workspace, dataset: str) -> list[Entry]:
    path, text = _file(workspace, dataset)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith(ITEM)]
    accepted = rules.accepted_deviations(workspace, dataset)
    return [
        Entry(f"{workspace.relative(path)}:{line}", each)
        for line, each in zip(lines, accepted, strict=True)
    ]


def warned_of(verdict: Verdict, place: str, *, rule: str = "") -> Failure:
    """The one warning of a row.

    Args:
        verdict: A verdict on the data as they are.
        place: The row's file and line, as `validate` prints them.
        rule: The rule; needed only where several warn of the row.

    Raises:
        NotAcceptedError: No rule warns of the row, several do, or a rule of severity error fails.
    """
    warnings = [each for found in verdict.values() for each in found.warnings]
    errors = [each for found in verdict.values() for each in found.failures]
    of_row = [each for each in warnings if each.place == place]
    fitting = [each for each in of_row if rule in ("", each.rule)]
    names = ", ".join(sorted(each.rule for each in of_row))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotAcceptedError(f"several rules warn of {place}: {names}; name one with --rule")
    for each in errors:
        if each.place == place and rule in ("", each.rule):
            step = "correct the row, or see docs/gate.md"
            raise NotAcceptedError(f"{each.rule} fails at {place} and is no warning; {step}")
    known = f", only {names}" if names else ""
    raise NotAcceptedError(
        f"{rule or 'no rule'} {'does not warn' if rule else 'warns'} of {place}{known}"
    )


def accept(workspace: Workspace, warning: Failure, *, reason: Mapping[str, str], by: str) -> Entry:
    """Accept the row of a warning as it is, and return the entry.

    Args:
        warning: See `warned_of`.
        reason: Why it may stand, by language.
        by: The role of who accepts it.

    Raises:
        TableError: A file of the dataset cannot be read.
    """
    path = workspace.root / warning.file
    dataset = path.parent.name
    table, cells = schemas.schema(workspace, dataset), _cells(workspace, warning)
    entry = {
        "rule": warning.rule,
        "row": _typed(table, {name: cells[name] for name in table.primary_key}),
        "expect": _expected(workspace, table, cells, warning),
        "reason": dict(reason),
        "by": by,
        "date": seals.today(),
    }
    lines = seals.as_yaml(entry).splitlines()
    item = "\n".join([ITEM + lines[0], *(f"  {line}" for line in lines[1:])])
    heading, items = _parts(_file(workspace, dataset)[1])
    _write(workspace, dataset, heading, [*items, item])
    return _of_dataset(workspace, dataset)[-1]


def reasons_to_type(languages: Iterable[str], reasons: Mapping[str, str] | None = None) -> str:
    """The options that say why a row may stand, as they are typed, with a reason a language.

    Args:
        languages: The codes of the languages.
        reasons: The reason in each of them; by default a gap to fill.
    """
    typed = {code: (reasons or {}).get(code, "…") for code in languages}
    return " ".join(
        f'--reason "{"" if code == DATA_LANGUAGE else f"{code}:"}{text}"'
        for code, text in typed.items()
    )


def drop(workspace: Workspace, entry: Entry) -> None:
    """Remove an entry from its file, and the file with its last one."""
    dataset = workspace.root.joinpath(entry.place).parent.name
    heading, items = _parts(_file(workspace, dataset)[1])
    at = [each.place for each in _of_dataset(workspace, dataset)].index(entry.place)
    _write(workspace, dataset, heading, [*items[:at], *items[at + 1 :]])


def _file(workspace: Workspace, dataset: str) -> tuple[Path, str]:
    path = workspace.dataset(dataset) / "accepted.yaml"
    if not files.exists(path):
        return path, ""
    return path, files.text(files.read(path, place=workspace.relative(path), error=TableError))


def _parts(text: str) -> tuple[str, list[str]]:
    """What stands before the first entry of a file, and each entry as it is written."""
    heading, *items = re.split(rf"^{ITEM}", text, flags=re.MULTILINE)
    return (heading if items else HEADING), [ITEM + item.rstrip("\n") for item in items]


def _write(workspace: Workspace, dataset: str, heading: str, items: Sequence[str]) -> None:
    path, _text = _file(workspace, dataset)
    if items:
        write_atomically(path, heading + "\n\n".join(items) + "\n")
    else:
        path.unlink()


def _cells(workspace: Workspace, warning: Failure) -> dict[str, str]:
    """The cells of the row of a warning; that of a text may be about a line further down."""
    path = workspace.root / warning.file
    places, _rows = data_files.read_rows(workspace, path)
    lines = [data_files.place_of(place)[1] for place in places]
    at = sum(line <= warning.line for line in lines) - 1
    return data_files.records(workspace, path)[at]


def _expected(
    workspace: Workspace, table: Schema, cells: Mapping[str, str], warning: Failure
) -> dict[str, Any]:
    """The cells that must stay as they are: those that the rule reads, the key's apart.

    Where it reads no other of the row, all that are filled in must.
    """
    if warning.rule == CLAIMS:
        return {UNMATCHED: warning.value}
    dataset = workspace.root.joinpath(warning.file).parent.name
    named = [
        str(each.arguments)
        for each in rules.of_dataset(workspace, dataset)
        if each.rule == warning.rule
    ]
    words = {*re.findall(r"\w+", " ".join([warning.column, *named]))}
    others = {name: cell for name, cell in cells.items() if name not in table.primary_key}
    read = {name: cell for name, cell in others.items() if name in words}
    return _typed(table, read or {name: cell for name, cell in others.items() if cell})


def _typed(table: Schema, cells: Mapping[str, str]) -> dict[str, Any]:
    """Cells as a person would write them in YAML: an integer and a date without quotes."""
    types = {field.name: field.type for field in table.fields}
    return {
        name: VALUES.get(types[name], str)(cell) if cell else "" for name, cell in cells.items()
    }
