"""What was made once, kept for as long as nothing that it is made from changes.

The name of an entry is its key, a fingerprint of all that it is made from. An entry gets its name
when it is whole, and is held against its checksum when it is read: what is broken is made again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from alereport.base.fingerprints import (
    code_fingerprint,
    content,
    fingerprint,
    language_fingerprint,
    version,
)
from alereport.base.workspace import Workspace, new_folder, write_whole

DIGEST = hashlib.sha256().digest_size
"""Bytes of the checksum that a file begins with."""
SUMS = ".sums"
"""What the name of the checksum beside a folder ends with."""


def key(
    workspace: Workspace,
    code: str,
    *,
    languages: Iterable[str] = (),
    libraries: Iterable[str] = (),
    files: Iterable[Path] = (),
    parts: Iterable[bytes | str] = (),
) -> str:
    """A fingerprint of everything that something is made from.

    Args:
        workspace: The project.
        code: The module that makes it, with all that it imports; see `code.files_of`.
        languages: The languages it speaks.
        libraries: The libraries whose versions can change it.
        files: The project's files that it is made from.
        parts: Everything else that can change it.
    """
    words = (part for each in languages for part in (each, language_fingerprint(workspace, each)))
    contents = (part for path in files for part in (workspace.relative(path), content(path)))
    groups = (words, map(version, libraries), contents, parts)
    return fingerprint([code_fingerprint(code), *map(fingerprint, groups)])


class Cache:
    """Files or folders of one kind, each under its key.

    Args:
        folder: Where they are kept; nothing else is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def file(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The content of a file as it is kept, or else made now and kept.

        Args:
            key: What it is made from; see `key`.
            make: Makes it.
        """
        self._used.add(key)
        path = self._folder / key
        kept = content(path)
        if kept[:DIGEST] == hashlib.sha256(kept[DIGEST:]).digest():
            return kept[DIGEST:]
        made = make()
        write_whole(path, hashlib.sha256(made).digest() + made)
        return made

    def folder(self, key: str, make: Callable[[Path], object]) -> Path:
        """A folder as it is kept, or else made now and kept; it is to be copied, not changed.

        Args:
            key: What it is made from; see `key`.
            make: Fills it.
        """
        self._used.add(key)
        path, sums = self._folder / key, self._folder / f"{key}{SUMS}"
        if not path.is_dir() or content(sums) != _checksum(path):
            with new_folder(path) as fresh:
                make(fresh)
            write_whole(sums, _checksum(path))
        return path

    def forget_others(self) -> None:
        """Remove what nobody has asked for, and what a killed run left half-written."""
        for path in self._folder.glob("*"):
            if path.name.removesuffix(SUMS) in self._used:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _checksum(folder: Path) -> bytes:
    def parts() -> Iterator[bytes | str]:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
                yield path.read_bytes()

    return fingerprint(parts()).encode()


class Stamp:
    """The key of something that stands in a fixed place, such as the staged book."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str:
        """The key; empty where there is none, and so nothing that may be taken for current."""
        return content(self._path).decode(errors="replace")

    def write(self, key: str) -> None:
        """Record the key when the thing is in place, and an empty one before it is replaced."""
        write_whole(self._path, key)
