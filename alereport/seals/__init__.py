"""Seals: which data files were reviewed against their documents, when and why.

`data/seals.yaml` holds every seal of every file, the latest last, and each says what kind of change
it approves. A file is compared with its seal by its checksum, so nothing here imports pandas.

A seal covers the file and the unit of each of its figures, which `table.yaml` gives: the same
digits in another unit are other figures. It does not cover the rest of the schema, the rules or the
accepted deviations: they decide what passes the gate, not what a figure says, and each states its
own reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from filelock import FileLock
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
)

from alereport.base import cache, files, keyed_files
from alereport.base.errors import ParamsError, TableError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import registers, schemas, versions
from alereport.data.scope import VisibleRows
from alereport.data.versions import Sum

State = Literal["sealed", "changed", "never", "gone"]
"""Sealed: as it was reviewed. The others are unsealed: changed since, never reviewed, missing."""

HEADING = """\
# Which data files were reviewed against their documents, as they are: the latest seal stands last,
# and says what kind of change it approves; where it does not say, it is the file's first or a
# correction. Written by `alereport seal`; not by hand.
"""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

Change = Literal["first", "addition", "correction", "revision", "restructured"]
"""What a seal says of the file: that it is new; that a register has new rows, and no other row
changed; that a value was wrong; that a later document restates a value; or that only columns, keys
or words changed, and no value."""
SMALL = 64 << 10
"""The most bytes of `data/seals.yaml` that every command parses again."""
MAX_REVIEWER = 40
"""The most characters of a reviewer's role or initials."""


def reviewers(names: Iterable[str]) -> tuple[str, ...]:
    """Return those who reviewed a file, each by a role such as `ekonom`, or by initials.

    Raises:
        ValueError: One is neither, as far as can be seen, or is there twice.
    """
    given = tuple(" ".join(name.split()) for name in names)
    for name in given:
        if not name or "@" in name or len(name) > MAX_REVIEWER:
            raise ValueError(
                f"a role such as ekonom, or initials: at most {MAX_REVIEWER} characters, no @"
            )
    if len({name.casefold() for name in given}) < len(given):
        raise ValueError("different reviewers, each named once")
    return given


class Seal(BaseModel):
    """One review of one data file.

    Attributes:
        sealed: The day it was sealed.
        reason: What it was reviewed against or, from the second seal on, what was corrected.
        sha256: The file's checksum; empty where the seal says that the file is withdrawn.
        rows: How many rows the file has.
        sums: The control sum of each column of figures.
        own: For a register, the checksum of the rows of each committee or document, so that a
            report can check only its own rows; for commentary, the checksum of each chapter.
        change: What kind of change it approves; None in a seal made before this was recorded. See
            `change_of`.
        reviewed_by: The roles or initials of those who reviewed it; not published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    sealed: date
    reason: Words
    sha256: str
    rows: Annotated[int, Field(ge=0)]
    sums: dict[str, Sum]
    own: dict[str, str] = {}
    change: Change | None = None
    reviewed_by: Annotated[tuple[str, ...], AfterValidator(reviewers)] = ()


File = Annotated[str, StringConstraints(pattern=r"^data/[^/]+/[^/]+\.(csv|md)$")]
Seals = dict[File, Annotated[tuple[Seal, ...], Field(min_length=1)]]
"""Every seal of every data file, by its path from the project's root; the latest last."""


def change_of(history: Sequence[Seal], index: int) -> Change:
    """Return what kind of change a seal approves.

    A seal made before this was recorded is a correction, or the file's first.

    Args:
        history: Every seal of a file.
        index: The place of the seal among them.
    """
    return history[index].change or ("correction" if index else "first")


@dataclass(frozen=True)
class Unsealed:
    """A data file that is not as it was sealed."""

    file: str
    state: State
    last: Seal | None

    @property
    def description(self) -> str:
        if self.last is None:
            return "it has never been sealed"
        since = f"was sealed {self.last.sealed}"
        return f"it {since} and is gone" if self.state == "gone" else f"it changed since it {since}"


def read(workspace: Workspace) -> Seals:
    """Return every seal of the project; empty where there is no `data/seals.yaml`.

    Raises:
        TableError: The file is not a list of seals for each data file.
    """
    path = workspace.seals
    if not files.exists(path):
        return {}
    place = workspace.relative(path)
    data = files.read(path, place=place, error=TableError)
    return _read(data, place) if len(data) <= SMALL else _read_large(data, place, workspace)


@lru_cache(maxsize=4)
def _read(data: bytes, place: str, expected: int = 0) -> Seals:
    return keyed_files.entries(
        _adapter(), Seal, data, place=place, kind=TableError, expected=expected
    )


@lru_cache(maxsize=4)
def _read_large(data: bytes, place: str, workspace: Workspace) -> Seals:
    """Return what `_read` does, which is kept as JSON under the file's content: YAML is slow."""
    kept = cache.Cache(workspace.cache("seals"))
    key = cache.key(workspace, __name__, parts=[data])
    expected = len(workspace.data_files())
    try:
        made = kept.file(key, lambda: _adapter().dump_json(_read(data, place, expected)))
        kept.remove_unused()
    except OSError:  # The project may only be read, or its disk is full.
        return _read(data, place, expected)
    return _adapter().validate_json(made)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Seals]:
    return TypeAdapter(Seals)


def state(
    workspace: Workspace, path: Path, owners: Sequence[str] = (), *, seals: Seals | None = None
) -> State:
    """Return whether a data file is as it was sealed.

    Args:
        owners: Of a register, the committees or documents whose rows count; by default all rows.
        seals: Every seal of the project, if already read.
    """
    last = _last(read(workspace) if seals is None else seals, workspace.relative(path))
    if not path.is_file():
        return "gone" if last and last.sha256 else "sealed" if last else "never"
    if last is None:
        return "never"
    if {name: total.unit for name, total in last.sums.items()} != schemas.outline(path).units:
        return "changed"
    if owners and last.own:
        checksums = {owner: _owner_checksum(workspace, path.stem, owner) for owner in owners}
        if all(last.own.get(owner, "") == checksum for owner, checksum in checksums.items()):
            return "sealed"
    return "sealed" if last.sha256 == _checksum(content(path)) else "changed"


def _last(seals: Seals, file: str) -> Seal | None:
    history = seals.get(file)
    return history[-1] if history else None


def unsealed(workspace: Workspace) -> list[Unsealed]:
    """Return the data files that are not as they were sealed, including those that are gone."""
    seals = read(workspace)
    return [
        Unsealed(name, seal_state, _last(seals, name))
        for path in data_files(workspace)
        if (seal_state := state(workspace, path, seals=seals)) != "sealed"
        for name in [workspace.relative(path)]
    ]


def data_files(workspace: Workspace) -> list[Path]:
    """Return every data file, including those that were sealed and are gone."""
    return [*workspace.data_files(), *gone(workspace)]


def gone(workspace: Workspace) -> list[Path]:
    """Return the data files that are missing, and whose last seal does not say withdrawn."""
    sealed = read(workspace).items()
    expected_files = [workspace.root / file for file, history in sealed if history[-1].sha256]
    return [path for path in expected_files if not path.is_file()]


def states_of_report(
    workspace: Workspace, seen: Sequence[VisibleRows], datasets: Container[str] | None = None
) -> dict[Path, State]:
    """Return the seal state of each data file a report reads, including files that are gone.

    Of a register, only the report's own rows count.

    Args:
        seen: What the report may see; see `scope.visible_rows`.
        datasets: The datasets it reads; by default all.
    """
    files_read = [file for file in seen if datasets is None or file.dataset in datasets]
    states = {
        file.path: seal_state for file, seal_state in states_of_files(workspace, files_read).items()
    }
    documents = {file.path.stem for file in seen}
    for path in gone(workspace):
        if path.stem in documents and (datasets is None or path.parent.name in datasets):
            states[path] = "gone"
    return states


def states_of_files(workspace: Workspace, seen: Iterable[VisibleRows]) -> dict[VisibleRows, State]:
    """Return the seal state of each data file; of a register, only the visible rows count."""
    seals = read(workspace)
    return {
        file: state(
            workspace,
            file.path,
            file.values if file.dataset in registers.REGISTERS else (),
            seals=seals,
        )
        for file in dict.fromkeys(seen)
    }


def seal(
    workspace: Workspace,
    files: Iterable[Path],
    reason: str,
    *,
    changes: Mapping[str, Change] | None = None,
    reviewed_by: Sequence[str] = (),
) -> list[str]:
    """Seal the data files that are not already sealed, and write `data/seals.yaml` atomically.

    Args:
        files: The data files, which have passed the gate; one that is gone is withdrawn.
        reason: Why they are right as they are.
        changes: What kind of change each seal approves, by file; see `review.reviews`. Of a file
            that is not in it, the first seal is `first` and any other a `correction`.
        reviewed_by: The roles or initials of those who reviewed them.

    Returns:
        The files that were sealed; with none, nothing is written.
    """
    day, known = today(), changes or {}
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        sealed = dict(read(workspace))
        unsealed_files = [path for path in files if state(workspace, path) != "sealed"]
        names = [workspace.relative(path) for path in unsealed_files]
        for name, path in zip(names, unsealed_files, strict=True):
            earlier = sealed.get(name, ())
            change = known.get(name) or ("correction" if earlier else "first")
            new = _seal(workspace, path, reason, day, change, reviewers(reviewed_by))
            sealed[name] = (*earlier, new)
        if names:
            _write(workspace, sealed)
    return names


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - a date is written each time
        return True


def _write(workspace: Workspace, sealed: Seals) -> None:
    stored = {
        file: [entry.model_dump(exclude_defaults=True) for entry in history]
        for file, history in sorted(sealed.items())
    }
    write_atomically(workspace.seals, HEADING + as_yaml(stored))


def as_yaml(stored: object) -> str:
    """Return what is kept beside the data as YAML, in the order it is in."""
    return yaml.dump(
        stored,
        Dumper=_WithoutAliases,
        allow_unicode=True,
        default_flow_style=None,
        sort_keys=False,
        width=100,
    )


def _seal(
    workspace: Workspace,
    path: Path,
    reason: str,
    day: date,
    change: Change,
    reviewed_by: tuple[str, ...],
) -> Seal:
    data = content(path)
    rows, sums = versions.control(path, data)
    own: dict[str, str] = {}
    if data and path.stem in registers.REGISTERS:
        own = owner_checksums(workspace, path.stem)
    elif path.suffix == ".md":
        own = versions.chapter_checksums(path, data)
    checksum = _checksum(data) if data else ""
    return Seal(
        sealed=day,
        reason=reason,
        sha256=checksum,
        rows=rows,
        sums=sums,
        own=own,
        change=change,
        reviewed_by=reviewed_by,
    )


def today() -> date:
    """Return the date for a seal: today, or that of SOURCE_DATE_EPOCH where it is set.

    Raises:
        ParamsError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        day = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now().astimezone()
    except (ValueError, OverflowError, OSError):
        raise ParamsError(
            "SOURCE_DATE_EPOCH", f"it is {epoch}", "seconds since 1970", "correct it or unset it"
        ) from None
    return day.date()


def owner_checksums(workspace: Workspace, register: str) -> dict[str, str]:
    key = registers.owner_column(register)
    values = sorted({row[key] for row in registers.register_rows(workspace, register)} - {""})
    return {value: _owner_checksum(workspace, register, value) for value in values}


def _owner_checksum(workspace: Workspace, register: str, value: str) -> str:
    """Return the checksum of the rows of a committee or document; "" where there are none."""
    rows = registers.rows_of_owner(workspace, register, value)
    return fingerprint(rows)[:16] if rows else ""


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
