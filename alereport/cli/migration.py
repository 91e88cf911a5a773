"""The command that brings a project of an earlier version to this one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, err, out, print_json
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.migration import Migration
    from alereport.migration.datasets import Changes
    from alereport.migration.reading import ToRead


def migrate(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a project of an earlier version, 0.2.0, 0.3.0 or 0.5.0, to this one.

    The schemas, rules and files in data/ get the columns of this version; datasets, columns, rules
    and words of the project's own stay. Nothing is changed if it does not succeed. It prints what
    changed, and a list of what must be read in the documents, since the earlier version did not
    record it. Afterwards the changed files are to be sealed again.
    Exits with code 12 if the project is of no known version, or a file of it cannot be read.
    """
    from alereport import migration as migrating

    workspace = Workspace.discover()
    if migrating.is_of_this_version(workspace):
        out.print(json.dumps({"migrated": False}) if as_json else "There is nothing to migrate.")
        return
    with nullcontext() if dry_run else exclusive(workspace), err.status("Migrating the data …"):
        migration = migrating.migrate(workspace, dry_run=dry_run)
    if as_json:
        content = {"migrated": not dry_run, **asdict(migration)}
        print_json(content)
        return
    for line in _lines(migration, dry_run):
        out.print(line)


def _lines(migration: Migration, dry_run: bool) -> Iterator[str]:
    verb = "Would migrate" if dry_run else "Migrated"
    yield f"{verb} from {migration.before} to {migration.now}."
    for changes in migration.datasets:
        yield from _of_dataset(changes)
    yield from _listed("Accepted deviations that were dropped:", migration.dropped)
    places = [f"{mention.place}: {', '.join(mention.words)}" for mention in migration.mentions]
    yield from _listed("Rules and notebooks of your own that read what is gone:", places)
    yield from _to_read(migration.read)
    yield from _next_steps(migration)


def _of_dataset(changes: Changes) -> Iterator[str]:
    parts = [
        ("columns added", changes.added),
        ("columns gone", changes.gone),
        ("rules gone", changes.retired),
        ("your own, kept", changes.own),
        ("changed by you, kept as it is", changes.kept),
        ("changed by you and in this version, replaced", changes.replaced),
        ("removed by you, not brought back", changes.removed),
        ("files without rows, removed", changes.emptied),
    ]
    details = [f"{what}: {', '.join(names)}" for what, names in parts if names]
    if changes.is_new:
        details = ["a new dataset, without rows"]
    elif changes.files or changes.dropped:
        dropped = f", {_counted(changes.dropped, 'row')} dropped" if changes.dropped else ""
        rows = f"{_counted(len(changes.files), 'file')}, {_counted(changes.rows, 'row')}{dropped}"
        details.insert(0, rows)
    yield f"  data/{changes.dataset}: {'; '.join(details) or 'the rows stay as they are'}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield heading
        yield from (f"  {line}" for line in lines)


def _to_read(questions: Sequence[ToRead]) -> Iterator[str]:
    if questions:
        yield "To read in the documents, and fill in or correct:"
    for number, question in enumerate(questions, start=1):
        yield f"{number:3}. {question.dataset}, {', '.join(question.columns)}: {question.what}"
        for file, count in question.files.items():
            lines = [row.rpartition(":")[2] for row in question.rows if row.startswith(f"{file}:")]
            where = f", on line {', '.join(lines)}" if lines else ""
            yield f"       {file}: {_counted(count, 'row')}{where}"


def _next_steps(migration: Migration) -> Iterator[str]:
    if migration.unreadable:
        yield f"The gate cannot read it yet: {migration.unreadable}"
    else:
        errors, warnings = migration.errors, migration.warnings
        yield f"The gate finds {_counted(errors, 'error')} and {_counted(warnings, 'warning')}."
    yield (
        "Then run alereport validate, and seal the files: "
        'alereport seal FILE … --change restructured --reason "…".'
    )
