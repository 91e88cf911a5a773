"""What changed since a seal, and between a file's seals: from git where it has both versions.

Git is only asked for what this clone holds, never over the network; without git, or without the
version, only the control sums are compared.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from alereport import seals
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import versions
from alereport.data.versions import Change, Sum
from alereport.privacy.disclosure import Disclosure
from alereport.seals import Seal, Seals, Unsealed

MAX_ROWS_SHOWN = 20
"""The most changed rows that are printed for one file; `--json` gives them all."""


@dataclass(frozen=True)
class Difference:
    """How one version of a data file differs from the one that was sealed before it.

    Attributes:
        changes: The changed rows; None where git does not have both versions.
        rows: The number of rows before and after.
        sums: The control sums that differ, before and after; None where a version has no such sum.
    """

    changes: tuple[Change, ...] | None
    rows: tuple[int, int]
    sums: dict[str, tuple[Sum | None, Sum | None]]

    def __str__(self) -> str:
        changes = self.changes or ()
        lines = [str(change) for change in changes[:MAX_ROWS_SHOWN]]
        if len(changes) > MAX_ROWS_SHOWN:
            lines.append(f"… and {len(changes) - MAX_ROWS_SHOWN} more")
        if self.changes is None:
            lines.append(f"git does not have what was sealed; rows were {_pair(self.rows)}")
        elif not self.changes and not self.sums:
            lines.append("no cell differs: the order of the rows or the form of the file")
        if not self.changes:
            lines += [f"the sum of {name} was {_pair(pair)}" for name, pair in self.sums.items()]
        return "\n".join(f"  {line}" for line in lines)

    def as_json(self) -> dict[str, Any]:
        """Return the difference as JSON values."""
        changes = None if self.changes is None else [asdict(change) for change in self.changes]
        sums = {
            name: [str(total) if total else None for total in pair]
            for name, pair in self.sums.items()
        }
        return {"changes": changes, "rows": list(self.rows), "sums": sums}


def _pair(pair: tuple[object, object]) -> str:
    before, after = ("missing" if value is None else value for value in pair)
    return f"{before} and {'are' if isinstance(before, int) else 'is'} {after}"


@dataclass(frozen=True)
class Correction:
    """A data file that was corrected or revised: what differs, since when and why, as published.

    Attributes:
        change: A correction of what was wrong, or a revision: a later document restates it.
    """

    file: str
    sealed: date
    reason: str
    change: Literal["correction", "revision"]
    difference: Difference

    def as_json(self) -> dict[str, Any]:
        """Return the correction as JSON values."""
        entry = {"file": self.file, "sealed": self.sealed.isoformat(), "reason": self.reason}
        return {**entry, "change": self.change, **self.difference.as_json()}


def corrections(workspace: Workspace) -> list[Correction]:
    """Return the published corrections and revisions, the newest first.

    A file's first seal, and one of a file that was only restructured, correct nothing.
    """
    result: list[Correction] = []
    disclosure = Disclosure(workspace)
    sealed = seals.read(workspace)
    for file, history in sealed.items():
        contents = sealed_versions(
            workspace, file, {seal.sha256 for pair in pairwise(history) for seal in pair}
        )
        for index, (before, after) in enumerate(pairwise(history), 1):
            change = seals.change_of(history, index)
            if change not in ("correction", "revision"):
                continue
            old, new = contents.get(before.sha256), contents.get(after.sha256)
            difference = Difference(
                _changes(disclosure, workspace.root / file, file, (old, new)),
                (before.rows, after.rows),
                disclosure.sums(file, _sums(before.sums, after.sums)),
            )
            reason = shown_reason(sealed, disclosure, file, after.reason)
            result.append(Correction(file, after.sealed, reason, change, difference))
    return sorted(result, key=lambda correction: correction.sealed, reverse=True)


def shown_reason(sealed: Seals, disclosure: Disclosure, file: str, reason: str) -> str:
    """Return the reason of a seal as it may be shown; see `Disclosure.words`.

    Files are sealed together with one reason, which may tell of any of them.

    Args:
        sealed: The seals of every file, from `seals.read`.
        disclosure: What may be told.
        file: The file that the seal is of.
        reason: Its reason.
    """
    together = [
        name for name, stored in sealed.items() if any(seal.reason == reason for seal in stored)
    ]
    shown = (disclosure.words(name, reason) for name in dict.fromkeys([file, *together]))
    return next((words for words in shown if words != reason), reason)


def since_sealed(workspace: Workspace, unsealed: Unsealed) -> Difference | None:
    """Return how a data file differs from its last seal; None where it never had one."""
    if unsealed.last is None:
        return None
    old = sealed_version(workspace, unsealed.file, unsealed.last)
    return difference_from(workspace, unsealed.file, unsealed.last, old)


def difference_from(workspace: Workspace, file: str, last: Seal, old: bytes | None) -> Difference:
    """Return how a data file differs from its last seal.

    Args:
        file: The data file, from the project's root.
        last: Its last seal.
        old: The version that was sealed; None where it cannot be found.
    """
    path = workspace.root / file
    rows, sums = versions.control(path, data := content(path))
    disclosure = Disclosure(workspace)
    return Difference(
        _changes(disclosure, path, file, (old, data)),
        (last.rows, rows),
        disclosure.sums(file, _sums(last.sums, sums)),
    )


def as_json(workspace: Workspace) -> dict[str, Any]:
    """Return every seal of every data file, and the list of corrections, as JSON values."""
    disclosure, sealed = Disclosure(workspace), seals.read(workspace)
    files = {
        file: {
            "state": seals.state(workspace, workspace.root / file),
            "seals": [
                entry.model_copy(
                    update={
                        "sums": disclosure.sums(file, entry.sums),
                        "reason": shown_reason(sealed, disclosure, file, entry.reason),
                        "change": seals.change_of(history, index),
                    }
                ).model_dump(mode="json")
                for index, entry in enumerate(history)
            ],
        }
        for file, history in sealed.items()
    }
    return {"files": files, "corrections": [entry.as_json() for entry in corrections(workspace)]}


def unsealed_as_json(workspace: Workspace, unsealed: Unsealed) -> dict[str, Any]:
    """Return a data file that is not as it was sealed, with what changed, as JSON values."""
    sealed = unsealed.last.sealed.isoformat() if unsealed.last else None
    difference = since_sealed(workspace, unsealed)
    changes = difference.as_json() if difference else {}
    return {"file": unsealed.file, "state": unsealed.state, "sealed": sealed, **changes}


def _changes(
    disclosure: Disclosure, path: Path, file: str, pair: tuple[bytes | None, bytes | None]
) -> tuple[Change, ...] | None:
    """Return what changed between two versions of a data file, without withheld values."""
    before, after = pair
    if before is None or after is None:
        return None
    is_now = after == content(path)
    return tuple(
        disclosure.change(change, is_now=is_now)
        for change in versions.changes(path, file, before, after)
    )


def _sums(
    before: dict[str, Sum], after: dict[str, Sum]
) -> dict[str, tuple[Sum | None, Sum | None]]:
    pairs = {name: (before.get(name), after.get(name)) for name in (before | after)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def sealed_version(workspace: Workspace, file: str, seal: Seal) -> bytes | None:
    """Return the version of a data file that a seal is of; None where it cannot be found."""
    return sealed_versions(workspace, file, {seal.sha256}).get(seal.sha256)


def sealed_versions(workspace: Workspace, file: str, checksums: set[str]) -> dict[str, bytes]:
    """Return the versions of a data file that can be found, by their checksum.

    Args:
        file: The data file, from the project's root.
        checksums: The checksums to find, from seals; the empty one means a withdrawn file.
    """
    found = {"": b""} if "" in checksums else {}
    for data in _versions(workspace, file):
        if checksums <= found.keys():
            break
        checksum = hashlib.sha256(data).hexdigest()
        if checksum in checksums:
            found[checksum] = data
    return found


def _versions(workspace: Workspace, file: str) -> Iterator[bytes]:
    """Yield every version of a data file: on disk, staged, and in git's history."""
    yield content(workspace.root / file)
    if staged := _git(workspace, "cat-file", "blob", f":./{file}"):
        yield staged
    log = ("log", "--all", "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames")
    lines = _git(workspace, *log, "--format=", "--", file).decode("ascii", "replace").splitlines()
    # A raw line: :100644 100644 <blob before> <blob after> M<tab>path
    blobs = dict.fromkeys(blob for line in lines for blob in line.split()[3:1:-1])
    for blob in blobs:
        if blob.strip("0"):
            yield _git(workspace, "cat-file", "blob", blob)


def _git(workspace: Workspace, *arguments: str) -> bytes:
    """Return git's output; empty where there is no git, no repository or no such object."""
    settings = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        process = subprocess.run(
            ["git", "-c", "log.showSignature=false", *arguments],
            cwd=workspace.root,
            capture_output=True,
            check=False,
            env={**os.environ, **settings},
        )
    except OSError:
        return b""
    return b"" if process.returncode else process.stdout
