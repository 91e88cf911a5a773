"""The gate's verdict on disk, readable without pandas or Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from alereport import seals
from alereport.base import files
from alereport.base.errors import Failure, TableError
from alereport.base.fingerprints import fingerprint
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import rules, rules_lock
from alereport.data.rules import Reason, Severity, Why
from alereport.gate import dependencies

State = Literal["green", "amber", "red"]
"""Green: every rule holds. Amber: only warnings failed, or the file is not as it was sealed; of the
whole project also if the rules ask for less than when they were locked. Red: a rule of severity
error failed."""
STATES_IN_ORDER: tuple[State, ...] = ("green", "amber", "red")


UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a verdict can raise that is broken or of another version."""


CHECKING = "Checking the data"
"""What is said while a check takes long."""


@dataclass(frozen=True)
class CheckedRule:
    """One rule that was checked."""

    rule: str
    severity: Severity
    why: Why


@dataclass(frozen=True)
class Accepted:
    """A row that breaks a rule but is accepted, with the reason, by whom and when."""

    failure: Failure
    reason: Reason
    by: str
    date: date


@dataclass(frozen=True)
class FileVerdict:
    """What the gate found in one data file, or for one rule over several files.

    Attributes:
        fingerprint: Of the data and rules that the finding is valid for; see `dependencies`.
        failures: The rows that broke a rule of severity error.
        warnings: The rows that broke a rule of severity warning.
        accepted: The rows that broke a rule and are accepted.
        checked: The rules that were checked.
        rows: How many rows the file has; 0 for the finding of a rule.
        is_confirmed: False if only a preview has checked it, without Great Expectations.
    """

    fingerprint: str
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    checked: tuple[CheckedRule, ...] = ()
    rows: int = 0
    is_confirmed: bool = True

    @property
    def rules(self) -> State:
        """The worst state by the rules alone."""
        return "red" if self.failures else "amber" if self.warnings else "green"

    @property
    def checks(self) -> int:
        """How many rules were checked."""
        return len(self.checked)

    @property
    def public_state(self) -> State:
        """The state by the rules without warnings on withheld figures, which may not be shown."""
        if self.rules != "amber":
            return self.rules
        return "amber" if any(not warning.withheld for warning in self.warnings) else "green"


Verdict = dict[str, FileVerdict]
"""One finding for each data file, by its path from the project's root; one for each rule over
several files, by its file and name (`data/goals/rules.yaml:no-cycle`); and one for each
`accepted.yaml`."""

SealStates = dict[str, seals.State]
"""The seal state of each data file, including those that were sealed and are gone."""

Checks = dict[str, dict[str, CheckedRule]]
"""The rules that were checked, by dataset and by the rule's name."""


def is_file(name: str) -> bool:
    """True if a finding is about a data file."""
    return name.endswith((".csv", ".md"))


def dataset_of(name: str) -> str:
    """Return the name of the dataset that a finding is about."""
    return name.split("/")[1]


def read(workspace: Workspace) -> Verdict:
    """Return the verdict on disk; empty where there is none that can be read."""
    return dict(_stored(workspace)[0])


def _stored(workspace: Workspace) -> tuple[Verdict, SealStates, list[str]]:
    try:
        return _parsed(files.content(workspace.verdict))
    except UNREADABLE:
        return {}, {}, []  # It is of another version, or broken: everything is checked again.


@lru_cache(maxsize=4)
def _parsed(stored: bytes) -> tuple[Verdict, SealStates, list[str]]:
    """Parse a stored verdict, its seal states and the weakenings of its rules.

    Cached, since every report reads it.
    """
    parsed = json.loads(stored)
    checks = TypeAdapter(Checks).validate_python(parsed["checks"])
    sealed = {name: finding["seal"] for name, finding in parsed["files"].items()}
    present_files = {
        name: finding for name, finding in parsed["files"].items() if sealed[name] != "gone"
    }
    findings = {**present_files, **parsed["rules"]}
    for name, finding in findings.items():
        finding["checked"] = [checks[dataset_of(name)][rule] for rule in finding["checked"]]
    return adapter().validate_python(findings), sealed, parsed["rules_lock"]


@cache
def adapter() -> TypeAdapter[Verdict]:
    """Return the validator of a stored verdict; cached, since making it is slow."""
    return TypeAdapter(Verdict)


def content_fingerprint(workspace: Workspace, verdict: Verdict) -> str:
    """Return a fingerprint of the findings and seal states, without the findings' fingerprints."""
    findings = {
        name: replace(finding, fingerprint="", is_confirmed=True)
        for name, finding in verdict.items()
    }
    sealed = seal_states(workspace, verdict)
    return fingerprint([adapter().dump_json(findings), json.dumps(sealed, sort_keys=True)])


def current(workspace: Workspace, *, confirmed: bool = True) -> Verdict | None:
    """Return the verdict on disk if it is up to date with the data, seals and lock; else None.

    Args:
        confirmed: Whether Great Expectations must have given it, and its pages be there; a preview
            does without.
    """
    with files.read_once():
        return _current(workspace, confirmed=confirmed)


def _current(workspace: Workspace, *, confirmed: bool) -> Verdict | None:
    verdict, sealed, weakenings = _stored(workspace)
    paths = workspace.data_files()
    is_complete = {workspace.relative(path) for path in paths} == set(filter(is_file, verdict))
    if confirmed:
        is_complete &= not unconfirmed(verdict) and (workspace.quality / "data-docs").is_dir()
    try:
        is_complete = is_complete and not any(_undeclared(workspace))
        if is_complete and paths and not outdated(workspace, verdict, paths):
            is_current = sealed == seal_states(workspace, verdict)
            is_current &= weakenings == _weakenings(workspace)
            return dict(verdict) if is_current else None
    except TableError:  # The gate reports which file it is, and checks the others.
        pass
    return None


def unconfirmed(verdict: Verdict) -> set[str]:
    """Return the datasets with a finding that Great Expectations has not confirmed."""
    return {dataset_of(name) for name, finding in verdict.items() if not finding.is_confirmed}


def write(workspace: Workspace, verdict: Verdict) -> None:
    """Write the verdict to disk, atomically, with the current seal states and the lock's.

    The severity and reason of each rule are written once for its dataset.
    """
    checks: Checks = {}
    for name, finding in sorted(verdict.items()):
        checks.setdefault(dataset_of(name), {}).update(
            {check.rule: check for check in finding.checked}
        )
    sealed, unchecked_files = seal_states(workspace, verdict), unchecked(workspace, verdict)
    findings = _as_json(verdict, sealed)
    weakenings = _weakenings(workspace)
    file_states = [entry["state"] for entry in findings.values()]
    stored = {
        "state": _worst_state(unchecked_files, [*file_states, *_state_of_lock(weakenings)]),
        "unread": unchecked_files,
        "rules_lock": weakenings,
        "checks": TypeAdapter(Checks).dump_python(checks, mode="json"),
        "files": {name: entry for name, entry in findings.items() if is_file(name)},
        "rules": {name: entry for name, entry in findings.items() if not is_file(name)},
    }
    write_atomically(workspace.verdict, json.dumps(stored, indent=1, ensure_ascii=False) + "\n")


def _as_json(verdict: Verdict, sealed: SealStates) -> dict[str, dict[str, Any]]:
    """Return each finding as JSON, with its state and seal."""
    findings = dict(sorted(_with_missing_files(verdict, sealed).items()))
    dumped = adapter().dump_python(findings, mode="json", exclude={"__all__": {"checked"}})
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
        for name, finding in findings.items()
    }


def _with_missing_files(verdict: Verdict, sealed: SealStates) -> Verdict:
    """Return the findings, with an empty one for each file that was sealed and is gone."""
    return verdict | {name: FileVerdict("") for name, seal in sealed.items() if seal == "gone"}


def _state(finding: FileVerdict, seal: seals.State | None) -> State:
    """Return the worst state of a finding's rules and, for a data file, its seal."""
    is_unsealed = seal not in {None, "sealed"}
    return "amber" if is_unsealed and finding.rules == "green" else finding.rules


def unchecked(workspace: Workspace, verdict: Verdict) -> list[str]:
    """Return the data files without a finding: they, their schema or their rules cannot be read.

    A dataset without files is one of them where its schema or rules cannot be read.
    """
    paths = workspace.data_files()
    return [
        *(name for name in map(workspace.relative, paths) if name not in verdict),
        *(workspace.relative(workspace.dataset(name)) for name in _undeclared(workspace)),
    ]


def _undeclared(workspace: Workspace) -> Iterator[str]:
    """Yield the datasets without files whose schema or rules cannot be read."""
    for name in workspace.datasets:
        try:
            if not workspace.data_files(name):
                rules.require(workspace, name)
        except TableError:
            yield name


def seal_states(workspace: Workspace, verdict: Verdict) -> SealStates:
    """Compute the current seal states, from a checksum of each file."""
    sealed = seals.read(workspace)
    files = [*(workspace.root / name for name in verdict if is_file(name)), *seals.gone(workspace)]
    return {workspace.relative(path): seals.state(workspace, path, seals=sealed) for path in files}


def states(workspace: Workspace, verdict: Verdict) -> dict[str, State]:
    """Return the worst state of each finding's rules and, for a data file, its current seal."""
    sealed = seal_states(workspace, verdict)
    findings = _with_missing_files(verdict, sealed).items()
    return {name: _state(finding, sealed.get(name)) for name, finding in findings}


def state(workspace: Workspace, verdict: Verdict) -> State:
    """Return the worst state of any finding and of the rules, which may be weaker than locked."""
    lock = _state_of_lock(_weakenings(workspace))
    return _worst_state((), [state_of_data(workspace, verdict), *lock])


def state_of_data(workspace: Workspace, verdict: Verdict) -> State:
    """Return the worst state of any finding; red where a data file is not checked."""
    return _worst_state(unchecked(workspace, verdict), states(workspace, verdict).values())


def _weakenings(workspace: Workspace) -> list[str]:
    return list(map(str, rules_lock.weakenings(workspace)))


def _state_of_lock(weakenings: Sequence[str]) -> tuple[State, ...]:
    return ("amber",) if weakenings else ()


def _worst_state(unchecked_files: Sequence[str], states: Iterable[State]) -> State:
    return "red" if unchecked_files else max(states, key=STATES_IN_ORDER.index, default="green")


def outdated(
    workspace: Workspace,
    verdict: Verdict,
    files: Iterable[Path],
    datasets: dependencies.Datasets | None = None,
) -> list[Path]:
    """Return the files whose verdict is missing, or was made from other data or rules.

    A rule over several files that must be checked again makes each file of its dataset outdated.
    Where the datasets are cached, only the files themselves are read.

    Args:
        datasets: The project's datasets, where they are asked about several times.

    Raises:
        TableError: The rules of a dataset cannot be read.
    """
    paths = list(files)
    datasets = datasets or dependencies.remembered(workspace)
    fingerprints = {name: finding.fingerprint for name, finding in verdict.items()}
    outdated_datasets = {
        name
        for name in {path.parent.name for path in paths}
        if not datasets.shared(name).items() <= fingerprints.items()
    }
    return [
        path
        for path in paths
        if path.parent.name in outdated_datasets
        or fingerprints.get(workspace.relative(path))
        != dependencies.file_fingerprint(datasets, path)
    ]


def failures(workspace: Workspace, verdict: Verdict, files: Iterable[Path]) -> tuple[Failure, ...]:
    """Return every row of the files that broke a rule of severity error, the root causes first.

    A dataset comes after those that its foreign keys point to: where a register lacks a name, the
    rows that have the name break rules too. Errors in the accepted deviations of their datasets are
    included.
    """
    names = {workspace.relative(path) for path in files}
    reported_files = names | {f"{name.rpartition('/')[0]}/accepted.yaml" for name in names}
    found = [
        failure
        for name, finding in verdict.items()
        for failure in finding.failures
        if name in names or (not is_file(name) and failure.file in reported_files)
    ]
    rank = dependencies.ranks(workspace) if found else {}
    return tuple(sorted(found, key=lambda failure: rank.get(dataset_of(failure.file), 0)))
