"""A project brought to the version of the package: what the package changed comes in.

A file that the project did not change becomes that of this version. In one that both changed, line
by line, what each changed is there; where both changed the same lines, the project's stay, and this
version's file is put beside, in `.alereport/conflicts/`, until a person has read it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Literal

from alereport import migration, seals
from alereport.base import params, yaml_files
from alereport.base.errors import ParamsError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import rules_lock
from alereport.projects import base, lines, template

What = Literal["new", "updated", "merged", "clash", "kept", "removed", "retired"]


@dataclass(frozen=True)
class Change:
    """What becomes of one file.

    Attributes:
        file: Its path in the project.
        what: `new`: the project gets it. `updated`: it is this version's, which the project had not
            changed. `merged`: it has what both changed. `clash`: both changed the same lines, and
            the project's stay. `kept`: only the project changed it. `removed`: the project had
            removed it, and does not get it back. `retired`: this version no longer has it.
        before: Its text in the project; empty if it has none.
        after: Its text afterwards; empty if it is removed.
        new: Its text in this version; empty if it has none.
        clashes: The lines of `after` at which both changed the same.
    """

    file: str
    what: What
    before: str = ""
    after: str = ""
    new: str = ""
    clashes: tuple[int, ...] = ()

    @property
    def difference(self) -> list[str]:
        """What changes in the file, as a unified diff."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return list(difflib.unified_diff(before, after, self.file, self.file, lineterm=""))


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade does, or did.

    Attributes:
        before: The version that the project was last brought to; empty if that is not known.
        now: The version of the package.
        changes: The files that the project changed, or that the upgrade does.
        to_read: The files of earlier versions in `.alereport/conflicts/`, not yet read.
        locked: True if the rules were locked again as this version has them.
    """

    before: str
    now: str
    changes: list[Change] = field(default_factory=list)
    to_read: list[str] = field(default_factory=list)
    locked: bool = False


def conflicts(workspace: Workspace) -> Path:
    """The folder of this version's files where both changed the same lines."""
    return workspace.root / ".alereport" / "conflicts"


def upgrade(workspace: Workspace, *, dry_run: bool = False) -> Upgrade:
    """Bring what the package keeps of a project to its version.

    Each file arrives whole, and what the package gave is written down last: after a killed upgrade
    the next one goes on where it was.

    Args:
        dry_run: Find out what would change, and change nothing.

    Raises:
        ParamsError: The settings cannot be read, or the project's data are of an earlier version.
        TableError: See `migration.version_of`.
    """
    now = metadata.version("alereport")
    if template.is_project_of(workspace):
        return Upgrade(now, now)
    if not migration.is_of_this_version(workspace):
        version = migration.version_of(workspace)
        step = "run alereport migrate, and then this"
        raise ParamsError("data/", f"it is of version {version}", f"that of {now}", step)
    files = template.files(params.municipality(workspace))
    changes = list(_changes(workspace, files))
    before = base.version(workspace)
    if dry_run:
        return Upgrade(before, now, changes, _to_read(workspace))
    is_locked = workspace.rules_lock.is_file() and not rules_lock.differences(workspace)
    _apply(workspace, changes)
    if base.read(workspace) != files or before != now:
        base.write(workspace, files)
    locked = is_locked and bool(rules_lock.differences(workspace))
    if locked:
        rules_lock.lock(workspace, f"alereport upgrade to {now}", seals.today())
    return Upgrade(before, now, changes, _to_read(workspace), locked)


def _changes(workspace: Workspace, files: Mapping[str, bytes]) -> Iterator[Change]:
    given = base.read(workspace)
    for name in sorted({*files, *given}):
        path = workspace.root / name
        mine = path.read_bytes() if path.is_file() else None
        texts = _Texts(*map(_text, (mine, given.get(name), files.get(name))))
        if what := _what(texts, in_use=_is_in_use(workspace, path)):
            yield _change(name, what, texts)


@dataclass(frozen=True)
class _Texts:
    """A file of the project, as it was given, and of this version; None where there is none."""

    mine: str | None
    given: str | None
    new: str | None


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode(errors="replace")


def _is_in_use(workspace: Workspace, path: Path) -> bool:
    """Whether a file declares a dataset with rows."""
    return path.parent.parent == workspace.data and bool(workspace.data_files(path.parent.name))


def _what(texts: _Texts, *, in_use: bool) -> What | None:
    """What becomes of a file; None if it is that of this version."""
    mine, given, new = texts.mine, texts.given, texts.new
    cases: tuple[tuple[bool, What | None], ...] = (
        (mine == new, None),
        (new is None, "retired" if mine == given and not in_use else "kept"),
        (mine is None, "new" if given is None else "removed"),
        (mine == given, "updated"),
        (new == given, "kept"),
        (given is None, "clash"),
    )
    return next((what for holds, what in cases if holds), "merged")


def _change(name: str, what: What, texts: _Texts) -> Change:
    mine, new = texts.mine or "", texts.new or ""
    match what:
        case "new" | "updated":
            return Change(name, what, mine, new, new)
        case "removed" | "retired":
            return Change(name, what, mine, "", new)
        case "merged":
            return _merged(name, mine, texts.given or "", new)
    return Change(name, what, mine, mine, new, (1,) if what == "clash" else ())


def _merged(name: str, mine: str, given: str, new: str) -> Change:
    """A file that both changed, with what each changed where that can be told apart."""
    merged = lines.merged(mine, given, new)
    if not _can_be_read(name, merged.text):
        return Change(name, "clash", mine, mine, new, (1,))
    what: What = "clash" if merged.clashes else "kept" if merged.text == mine else "merged"
    return Change(name, what, mine, merged.text, new, merged.clashes)


def _can_be_read(name: str, text: str) -> bool:
    """Whether a merged text is still of its form."""
    try:
        if name.endswith(".ipynb"):
            json.loads(text)
        elif name.endswith((".yaml", ".yml")):
            yaml_files.load(text)
    except (ValueError, FormError):
        return False
    return "\N{REPLACEMENT CHARACTER}" not in text


def _apply(workspace: Workspace, changes: list[Change]) -> None:
    for change in changes:
        path, beside = workspace.root / change.file, conflicts(workspace) / change.file
        if change.what == "clash":
            write_atomically(beside, change.new)
        if change.what == "retired":
            path.unlink()
        elif change.after != change.before:
            write_atomically(path, change.after)
        if beside.is_file() and change.after == change.new:
            beside.unlink()


def _to_read(workspace: Workspace) -> list[str]:
    root = conflicts(workspace)
    return [path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if path.is_file()]
