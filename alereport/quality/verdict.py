"""The gate's verdict as it stands on disk, readable without pandas or Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from alereport.errors import Failure
from alereport.provenance import REGISTERS, code_fingerprint, content, fingerprint
from alereport.workspace import Workspace, write_whole

State = Literal["green", "amber", "red"]
"""Green: every rule holds. Amber: only warnings failed. Red: a rule of severity error failed."""


@dataclass(frozen=True)
class FileVerdict:
    """What the gate found in one data file.

    Attributes:
        fingerprint: What the finding holds for; see `file_fingerprint`.
        state: The worst that was found.
        checks: How many rules were checked.
        failures: The rows that broke a rule.
    """

    fingerprint: str
    state: State
    checks: int
    failures: tuple[Failure, ...]


Verdict = dict[str, FileVerdict]
"""One finding per data file, by its path from the project's root."""


def file_fingerprint(workspace: Workspace, path: Path) -> str:
    """What the finding for a data file depends on.

    The file, its schema and rules, the registers it may refer to, the gate's own code and the
    versions of its engine.
    """
    registers = (
        workspace.dataset(name) / file
        for name in REGISTERS
        for file in (f"{name}.csv", "table.yaml")
    )
    beside = (path.with_name("table.yaml"), path.with_name("rules.yaml"))
    parts = [content(each) for each in (path, *beside, *registers)]
    engine = _engine()
    code = code_fingerprint("quality", "datasets.py")
    return fingerprint([code, engine, path.name, *parts])


@cache
def _engine() -> str:
    return f"{version('great-expectations')} {version('pandas')}"


def read(workspace: Workspace) -> Verdict:
    """The verdict on disk; empty where there is none that can be read."""
    try:
        return dict(_parsed(workspace.verdict.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@lru_cache(maxsize=4)
def _parsed(stored: bytes) -> Verdict:
    """A stored verdict; read once for every report that asks."""
    return adapter().validate_python(json.loads(stored)["files"])


@cache
def adapter() -> TypeAdapter[Verdict]:
    """What checks a stored verdict; making it takes longer than using it."""
    return TypeAdapter(Verdict)


def that_holds(workspace: Workspace) -> Verdict | None:
    """The verdict on disk where it is on all data files, and only them, as they are; else none."""
    verdict = read(workspace)
    files = sorted(workspace.data.glob("*/*.csv"))
    same = {workspace.relative(path) for path in files} == set(verdict)
    pages = workspace.quality / "data-docs"
    current = same and bool(files) and pages.is_dir() and not outdated(workspace, verdict, files)
    return verdict if current else None


def write(workspace: Workspace, verdict: Verdict) -> None:
    """Put the verdict on disk, whole."""
    files = {path: asdict(finding) for path, finding in sorted(verdict.items())}
    text = json.dumps({"state": state(verdict), "files": files}, indent=2, ensure_ascii=False)
    write_whole(workspace.verdict, text + "\n")


def state(verdict: Verdict) -> State:
    """The worst state of any file."""
    states = {finding.state for finding in verdict.values()}
    return "red" if "red" in states else "amber" if "amber" in states else "green"


def outdated(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> list[Path]:
    """The files for which the verdict is missing or was made from something else."""
    return [
        path
        for path in files
        if (finding := verdict.get(workspace.relative(path))) is None
        or finding.fingerprint != file_fingerprint(workspace, path)
    ]


def failures(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> tuple[Failure, ...]:
    """Every failure in those of the files that are red."""
    findings = (verdict.get(workspace.relative(path)) for path in files)
    return tuple(
        failure
        for finding in findings
        if finding and finding.state == "red"
        for failure in finding.failures
    )
