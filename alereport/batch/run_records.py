"""Run records: what each report was made from, and the outcome of its execution."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from alereport.base import files
from alereport.base.fingerprints import content, fingerprint, library_versions
from alereport.base.workspace import Workspace, write_atomically

Outcome = Literal["succeeded", "excepted", "timed out", "died", "refused"]
"""Succeeded; excepted: a cell raised; timed out: a cell or the notebook ran too long; died: the
kernel ended by itself or was killed; refused: the data are red at the gate, or unreadable."""

Ingredients = Mapping[str, Mapping[str, str]]
"""Everything a report depends on: by kind, such as `data`, its parts, each with a fingerprint, a
version or a value."""


@dataclass(frozen=True)
class Record:
    """How one report was executed.

    Attributes:
        report: The report, such as `ks-2024/budget`.
        language: The code of its language.
        outcome: The outcome.
        why: The error message for the user; empty if it succeeded.
        ingredients: What the report depends on.
        output: A fingerprint of the executed notebook; empty if there is none.
        parameters: The parameters of the notebook.
        versions: The libraries' versions.
        commit: The project's commit; empty if there is none.
        verdict: What the gate found in each file the report reads.
        tries: How many kernels were started.
        started: When it started, in ISO 8601 with time zone.
        seconds: How long it took, in seconds.
    """

    report: str
    language: str
    outcome: Outcome
    why: str
    ingredients: Ingredients
    output: str
    parameters: dict[str, str | int]
    versions: dict[str, str] = field(default_factory=library_versions)
    commit: str = ""
    verdict: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    started: str = ""
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """Its name in messages, such as `ks-2024/budget (sv)`."""
        return f"{self.report} ({self.language})"


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def now() -> str:
    """Return the current UTC time in ISO 8601, in whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def commit(workspace: Workspace) -> str:
    """Return the project's commit, `-dirty` if files differ from it; empty if there is none."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--match="]
    try:
        process = subprocess.run(
            command, cwd=workspace.root, capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return process.stdout.strip()


def output_fingerprint(workspace: Workspace, language: str, report: str) -> str:
    """Return a fingerprint of an executed notebook; empty if there is none."""
    data = content(workspace.executed(language, report))
    return fingerprint([data]) if data else ""


def write(workspace: Workspace, record: Record) -> None:
    """Write a report's record next to its executed notebook."""
    write_atomically(workspace.record(record.language, record.report), _json(asdict(record)))


def read(workspace: Workspace, language: str, report: str) -> Record | None:
    """Return a report's record; None if it was never executed or the record cannot be read."""
    try:
        return _adapter().validate_json(files.content(workspace.record(language, report)))
    except (OSError, ValueError):
        return None


def write_run(
    workspace: Workspace, records: Sequence[Record], *, fresh: int, started: str, seconds: float
) -> None:
    """Write a summary of the last run to `build/run.json`.

    Args:
        fresh: How many reports were already fresh.
    """
    ordered = sorted(records, key=lambda record: (record.language, record.report))
    summary = {
        "commit": commit(workspace),
        "versions": library_versions(),
        "started": started,
        "seconds": round(seconds, 3),
        "fresh": fresh,
        "executed": [asdict(record) for record in ordered],
    }
    write_atomically(workspace.run_record, _json(summary))


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
