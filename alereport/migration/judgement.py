"""What the gate says of a migrated project, and the accepted deviations that it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from alereport.base import yaml_files
from alereport.base.errors import Failure, TableError
from alereport.base.workspace import Workspace
from alereport.gate import validation, verdicts
from alereport.gate.deviations import RULE
from alereport.migration import merging

if TYPE_CHECKING:
    from alereport.migration import Migration


def judged(workspace: Workspace, migration: Migration) -> Migration:
    """Return the migration with the verdict on its data, without the entries that are stale.

    An accepted deviation is stale where a rule of this version no longer refuses its row.
    """
    try:
        verdict = validation.validate(workspace)
        stale = [row for row in _failures(verdict) if row.rule == RULE]
        if stale:
            dropped = list(_without(workspace, stale))
            migration = replace(migration, dropped=[*migration.dropped, *dropped])
            verdict = validation.validate(workspace)
    except TableError as problem:
        return replace(migration, unreadable=str(problem))
    warnings = sum(len(finding.warnings) for finding in verdict.values())
    return replace(migration, errors=len(_failures(verdict)), warnings=warnings)


def _failures(verdict: verdicts.Verdict) -> list[Failure]:
    return [row for finding in verdict.values() for row in finding.failures]


def _without(workspace: Workspace, stale: Iterable[Failure]) -> Iterable[str]:
    """Remove the stale entries from their files, and yield what each was."""
    lines: dict[str, set[int]] = {}
    for failure in stale:
        lines.setdefault(failure.file, set()).add(failure.line)
    for file, stale_lines in lines.items():
        path = workspace.root / file
        text = path.read_text(encoding="utf-8")
        heading, entries = merging.items(text, yaml_files.load(text), "rule")
        starts = [n for n, line in enumerate(text.split("\n"), 1) if line.startswith("- ")]
        gone = [entry for entry, at in zip(entries, starts, strict=True) if at in stale_lines]
        merging.write_items(path, heading, [entry for entry in entries if entry not in gone])
        for entry in gone:
            place = ", ".join(str(cell) for cell in entry.value["row"].values())
            yield f"{entry.name} of {place}: the row no longer breaks the rule"
