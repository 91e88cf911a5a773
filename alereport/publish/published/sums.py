"""Checksums of everything that is published, and how it differs from what was published before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, write_whole

PUBLISHED = ("site/**/*", "open-data/**/*", "report-*.pdf")
"""What is published, as it stands in `build/`."""
LINE = re.compile(r"(?P<sum>[0-9a-f]{64}) [ *](?P<path>\S.*)")

Sums = dict[str, str]
"""The SHA-256 of each file, by its path from `build/`, in the order of the paths."""


def write(workspace: Workspace) -> None:
    """Say in `build/SHA256SUMS` what is published; `sha256sum --check` reads it."""
    write_whole(workspace.sums, listed(workspace))


def listed(workspace: Workspace) -> str:
    """What is published, a line a file as `sha256sum` writes them."""
    return "".join(f"{checksum}  {path}\n" for path, checksum in of(workspace.build).items())


def of(folder: Path) -> Sums:
    """The checksums of what is published in a folder that is as `build/`."""
    found = (path for pattern in PUBLISHED for path in folder.glob(pattern))
    return _checksums(folder, found)


def _checksums(folder: Path, paths: Iterable[Path], prefix: str = "") -> Sums:
    """The checksums of some files; what is being made, in a hidden folder, is not published."""
    named = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    return {
        prefix + name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(named.items())
        if not any(part.startswith(".") for part in name.split("/"))
    }


def differences(workspace: Workspace, other: Path) -> tuple[int, list[str]]:
    """How many files were compared with a published report, and which differ.

    Args:
        workspace: The project, published.
        other: A folder as `build/` or as `build/site/`, or a file of checksums such as SHA256SUMS.

    Raises:
        PublishError: Nothing is published in one of them, or it cannot be read.
    """
    there, only_the_site = _published_at(other)
    here = of(workspace.build)
    if only_the_site:
        here = {path: checksum for path, checksum in here.items() if path.startswith("site/")}
    if not here:
        raise PublishError(
            workspace.relative(workspace.build),
            "nothing is published there",
            "a site and a PDF",
            "run alereport build",
        )
    paths = sorted(here.keys() | there.keys())
    return len(paths), [
        f"{path}: {how}" for path in paths if (how := _difference(here.get(path), there.get(path)))
    ]


def _difference(here: str | None, there: str | None) -> str:
    if here == there:
        return ""
    if there is None:
        return "not published there"
    return "other bytes" if here else "published there only"


def _published_at(other: Path) -> tuple[Sums, bool]:
    """What is published there, and whether it is the site alone."""
    found = _read(other) if other.is_file() else of(other)
    only_the_site = not found and other.is_dir()
    if only_the_site:
        found = _checksums(other, other.glob("**/*"), prefix="site/")
    if not any(path.endswith("/index.html") for path in found):
        raise PublishError(
            str(other),
            "there is no published report",
            "a folder as build/ or build/site/, or its file SHA256SUMS",
            "name another one",
        )
    return found, only_the_site


def _read(path: Path) -> Sums:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise PublishError(
            str(path), f"it cannot be read ({problem})", "a file of checksums", "name another one"
        ) from None
    found = {}
    for number, line in enumerate(lines, start=1):
        match = LINE.fullmatch(line)
        if match is None:
            raise PublishError(
                f"{path}:{number}",
                "it is no checksum",
                "lines as sha256sum writes them",
                "name another file, or restore it",
            )
        found[match["path"]] = match["sum"]
    return found
