"""The seals of a project with more files than people write: how large they may be, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport import seals
from alereport.base import cache, yaml_files
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace

FILES = 700
REASON = "Granskad mot dokumentet. " * 150


def workspace_of(root: Path, files: int) -> Workspace:
    """A project of data files alone, whose seals are larger than a file that people write."""
    folder = root / "data" / "budget"
    folder.mkdir(parents=True)
    (root / "_quarto.yml").touch()
    (folder / "table.yaml").touch()
    for number in range(files):
        (folder / f"{number}.csv").touch()
    entries = (
        f"data/budget/{number}.csv:\n- sealed: 2026-11-30\n  reason: {REASON}\n"
        f"  sha256: {number:064}\n  rows: {number}\n"
        f"  sums: {{amount_tkr: {{sum: {number}, unit: tkr}}}}\n"
        for number in range(FILES)
    )
    workspace = Workspace(root)
    workspace.seals.write_text("".join(entries), encoding="utf-8")
    assert workspace.seals.stat().st_size > yaml_files.LARGEST
    return workspace


def test_seals_may_be_as_large_as_the_files_they_are_of(tmp_path: Path) -> None:
    sealed = seals.read(workspace_of(tmp_path, FILES))
    assert len(sealed) == FILES
    assert sealed["data/budget/9.csv"][0].rows == 9


def test_seals_of_files_that_are_not_there_are_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"data/seals.yaml: it is larger than 2 MiB"):
        seals.read(workspace_of(tmp_path, 2))


def test_what_was_read_is_kept_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_of(tmp_path, FILES)
    first = seals.read(workspace)
    seals._read_large.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(seals, "_read", None)
        assert seals.read(workspace) == first
    text = workspace.seals.read_text(encoding="utf-8")
    workspace.seals.write_text(text.replace("rows: 9\n", "rows: 8\n"), encoding="utf-8")
    assert seals.read(workspace)["data/budget/9.csv"][0].rows == 8
    assert len(list(workspace.cache("seals").iterdir())) == 1


def test_a_broken_entry_of_what_was_kept_is_made_again(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, FILES)
    first = seals.read(workspace)
    (kept,) = workspace.cache("seals").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b'"rows":9,', b'"rows":8,'))
    seals._read_large.cache_clear()
    assert seals.read(workspace) == first


def test_a_project_that_may_only_be_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, _data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(cache, "write_atomically", refused)
    assert len(seals.read(workspace_of(tmp_path, FILES))) == FILES
