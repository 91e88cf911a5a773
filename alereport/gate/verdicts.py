"""The gate's verdict as it stands on disk, readable without pandas or Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from alereport import seals
from alereport.base.errors import Failure, TableError
from alereport.base.fingerprints import fingerprint
from alereport.base.workspace import Workspace, write_whole
from alereport.data.rules import Severity, Why
from alereport.gate import dependencies

State = Literal["green", "amber", "red"]
"""Green: every rule holds. Amber: only warnings failed, or the file is not as it was sealed. Red: a
rule of severity error failed."""
WORST: tuple[State, ...] = ("green", "amber", "red")


@dataclass(frozen=True)
class Checked:
    """One rule that was checked."""

    rule: str
    severity: Severity
    why: Why


@dataclass(frozen=True)
class Accepted:
    """A row that breaks a rule and is accepted all the same."""

    failure: Failure
    reason: Why
    by: str
    date: date


@dataclass(frozen=True)
class FileVerdict:
    """What the gate found in one data file, or for one rule over several files.

    Attributes:
        fingerprint: What the finding holds for; see `dependencies`.
        failures: The rows that broke a rule of severity error.
        warnings: The rows that broke a rule of severity warning.
        accepted: The rows that broke a rule and are accepted.
        checked: The rules that were checked.
        rows: How many rows the file has; a rule has none.
    """

    fingerprint: str
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    checked: tuple[Checked, ...] = ()
    rows: int = 0

    @property
    def rules(self) -> State:
        """The worst the rules found."""
        return "red" if self.failures else "amber" if self.warnings else "green"

    @property
    def checks(self) -> int:
        """How many rules were checked."""
        return len(self.checked)

    @property
    def told(self) -> State:
        """The worst of the rules as it may be told: that a withheld figure warns is not."""
        if self.rules != "amber":
            return self.rules
        return "amber" if any(not each.withheld for each in self.warnings) else "green"


Verdict = dict[str, FileVerdict]
"""By its path from the project's root, one finding per data file; beside them one per rule over
several files, by the file it is written in and its name (`data/goals/rules.yaml:no-cycle`), and
one per `accepted.yaml`."""

SealStates = dict[str, seals.State]
"""Whether each data file is as it was sealed, also one that was sealed and is gone."""

Checks = dict[str, dict[str, Checked]]
"""What is checked of each dataset, by its name and the rule's."""


def is_file(name: str) -> bool:
    """Whether a finding is that of a data file."""
    return name.endswith((".csv", ".md"))


def dataset_of(name: str) -> str:
    """The dataset that a finding is about."""
    return name.split("/")[1]


def read(workspace: Workspace) -> Verdict:
    """The verdict on disk; empty where there is none that can be read."""
    return dict(_stored(workspace)[0])


def _stored(workspace: Workspace) -> tuple[Verdict, SealStates]:
    try:
        return _parsed(workspace.verdict.read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}


@lru_cache(maxsize=4)
def _parsed(stored: bytes) -> tuple[Verdict, SealStates]:
    """A stored verdict, and the seals when it was stored; read once for every report that asks."""
    found = json.loads(stored)
    checks = TypeAdapter(Checks).validate_python(found["checks"])
    sealed = {name: each["seal"] for name, each in found["files"].items()}
    there = {name: each for name, each in found["files"].items() if sealed[name] != "gone"}
    findings = {**there, **found["rules"]}
    for name, each in findings.items():
        each["checked"] = [checks[dataset_of(name)][rule] for rule in each["checked"]]
    return adapter().validate_python(findings), sealed


@cache
def adapter() -> TypeAdapter[Verdict]:
    """What checks a stored verdict; making it takes longer than using it."""
    return TypeAdapter(Verdict)


def told(workspace: Workspace, verdict: Verdict) -> str:
    """A fingerprint of what the findings and seals say, whatever the bytes they hold for."""
    said = {name: replace(finding, fingerprint="") for name, finding in verdict.items()}
    sealed = seal_states(workspace, verdict)
    return fingerprint([adapter().dump_json(said), json.dumps(sealed, sort_keys=True)])


def that_holds(workspace: Workspace) -> Verdict | None:
    """The verdict on disk where it is on all data files and seals as they are; else none."""
    verdict, sealed = _stored(workspace)
    files = workspace.data_files()
    same = {workspace.relative(path) for path in files} == set(filter(is_file, verdict))
    pages = workspace.quality / "data-docs"
    try:
        if same and files and pages.is_dir() and not outdated(workspace, verdict, files):
            return dict(verdict) if sealed == seal_states(workspace, verdict) else None
    except TableError:  # The gate says of which file, and what holds of the others.
        pass
    return None


def write(workspace: Workspace, verdict: Verdict) -> None:
    """Put the verdict on disk, whole, with the seals as they are now.

    What each rule checks stands there once a dataset.
    """
    checks: Checks = {}
    for name, finding in sorted(verdict.items()):
        checks.setdefault(dataset_of(name), {}).update(
            {check.rule: check for check in finding.checked}
        )
    sealed, unread = seal_states(workspace, verdict), unchecked(workspace, verdict)
    found = _as_json(verdict, sealed)
    stored = {
        "state": _worst(unread, (each["state"] for each in found.values())),
        "unread": unread,
        "checks": TypeAdapter(Checks).dump_python(checks, mode="json"),
        "files": {name: each for name, each in found.items() if is_file(name)},
        "rules": {name: each for name, each in found.items() if not is_file(name)},
    }
    write_whole(workspace.verdict, json.dumps(stored, indent=1, ensure_ascii=False) + "\n")


def _as_json(verdict: Verdict, sealed: SealStates) -> dict[str, dict[str, Any]]:
    """Each finding with its state and seal."""
    every = dict(sorted(_with_gone(verdict, sealed).items()))
    dumped = adapter().dump_python(every, mode="json", exclude={"__all__": {"checked"}})
    return {
        name: {
            "state": _state(finding, sealed.get(name)),
            "fingerprint": finding.fingerprint,
            "rules": finding.rules,
            "checks": finding.checks,
            **dumped[name],
            "seal": sealed.get(name, "sealed"),
            "checked": [check.rule for check in finding.checked],
        }
        for name, finding in every.items()
    }


def _with_gone(verdict: Verdict, sealed: SealStates) -> Verdict:
    """The findings, with an empty one on a file that was sealed and is gone."""
    return verdict | {name: FileVerdict("") for name, how in sealed.items() if how == "gone"}


def _state(finding: FileVerdict, seal: seals.State | None) -> State:
    """The worst of a finding's rules and, of a data file, its seal."""
    is_unsealed = seal not in {None, "sealed"}
    return "amber" if is_unsealed and finding.rules == "green" else finding.rules


def unchecked(workspace: Workspace, verdict: Verdict) -> list[str]:
    """The data files there is no finding on: they, their schema or their rules cannot be read."""
    files = workspace.data_files()
    return [name for name in map(workspace.relative, files) if name not in verdict]


def seal_states(workspace: Workspace, verdict: Verdict) -> SealStates:
    """The seals as they are now; it costs a checksum a file and no check."""
    sealed = seals.read(workspace)
    files = [*(workspace.root / name for name in verdict if is_file(name)), *seals.gone(workspace)]
    return {workspace.relative(path): seals.state(workspace, path, seals=sealed) for path in files}


def states(workspace: Workspace, verdict: Verdict) -> dict[str, State]:
    """The worst of each finding's rules and, of a data file, its seal as it is now."""
    sealed = seal_states(workspace, verdict)
    findings = _with_gone(verdict, sealed).items()
    return {name: _state(finding, sealed.get(name)) for name, finding in findings}


def state(workspace: Workspace, verdict: Verdict) -> State:
    """The worst state of any file; red where there is a file that is not checked."""
    return _worst(unchecked(workspace, verdict), states(workspace, verdict).values())


def _worst(unread: Sequence[str], each_state: Iterable[State]) -> State:
    return "red" if unread else max(each_state, key=WORST.index, default="green")


def outdated(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> list[Path]:
    """The files for which the verdict is missing or was made from something else.

    A rule over several files that must be checked again outdates each file of its dataset. Where
    the datasets are remembered, only the files themselves are read.

    Raises:
        TableError: The rules of a dataset cannot be read.
    """
    wanted = list(files)
    there = dependencies.remembered(workspace)
    prints = {name: finding.fingerprint for name, finding in verdict.items()}
    late = {
        name
        for name in {path.parent.name for path in wanted}
        if not dependencies.shared(there, name).items() <= prints.items()
    }
    return [
        path
        for path in wanted
        if path.parent.name in late
        or prints.get(workspace.relative(path)) != dependencies.file_fingerprint(there, path)
    ]


def failures(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> tuple[Failure, ...]:
    """Every row of the files that broke a rule of severity error.

    With them, what is wrong with the accepted deviations of their datasets.
    """
    own = {workspace.relative(path) for path in files}
    beside = own | {f"{name.rpartition('/')[0]}/accepted.yaml" for name in own}
    return tuple(
        failure
        for name, finding in verdict.items()
        for failure in finding.failures
        if name in own or (not is_file(name) and failure.file in beside)
    )
