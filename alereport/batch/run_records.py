"""Run records: what a report was made from, and how it went."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from alereport.base.fingerprints import content, fingerprint, library_versions
from alereport.base.workspace import Workspace, write_whole

Outcome = Literal["succeeded", "excepted", "timed out", "died", "refused"]
"""Succeeded; excepted: a cell raised; timed out: a cell or the notebook ran too long; died: its
kernel ended by itself or was killed; refused: the gate found its data red."""

Ingredients = Mapping[str, Mapping[str, str]]
"""Everything a report depends on: the parts of each kind, such as `data`, with a fingerprint, a
version or a value each."""


@dataclass(frozen=True)
class Record:
    """How one report was executed.

    Attributes:
        report: The report, such as `ks-2024/budget`.
        language: The language it speaks.
        outcome: How it went.
        why: The error as the user reads it; empty when it succeeded.
        ingredients: What the report depends on.
        output: A fingerprint of the executed notebook; empty where there is none.
        parameters: What the notebook was given.
        versions: The libraries' versions.
        commit: The project's commit; empty where there is none.
        verdict: What the gate found in each file the report reads.
        tries: How many kernels it took.
        started: When it was started, ISO 8601 with time zone.
        seconds: How long it took.
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
        """What messages call it, such as `ks-2024/budget (sv)`."""
        return f"{self.report} ({self.language})"


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def now() -> str:
    """The time a record begins with."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def commit(workspace: Workspace) -> str:
    """The project's commit, marked where files differ from it; empty where there is none."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--match="]
    try:
        done = subprocess.run(
            command, cwd=workspace.root, capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def output_fingerprint(workspace: Workspace, language: str, report: str) -> str:
    """A fingerprint of an executed notebook; empty where there is none."""
    data = content(workspace.executed(language, report))
    return fingerprint([data]) if data else ""


def write(workspace: Workspace, record: Record) -> None:
    """Put a report's record beside its executed notebook."""
    write_whole(workspace.record(record.language, record.report), _json(asdict(record)))


def read(workspace: Workspace, language: str, report: str) -> Record | None:
    """A report's record; none where it was never executed or the record cannot be read."""
    try:
        return _adapter().validate_json(workspace.record(language, report).read_bytes())
    except (OSError, ValueError):
        return None


def write_run(
    workspace: Workspace, records: Sequence[Record], *, fresh: int, started: str, seconds: float
) -> None:
    """Put what the last run did in `build/run.json`.

    Args:
        fresh: How many reports needed nothing.
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
    write_whole(workspace.run_record, _json(summary))


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
