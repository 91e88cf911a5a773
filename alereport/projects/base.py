"""What the package gave a project last: kept in it, so that what was changed since can be told.

The folder `.alereport/base/` has each file as the package had it, and the package's version. It is
written by `alereport init` and `alereport upgrade`, and belongs to the project: it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from alereport.base.workspace import Workspace, new_folder

VERSION = "version.txt"


def folder(workspace: Workspace) -> Path:
    return workspace.root / ".alereport" / "base"


def version(workspace: Workspace) -> str:
    """The version that the project was last brought to; empty if that is not known."""
    path = folder(workspace) / VERSION
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def read(workspace: Workspace) -> dict[str, bytes]:
    """The content of each file that the package gave, by its path in the project."""
    root = folder(workspace)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != VERSION
    }


def write(workspace: Workspace, files: Mapping[str, bytes]) -> None:
    """Keep what the package gives now, and its version; all of it at once."""
    with new_folder(folder(workspace)) as fresh:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (fresh / VERSION).write_text(f"{metadata.version('alereport')}\n", encoding="utf-8")
