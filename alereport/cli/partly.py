"""Validate some files alone, and print what rows are warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from alereport.base.errors import GateError
from alereport.base.workspace import Workspace
from alereport.cli.options import data_file, err, out, print_json, print_table

if TYPE_CHECKING:
    from alereport.gate.verdicts import Verdict


def validate(workspace: Workspace, files: Sequence[Path], *, as_json: bool) -> None:
    """Check some files, print what was found, and say how little that is."""
    from alereport.gate import partly

    data_files = workspace.data_files()
    chosen = [data_file(workspace, file, data_files) for file in files]
    with err.status("Checking the data …"):
        found = partly.checked(workspace, chosen)
    failures = found.failures(workspace)
    if as_json:
        content = {"state": found.state, "files": found.files, "datasets": found.datasets}
        print_json({**content, "failures": [asdict(failure) for failure in failures]})
    else:
        print_warnings(found.findings)
        out.print(
            f"Checked alone: {', '.join(found.files)}, with {found.checks} checks in the datasets "
            f"{', '.join(found.datasets)}: {found.state}. The verdict on the data is as it was; "
            "alereport validate checks all."
        )
    for problem in found.unreadable[1:]:
        err.print(str(problem))
    if found.unreadable:
        raise found.unreadable[0]
    if failures:
        raise GateError(failures)


def print_warnings(verdict: Verdict) -> None:
    """Print a table of every row that a rule warns of; `require_green` raises the failures."""
    broken = [
        (row.place, "warning", f"{row.column} is {row.value}", row.expected, row.rule)
        for finding in verdict.values()
        for row in finding.warnings
    ]
    if broken:
        print_table(("Place", "Severity", "Found", "Expected", "Rule"), broken)
        out.print(
            'Correct a row, or where it may stand: alereport accept PLACE --reason "…" --by ROLE'
        )
