"""Seals: which data files were reviewed against their documents as they are, when and why.

`data/seals.yaml` holds every seal of every file, the latest last: each after the first is a
correction. A file is told from its seal by its checksum, so nothing here imports pandas.

What a seal covers is the file and the unit of each of its figures, which `table.yaml` gives: the
same digits in another unit are other figures. The rest of a schema, the rules and the accepted
deviations are no part of it: they decide what is let through, not what a figure says, and each
states its own reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from alereport.base import yaml_files
from alereport.base.errors import ParamsError, TableError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.workspace import Workspace, write_whole
from alereport.data import registers, schemas, versions
from alereport.data.scope import Seen
from alereport.data.versions import Sum

State = Literal["sealed", "changed", "never", "gone"]
"""Sealed: as it was reviewed. The others are unsealed: changed since, never reviewed, missing."""

HEADING = """\
# Which data files were reviewed against their documents, as they are: the latest seal stands last,
# and each after a file's first is a correction. Written by `alereport seal`; not by hand.
"""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Seal(BaseModel):
    """One review of one data file.

    Attributes:
        sealed: The day it was sealed.
        reason: Why: what it was reviewed against or, from the second seal on, what was corrected.
        sha256: The file's checksum; empty where the seal says that the file is withdrawn.
        rows: How many rows the file has.
        sums: The control sum of each column of figures.
        own: Of a register: the checksum of the rows of each committee or document, so that a
            report knows its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    sealed: date
    reason: Words
    sha256: str
    rows: int
    sums: dict[str, Sum]
    own: dict[str, str] = {}


Seals = dict[str, Annotated[tuple[Seal, ...], Field(min_length=1)]]
"""Every seal of every data file, by its path from the project's root; the latest last."""


@dataclass(frozen=True)
class Unsealed:
    """A data file that is not as it was sealed."""

    file: str
    state: State
    last: Seal | None

    @property
    def found(self) -> str:
        if self.last is None:
            return "it has never been sealed"
        since = f"was sealed {self.last.sealed}"
        return f"it {since} and is gone" if self.state == "gone" else f"it changed since it {since}"


def read(workspace: Workspace) -> Seals:
    """Every seal of the project; none where there is no `data/seals.yaml`.

    Raises:
        TableError: The file is not a list of seals a file.
    """
    try:
        return _read(content(workspace.seals))
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as problem:
        raise TableError(
            workspace.relative(workspace.seals),
            " ".join(str(problem).split()),
            "the seals as alereport seal writes them",
            "restore the file",
        ) from None


@cache
def _read(data: bytes) -> Seals:
    loaded = yaml_files.load(data)
    return TypeAdapter(Seals).validate_python(loaded or {})


def state(
    workspace: Workspace, path: Path, own: Sequence[str] = (), *, seals: Seals | None = None
) -> State:
    """Whether a data file is as it was sealed.

    Args:
        own: Of a register, the committees or documents whose rows count; by default all rows.
        seals: Every seal of the project, where they were just read for another file.
    """
    last = _last(read(workspace) if seals is None else seals, workspace.relative(path))
    if not path.is_file():
        return "gone" if last and last.sha256 else "sealed" if last else "never"
    if last is None:
        return "never"
    if {name: total.unit for name, total in last.sums.items()} != schemas.outline(path).units:
        return "changed"
    if own and last.own:
        now = {each: _own_checksum(workspace, path.stem, each) for each in own}
        if all(last.own.get(each, "") == checksum for each, checksum in now.items()):
            return "sealed"
    return "sealed" if last.sha256 == _checksum(content(path)) else "changed"


def _last(seals: Seals, file: str) -> Seal | None:
    history = seals.get(file)
    return history[-1] if history else None


def unsealed(workspace: Workspace) -> list[Unsealed]:
    """The data files that are not as they were sealed, those that are gone among them."""
    seals = read(workspace)
    return [
        Unsealed(name, how, _last(seals, name))
        for path in data_files(workspace)
        if (how := state(workspace, path, seals=seals)) != "sealed"
        for name in [workspace.relative(path)]
    ]


def data_files(workspace: Workspace) -> list[Path]:
    """Every data file there is or was."""
    return [*workspace.data_files(), *gone(workspace)]


def gone(workspace: Workspace) -> list[Path]:
    """The data files that were sealed and are missing, without a seal that says so."""
    sealed = read(workspace).items()
    there_was = [workspace.root / file for file, history in sealed if history[-1].sha256]
    return [path for path in there_was if not path.is_file()]


def of_report(
    workspace: Workspace, seen: Sequence[Seen], datasets: Container[str] | None = None
) -> dict[Path, State]:
    """The seal of each data file a report reads, and of those it would read were they not gone.

    Of a register only the report's own rows count.

    Args:
        seen: What the report may see; see `scope.seen`.
        datasets: Those it reads; by default all.
    """
    wanted = [each for each in seen if datasets is None or each.dataset in datasets]
    found = {each.path: how for each, how in of_files(workspace, wanted).items()}
    documents = {each.path.stem for each in seen}
    for path in gone(workspace):
        if path.stem in documents and (datasets is None or path.parent.name in datasets):
            found[path] = "gone"
    return found


def of_files(workspace: Workspace, seen: Iterable[Seen]) -> dict[Seen, State]:
    """The seal of each data file that is read; of a register the rows that are seen alone count."""
    seals = read(workspace)
    return {
        each: state(
            workspace,
            each.path,
            each.values if each.dataset in registers.REGISTERS else (),
            seals=seals,
        )
        for each in dict.fromkeys(seen)
    }


def seal(workspace: Workspace, files: Iterable[Path], reason: str) -> list[str]:
    """Seal the data files that are not sealed as they are; `data/seals.yaml` is written whole.

    Args:
        files: The data files, which the gate has let through; one that is gone is withdrawn.
        reason: Why they are right as they are.

    Returns:
        The files that were sealed; with none, nothing is written.
    """
    day = today()
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        sealed = dict(read(workspace))
        wanted = [path for path in files if state(workspace, path) != "sealed"]
        names = [workspace.relative(path) for path in wanted]
        for name, path in zip(names, wanted, strict=True):
            sealed[name] = (*sealed.get(name, ()), _seal(workspace, path, reason, day))
        if names:
            _write(workspace, sealed)
    return names


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - a date is written each time
        return True


def _write(workspace: Workspace, sealed: Seals) -> None:
    stored = {
        file: [each.model_dump(exclude_defaults=True) for each in history]
        for file, history in sorted(sealed.items())
    }
    text = yaml.dump(
        stored,
        Dumper=_WithoutAliases,
        allow_unicode=True,
        default_flow_style=None,
        sort_keys=False,
        width=100,
    )
    write_whole(workspace.seals, HEADING + text)


def _seal(workspace: Workspace, path: Path, reason: str, day: date) -> Seal:
    data = content(path)
    rows, sums = versions.control(path, data)
    is_register = path.stem in registers.REGISTERS
    own = _own_checksums(workspace, path.stem) if data and is_register else {}
    checksum = _checksum(data) if data else ""
    return Seal(sealed=day, reason=reason, sha256=checksum, rows=rows, sums=sums, own=own)


def today() -> date:
    """The day a seal bears: that of SOURCE_DATE_EPOCH where it is set.

    Raises:
        ParamsError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        day = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now().astimezone()
    except (ValueError, OverflowError, OSError):
        raise ParamsError(
            "SOURCE_DATE_EPOCH", f"it is {epoch}", "seconds since 1970", "correct it or unset it"
        ) from None
    return day.date()


def _own_checksums(workspace: Workspace, register: str) -> dict[str, str]:
    key = registers.own_key(register)
    values = sorted({row[key] for row in registers.records(workspace, register)} - {""})
    return {value: _own_checksum(workspace, register, value) for value in values}


def _own_checksum(workspace: Workspace, register: str, value: str) -> str:
    """The checksum of the rows of one committee or document; empty where there are none."""
    rows = registers.own_rows(workspace, register, value)
    return fingerprint(rows)[:16] if rows else ""


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
