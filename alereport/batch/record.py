"""Run records: what a report was made from, and how it went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import TypeAdapter

from alereport.provenance import content, fingerprint
from alereport.workspace import Workspace, write_whole

Outcome = Literal["succeeded", "failed", "refused"]
"""Succeeded; failed: a cell raised; refused: the gate found its data red."""


@dataclass(frozen=True)
class Record:
    """How one report was executed.

    Attributes:
        report: The report, such as `ks-2024/budget`.
        language: The language it speaks.
        outcome: How it went.
        why: The error as the user reads it; empty when it succeeded.
        ingredients: A fingerprint of everything the report depends on, by its name.
        output: A fingerprint of the executed notebook; empty where there is none.
        parameters: What the notebook was given.
        versions: The libraries' versions.
        started: When it was started, ISO 8601 with time zone.
        seconds: How long it took.
    """

    report: str
    language: str
    outcome: Outcome
    why: str
    ingredients: dict[str, str]
    output: str
    parameters: dict[str, str | int]
    versions: dict[str, str]
    started: str
    seconds: float


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
        stored = json.loads(workspace.record(language, report).read_text(encoding="utf-8"))
        return TypeAdapter(Record).validate_python(stored)
    except (OSError, ValueError):
        return None


def write_run(workspace: Workspace, records: Sequence[Record], fresh: int) -> None:
    """Put what the last run did in `build/run.json`.

    Args:
        records: What was executed.
        fresh: How many reports needed nothing.
    """
    ordered = sorted(records, key=lambda record: (record.language, record.report))
    summary = {"fresh": fresh, "executed": [asdict(record) for record in ordered]}
    write_whole(workspace.run_record, _json(summary))


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
