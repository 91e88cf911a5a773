"""The lock of the rules: what must hold of the data, so that it cannot vanish unseen.

`data/rules.lock` has a line for each rule of `rules.yaml` and each check of `table.yaml`: its
severity and a fingerprint of its condition, not of the words that explain it. A rule that is gone
or asks for less than the locked one is a weakening, until the rules are locked again with a reason.
The lock is no data: it is sealed with nothing, and no report depends on it.

Nothing here imports pandas.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Limits

from alereport.base import files, keyed_files
from alereport.base.errors import TableError
from alereport.base.fingerprints import fingerprint
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import rules, schemas
from alereport.data.rules import Rule
from alereport.data.schemas import CLAIMS, Field, Schema

HEADING = """\
# What must hold of the data: the severity and the condition of every rule, as they were accepted.
# Written by `alereport rules --lock`; not by hand.
"""
DIGITS = 12
"""The hexadecimal digits of a condition's fingerprint."""
KEPT = 10
"""How many reasons are kept; git has the earlier ones."""
COMMAND = 'alereport rules --lock --reason "…"'

Pin = Annotated[str, StringConstraints(pattern=rf"^(error|warning) [0-9a-f]{{{DIGITS}}}$")]
"""The severity of a rule and the fingerprint of its condition."""
Pins = dict[str, dict[str, Pin]]
"""The rules of each `table.yaml` and `rules.yaml`, by their names."""
Kind = Literal["gone", "weaker", "changed", "stricter", "new", "unlocked"]


class Reason(BaseModel):
    """Why the rules were locked as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    locked: date
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Lock(BaseModel):
    """The content of `data/rules.lock`.

    Attributes:
        reasons: Why the rules were locked, the latest last.
        rules: The rules.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    reasons: Annotated[tuple[Reason, ...], Limits(min_length=1)]
    rules: Pins


@dataclass(frozen=True)
class Difference:
    """A rule that differs from the locked one, or a lock that is missing or cannot be read.

    Attributes:
        file: The file of the rule, or of the lock, from the project's root.
        rule: Its name; empty for the lock.
        kind: Gone; weaker, a warning that was an error; changed, another condition; stricter, an
            error that was a warning; new; or, of the lock, unlocked.
        found, expected, next_step: What differs, as an error has it.
    """

    file: str
    rule: str
    kind: Kind
    found: str
    expected: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.file}: {self.found}; expected {self.expected}; {self.next_step}."

    @property
    def is_weakening(self) -> bool:
        """True if data that the locked rule refuses may pass now."""
        return self.kind not in {"stricter", "new"}


def read(workspace: Workspace) -> Lock | None:
    """Return the lock; None if there is none.

    Raises:
        TableError: It cannot be read.
    """
    path = workspace.rules_lock
    if not files.exists(path):
        return None
    place = workspace.relative(path)
    return _parsed(files.read(path, place=place, error=TableError), place)


@lru_cache(maxsize=4)
def _parsed(data: bytes, place: str) -> Lock:
    try:
        text, value = keyed_files.parsed(data, place, TableError)
        return keyed_files.validated(Lock, value, place=place, text=text, kind=TableError)
    except TableError as problem:
        step = f"restore the file, or remove it and run {COMMAND}"
        raise TableError(problem.place, problem.found, problem.expected, step) from None


def weakenings(workspace: Workspace) -> list[Difference]:
    """Return the rules that are gone or may ask for less than the locked ones; see `compared`."""
    return [each for each in compared(workspace) if each.is_weakening]


def compared(workspace: Workspace) -> list[Difference]:
    """Return the differences, as `differences` does, whether or not the lock can be read.

    A lock that is missing or cannot be read holds no rule, and is the only one returned.
    """
    try:
        return differences(workspace)
    except TableError as problem:
        return [_unlocked(workspace, problem.found, problem.expected, problem.next_step)]


def differences(workspace: Workspace) -> list[Difference]:
    """Return the rules that differ from the lock, by their files; or that there is no lock.

    A file of rules that cannot be read is left out: the gate says what is wrong with it.

    Raises:
        TableError: The lock cannot be read.
    """
    if (lock := read(workspace)) is None:
        words = "it is missing", "the rules as they were accepted", f"run {COMMAND}"
        return [_unlocked(workspace, *words)]
    return list(_differences(workspace, lock))


def _unlocked(workspace: Workspace, found: str, expected: str, next_step: str) -> Difference:
    place = workspace.relative(workspace.rules_lock)
    return Difference(place, "", "unlocked", found, expected, next_step)


def _differences(workspace: Workspace, lock: Lock) -> Iterator[Difference]:
    pins, unreadable = _current(workspace)
    day = lock.reasons[-1].locked
    for file in sorted({*lock.rules, *pins} - unreadable):
        before, after = lock.rules.get(file, {}), pins.get(file, {})
        for rule in sorted({*before, *after}):
            if kind := _kind(before.get(rule), after.get(rule)):
                yield _difference(file, rule, kind, day)


def _kind(before: str | None, after: str | None) -> Kind | None:
    if before == after:
        return None
    if before is None:
        return "new"
    if after is None:
        return "gone"
    (old_severity, old_condition), (severity, condition) = before.split(), after.split()
    if (old_severity, severity) == ("error", "warning"):
        return "weaker"
    return "stricter" if condition == old_condition else "changed"


def _difference(file: str, rule: str, kind: Kind, day: date) -> Difference:
    found, expected = {
        "gone": ("is gone", "the rule"),
        "weaker": ("is a warning", "an error"),
        "changed": ("has another condition", "the condition"),
        "stricter": ("is an error", "a warning"),
    }.get(kind, ("is new", "no such rule"))
    return Difference(
        file,
        rule,
        kind,
        f"the rule {rule} {found}",
        f"{expected} as it was locked {day}",
        f"restore it, or accept it with {COMMAND}",
    )


def lock(workspace: Workspace, reason: str, day: date) -> list[Difference]:
    """Lock the rules as they are, and return what differed; with nothing, nothing is written.

    Args:
        workspace: The project.
        reason: Why they are right as they are.
        day: The day of the lock.

    Raises:
        TableError: The lock or a file of rules cannot be read.
    """
    earlier = read(workspace)
    found = differences(workspace)
    pins = {file: pin for name in workspace.datasets for file, pin in of_dataset(workspace, name)}
    if found:
        reasons = (*(earlier.reasons if earlier else ()), Reason(locked=day, reason=reason))
        _write(workspace, Lock(reasons=reasons[-KEPT:], rules=pins))
    return found


def _write(workspace: Workspace, lock: Lock) -> None:
    stored = lock.model_dump()
    reasons = yaml.safe_dump(
        {"reasons": list(stored["reasons"])},
        allow_unicode=True,
        default_flow_style=None,
        sort_keys=False,
        width=float("inf"),
    )
    lines = yaml.safe_dump({"rules": stored["rules"]}, allow_unicode=True, width=float("inf"))
    write_atomically(workspace.rules_lock, HEADING + reasons + lines)


def _current(workspace: Workspace) -> tuple[Pins, set[str]]:
    """The rules as they are now, and the files of rules that cannot be read."""
    pins: Pins = {}
    unreadable: set[str] = set()
    for name in workspace.datasets:
        try:
            pins |= dict(of_dataset(workspace, name))
        except TableError:
            folder = workspace.relative(workspace.dataset(name))
            unreadable |= {f"{folder}/{file}" for file in ("table.yaml", "rules.yaml")}
    return pins, unreadable


def of_dataset(workspace: Workspace, dataset: str) -> Iterator[tuple[str, dict[str, Pin]]]:
    """The pins of a dataset's schema and of its rules, by the file they are in.

    Raises:
        TableError: The schema or the rules cannot be read.
    """
    folder = workspace.relative(workspace.dataset(dataset))
    yield (
        f"{folder}/table.yaml",
        {
            name: _pin("error", condition)
            for name, condition in _of_schema(schemas.written(workspace, dataset))
        },
    )
    yield (
        f"{folder}/rules.yaml",
        {
            rule.rule: _pin(rule.severity, _of_rule(rule))
            for rule in rules.of_dataset(workspace, dataset)
        },
    )


def _of_schema(schema: Schema) -> Iterator[tuple[str, Any]]:
    """The checks that follow from a schema; a reference is named after all its columns."""
    for field in schema.fields:
        for check, condition in _of_column(field).items():
            yield f"{field.name}-{check}", condition
    yield "primary-key", list(schema.primary_key)
    if schema.claims:
        yield CLAIMS, schema.claims
    yield "scope", schema.scope
    if schema.privacy:
        yield "privacy", schema.privacy.model_dump(mode="json", exclude_defaults=True)
    for key in schema.foreign_keys:
        yield f"{'+'.join(key.fields)}-in-{key.reference.resource}", key.model_dump()


def _of_column(field: Field) -> Mapping[str, Any]:
    limits = field.constraints
    conditions = {
        "type": [field.type, field.unit],
        "required": limits.required,
        "enum": sorted(limits.enum or ()),
        "pattern": limits.pattern,
        "range": [limits.minimum, limits.maximum],
        "private": field.private,
    }
    return {
        check: condition
        for check, condition in conditions.items()
        if condition not in (False, None, [], [None, None])
    }


def _of_rule(rule: Rule) -> Any:
    """What a rule asks, without its severity and the words that explain it."""
    return rule.model_dump(mode="json", exclude={"rule", "severity", "why"})


def _pin(severity: str, condition: Any) -> Pin:
    canonical = json.dumps(condition, sort_keys=True, ensure_ascii=False, default=str)
    return f"{severity} {fingerprint([canonical])[:DIGITS]}"
