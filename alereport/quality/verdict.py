"""The gate's verdict as it stands on disk, readable without pandas or Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from alereport.errors import Failure
from alereport.provenance import code_fingerprint, content, fingerprint, references
from alereport.quality import seals
from alereport.workspace import Workspace, write_whole

State = Literal["green", "amber", "red"]
"""Green: every rule holds. Amber: only warnings failed, or the file is not as it was sealed. Red: a
rule of severity error failed."""


@dataclass(frozen=True)
class FileVerdict:
    """What the gate found in one data file.

    Attributes:
        fingerprint: What the finding holds for; see `file_fingerprint`.
        rules: The worst the rules found.
        checks: How many rules were checked.
        failures: The rows that broke a rule.
        seal: Whether the file is as it was sealed.
    """

    fingerprint: str
    rules: State
    checks: int
    failures: tuple[Failure, ...]
    seal: seals.State = "never"

    @property
    def state(self) -> State:
        """The worst of its rules and its seal."""
        return "amber" if self.rules == "green" and self.seal != "sealed" else self.rules


Verdict = dict[str, FileVerdict]
"""One finding per data file, by its path from the project's root; also for one that was sealed and
is gone."""


def file_fingerprint(workspace: Workspace, path: Path) -> str:
    """What the finding for a data file depends on.

    The file, its schema and rules, the datasets it refers to, the gate's own code and the
    versions of its engine.
    """
    referred = [
        each
        for name in references(workspace, path.parent.name)
        for each in (*workspace.data_files(name), workspace.dataset(name) / "table.yaml")
    ]
    beside = (path.with_name("table.yaml"), path.with_name("rules.yaml"))
    parts = [content(each) for each in (path, *beside, *referred)]
    engine = _engine()
    code = code_fingerprint("quality", "commentary.py", "datasets.py")
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
    files = {
        path: {"state": finding.state, **asdict(finding)}
        for path, finding in sorted(verdict.items())
    }
    text = json.dumps({"state": state(verdict), "files": files}, indent=2, ensure_ascii=False)
    write_whole(workspace.verdict, text + "\n")


def state(verdict: Verdict) -> State:
    """The worst state of any file."""
    states = {finding.state for finding in verdict.values()}
    return "red" if "red" in states else "amber" if "amber" in states else "green"


def with_seals(workspace: Workspace, verdict: Verdict) -> Verdict:
    """The findings with the seals as they are now, which costs a checksum and no check."""
    gone = {
        workspace.relative(path): FileVerdict("", "green", 0, (), "gone")
        for path in seals.gone(workspace)
    }
    there = {
        path: replace(finding, seal=seals.state(workspace, workspace.root / path))
        for path, finding in verdict.items()
        if path not in gone
    }
    return there | gone


def outdated(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> list[Path]:
    """The files for which the verdict is missing or was made from something else."""
    return [
        path
        for path in files
        if (finding := verdict.get(workspace.relative(path))) is None
        or finding.fingerprint != file_fingerprint(workspace, path)
        or finding.seal != seals.state(workspace, path)
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
