"""A cache on disk, whose entries are valid until something they are made from changes.

The name of an entry is its key, a fingerprint of everything it is made from. An entry gets its name
when it is complete, and its checksum is verified when it is read: a broken entry is made again.
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
from alereport.base.workspace import Workspace, new_folder, write_atomically

DIGEST = hashlib.sha256().digest_size
"""The length in bytes of the checksum at the start of a file."""
SUMS = ".sums"
"""The suffix of the file beside a folder that holds its checksum."""


def key(
    workspace: Workspace,
    code: str,
    *,
    languages: Iterable[str] = (),
    libraries: Iterable[str] = (),
    files: Iterable[Path] = (),
    parts: Iterable[bytes | str] = (),
    with_styles: bool = True,
) -> str:
    """A fingerprint of everything that a result is made from.

    Args:
        workspace: The project.
        code: The module that makes it, with all that it imports; see `code.files_of`.
        languages: The languages it is written in.
        libraries: The libraries whose versions can change it.
        files: The project's files that it is made from.
        parts: Everything else that can change it.
        with_styles: Whether it holds any of the package's stylesheets.
    """
    words = (part for code in languages for part in (code, language_fingerprint(workspace, code)))
    contents = (part for path in files for part in (workspace.relative(path), content(path)))
    groups = (words, map(version, libraries), contents, parts)
    made_by = code_fingerprint(code, with_styles=with_styles)
    return fingerprint([made_by, *map(fingerprint, groups)])


class Cache:
    """Files or folders of one kind, each under its key.

    Args:
        folder: The folder they are stored in, which holds nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def file(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The content of a cached file, which is made and stored if it is missing.

        Args:
            key: Its cache key; see `key`.
            make: Makes the content.
        """
        self._used.add(key)
        path = self._folder / key
        cached = content(path)
        if cached[:DIGEST] == hashlib.sha256(cached[DIGEST:]).digest():
            return cached[DIGEST:]
        data = make()
        write_atomically(path, hashlib.sha256(data).digest() + data)
        return data

    def folder(self, key: str, make: Callable[[Path], object]) -> Path:
        """A cached folder, which is made if it is missing; copy it, but do not change it.

        Args:
            key: Its cache key; see `key`.
            make: Fills a new folder.
        """
        self._used.add(key)
        path, sums = self._folder / key, self._folder / f"{key}{SUMS}"
        if not path.is_dir() or content(sums) != _checksum(path):
            with new_folder(path) as fresh:
                make(fresh)
            write_atomically(sums, _checksum(path))
        return path

    def remove_unused(self) -> None:
        """Remove entries that were not requested, and what a killed run left half-written."""
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
    """The key of a result that is stored in a fixed place, such as the staged book."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str:
        """The key; empty if there is none, in which case nothing counts as current."""
        return content(self._path).decode(errors="replace")

    def write(self, key: str) -> None:
        """Record the key once the result is in place; record an empty one before replacing it."""
        write_atomically(self._path, key)
