"""Checksums of everything that is published, and comparison with another publication."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, write_atomically

PUBLISHED = ("site/**/*", "open-data/**/*", "report-*.pdf")
"""The published files, as patterns in `build/`."""
LINE = re.compile(r"(?P<sum>[0-9a-f]{64}) [ *](?P<path>\S.*)")
LANGUAGE = re.compile(r"<html[^>]*\slang=\"([\w-]+)\"")
PROLOGUE = 2000
"""How many characters of a page say in which language it is."""

Sums = dict[str, str]
"""The SHA-256 of each file, by its path from `build/`, in the order of the paths."""


def write(workspace: Workspace) -> None:
    """Write the checksums to `build/SHA256SUMS`, for `sha256sum --check`."""
    write_atomically(workspace.sums, listing(workspace))


def listing(workspace: Workspace) -> str:
    """The published files, one line for each in the format of `sha256sum`."""
    return "".join(f"{checksum}  {path}\n" for path, checksum in checksums(workspace.build).items())


def checksums(folder: Path) -> Sums:
    """The checksums of the published files in a folder with the layout of `build/`."""
    paths = (path for pattern in PUBLISHED for path in folder.glob(pattern))
    return _checksums(folder, paths)


def _checksums(folder: Path, paths: Iterable[Path], prefix: str = "") -> Sums:
    """The checksums of files, without those being made in a hidden folder."""
    files_by_name = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    return {
        prefix + name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(files_by_name.items())
        if not any(part.startswith(".") for part in name.split("/"))
    }


def differences(workspace: Workspace, other: Path) -> tuple[int, list[str]]:
    """Compare with another published report: the number of files, and a line for each difference.

    Only what the other is a copy of is compared: of a language's folder, that language's site.

    Args:
        workspace: The published project.
        other: A folder such as `build/`, `build/site/` or `build/site/sv/`, whatever its name; or a
            file of checksums.

    Raises:
        PublishError: Nothing is published in one of them, or it cannot be read.
    """
    other_sums, within = _checksums_at(other)
    project_sums = {
        path: checksum
        for path, checksum in checksums(workspace.build).items()
        if path.startswith(within)
    }
    if not project_sums:
        raise PublishError(
            workspace.relative(workspace.build / within),
            "nothing is published there",
            "a site and a PDF",
            "run alereport build",
        )
    paths = sorted(project_sums.keys() | other_sums.keys())
    return len(paths), [
        f"{path}: {text}"
        for path in paths
        if (text := _difference(project_sums.get(path), other_sums.get(path)))
    ]


def _difference(checksum: str | None, other_checksum: str | None) -> str:
    if checksum == other_checksum:
        return ""
    if other_checksum is None:
        return "not published there"
    return "other bytes" if checksum else "published there only"


def _checksums_at(other: Path) -> tuple[Sums, str]:
    """The checksums of another published report, and the part of `build/` that it is a copy of."""
    within = _part(other)
    sums = _read(other) if other.is_file() else {} if within else checksums(other)
    if not sums and other.is_dir():
        within = within or "site/"
        sums = _checksums(other, other.glob("**/*"), prefix=within)
    if not any(path.endswith("/index.html") for path in sums):
        raise PublishError(
            str(other),
            "there is no published report",
            "a folder such as build/, build/site/ or build/site/sv/, or a file SHA256SUMS",
            "name another one",
        )
    return sums, within


def _part(folder: Path) -> str:
    """The site that a folder is a copy of, by the language of its front page; empty if of none."""
    front_page = folder / "index.html"
    text = front_page.read_bytes().decode(errors="replace") if front_page.is_file() else ""
    found = LANGUAGE.search(text[:PROLOGUE])
    return f"site/{found[1]}/" if found else ""


def _read(path: Path) -> Sums:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise PublishError(
            str(path), f"it cannot be read ({problem})", "a file of checksums", "name another one"
        ) from None
    sums = {}
    for number, line in enumerate(lines, start=1):
        match = LINE.fullmatch(line)
        if match is None:
            raise PublishError(
                f"{path}:{number}",
                "it is no checksum",
                "lines in the format of sha256sum",
                "name another file, or restore it",
            )
        sums[match["path"]] = match["sum"]
    return sums
