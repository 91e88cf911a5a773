"""What changed since a seal, and between a file's seals: from git where it has both versions.

Git is asked for what this clone holds, never over the network; without git, or without the
version, the control sums tell what they can.
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
from typing import Any

from alereport import seals
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import versions
from alereport.data.versions import Change, Sum
from alereport.privacy.disclosure import Disclosure
from alereport.seals import Unsealed

SHOWN = 20
"""The changed rows that are printed of one file; `--json` gives them all."""


@dataclass(frozen=True)
class Difference:
    """How one version of a data file differs from the one that was sealed before it.

    Attributes:
        changes: Row by row; nothing where git does not have both versions.
        rows: How many rows there were and are.
        sums: The control sums that differ: what each was and is; nothing where there is none.
    """

    changes: tuple[Change, ...] | None
    rows: tuple[int, int]
    sums: dict[str, tuple[Sum | None, Sum | None]]

    def __str__(self) -> str:
        changes = self.changes or ()
        lines = [str(change) for change in changes[:SHOWN]]
        if len(changes) > SHOWN:
            lines.append(f"… and {len(changes) - SHOWN} more")
        if self.changes is None:
            lines.append(f"git does not have what was sealed; rows were {_pair(self.rows)}")
        elif not self.changes and not self.sums:
            lines.append("no cell differs: the order of the rows or the form of the file")
        if not self.changes:
            lines += [f"the sum of {name} was {_pair(pair)}" for name, pair in self.sums.items()]
        return "\n".join(f"  {line}" for line in lines)

    def as_json(self) -> dict[str, Any]:
        """The difference for programs."""
        changed = None if self.changes is None else [asdict(change) for change in self.changes]
        sums = {
            name: [str(each) if each else None for each in pair] for name, pair in self.sums.items()
        }
        return {"changes": changed, "rows": list(self.rows), "sums": sums}


def _pair(pair: tuple[object, object]) -> str:
    before, after = ("missing" if each is None else each for each in pair)
    return f"{before} and {'are' if isinstance(before, int) else 'is'} {after}"


@dataclass(frozen=True)
class Correction:
    """A data file that was sealed again: what a reader is told was corrected, when and why."""

    file: str
    sealed: date
    reason: str
    difference: Difference

    def as_json(self) -> dict[str, Any]:
        """The correction for programs."""
        told = {"file": self.file, "sealed": self.sealed.isoformat(), "reason": self.reason}
        return {**told, **self.difference.as_json()}


def corrections(workspace: Workspace) -> list[Correction]:
    """The published list of corrections: every seal after a file's first, the newest first."""
    found: list[Correction] = []
    disclosure = Disclosure(workspace)
    for file, history in seals.read(workspace).items():
        known = sealed_versions(
            workspace, file, {each.sha256 for pair in pairwise(history) for each in pair}
        )
        for before, after in pairwise(history):
            old, new = known.get(before.sha256), known.get(after.sha256)
            difference = Difference(
                _changes(disclosure, workspace.root / file, file, (old, new)),
                (before.rows, after.rows),
                disclosure.sums(file, _sums(before.sums, after.sums)),
            )
            found.append(Correction(file, after.sealed, after.reason, difference))
    return sorted(found, key=lambda each: each.sealed, reverse=True)


def since_sealed(workspace: Workspace, late: Unsealed) -> Difference | None:
    """How a data file differs from its last seal; nothing where it never had one."""
    if late.last is None:
        return None
    path = workspace.root / late.file
    rows, sums = versions.control(path, data := content(path))
    old = sealed_versions(workspace, late.file, {late.last.sha256}).get(late.last.sha256)
    disclosure = Disclosure(workspace)
    return Difference(
        _changes(disclosure, path, late.file, (old, data)),
        (late.last.rows, rows),
        disclosure.sums(late.file, _sums(late.last.sums, sums)),
    )


def as_json(workspace: Workspace) -> dict[str, Any]:
    """Every seal of every data file, and the list of corrections, for programs."""
    disclosure = Disclosure(workspace)
    files = {
        file: {
            "state": seals.state(workspace, workspace.root / file),
            "seals": [
                each.model_copy(update={"sums": disclosure.sums(file, each.sums)}).model_dump(
                    mode="json"
                )
                for each in history
            ],
        }
        for file, history in seals.read(workspace).items()
    }
    return {"files": files, "corrections": [each.as_json() for each in corrections(workspace)]}


def unsealed_as_json(workspace: Workspace, late: Unsealed) -> dict[str, Any]:
    """A data file that is not as it was sealed, with what changed, for programs."""
    sealed = late.last.sealed.isoformat() if late.last else None
    difference = since_sealed(workspace, late)
    changed = difference.as_json() if difference else {}
    return {"file": late.file, "state": late.state, "sealed": sealed, **changed}


def _changes(
    disclosure: Disclosure, path: Path, file: str, pair: tuple[bytes | None, bytes | None]
) -> tuple[Change, ...] | None:
    """What changed between two versions of a data file, as it may be told."""
    before, after = pair
    if before is None or after is None:
        return None
    is_now = after == content(path)
    return tuple(
        disclosure.change(each, is_now=is_now)
        for each in versions.changes(path, file, before, after)
    )


def _sums(
    before: dict[str, Sum], after: dict[str, Sum]
) -> dict[str, tuple[Sum | None, Sum | None]]:
    pairs = {name: (before.get(name), after.get(name)) for name in (before | after)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def sealed_versions(workspace: Workspace, file: str, wanted: set[str]) -> dict[str, bytes]:
    """The wanted versions of a data file that can be found, by their checksum.

    Args:
        file: The data file, from the project's root.
        wanted: Checksums, as seals have them; the empty one is of a file that is withdrawn.
    """
    found = {"": b""} if "" in wanted else {}
    for data in _versions(workspace, file):
        if wanted <= found.keys():
            break
        checksum = hashlib.sha256(data).hexdigest()
        if checksum in wanted:
            found[checksum] = data
    return found


def _versions(workspace: Workspace, file: str) -> Iterator[bytes]:
    """Every version of a data file: as it is, as it is staged and as git's history has it."""
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
    """What git answers; nothing where there is no git, no repository or no such thing."""
    settings = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        done = subprocess.run(
            ["git", "-c", "log.showSignature=false", *arguments],
            cwd=workspace.root,
            capture_output=True,
            check=False,
            env={**os.environ, **settings},
        )
    except OSError:
        return b""
    return b"" if done.returncode else done.stdout
