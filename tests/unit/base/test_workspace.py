"""Where the project is, and files that reach their name whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from alereport.base.errors import ParamsError
from alereport.base.workspace import (
    Workspace,
    copy_or_link,
    new_folder,
    sweep,
    write_atomically,
)


def fill(folder: Path, name: str, *, then_fail: bool = False) -> None:
    with new_folder(folder) as fresh:
        (fresh / name).write_text(name, encoding="utf-8")
        if then_fail:
            raise RuntimeError("halfway")


def test_a_project_is_found_from_its_root(project: Workspace) -> None:
    assert Workspace.discover(project.root) == project


def test_a_project_is_found_from_a_folder_deep_inside_it(project: Workspace) -> None:
    assert Workspace.discover(project.data / "budget") == project


def test_a_project_is_found_from_the_current_folder(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.notebooks)
    assert Workspace.discover() == project


def test_a_folder_outside_every_project_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ParamsError) as refused:
        Workspace.discover(tmp_path)
    assert refused.value.place == str(tmp_path.resolve())
    assert "params/municipality.yaml" in refused.value.found


def test_a_path_is_shown_from_the_root_with_forward_slashes(project: Workspace) -> None:
    path = project.dataset("budget") / "ks-namndplan-2024.csv"
    assert project.relative(path) == "data/budget/ks-namndplan-2024.csv"


def test_each_language_and_report_has_its_own_output(project: Workspace) -> None:
    places = [
        place(language, report)
        for place in (project.executed, project.record)
        for language in ("sv", "en")
        for report in ("ks-2022/budget", "ks-2024/budget")
    ]
    assert len(set(places)) == 8
    assert all(project.build in place.parents for place in places)


def test_text_is_written_in_utf_8_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.txt"
    write_atomically(path, "räksmörgås\n")
    assert path.read_bytes() == "räksmörgås\n".encode()


def test_writing_replaces_the_whole_of_a_longer_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_atomically(path, b"something long")
    write_atomically(path, b"short")
    assert path.read_bytes() == b"short"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_atomically(path, "words")
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    (path / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match=r"file\.txt"):
        write_atomically(path, "words")
    assert list(tmp_path.rglob("*")) == [path, path / "in the way"]


def test_a_new_folder_takes_its_place_and_its_parents_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "sv"
    fill(folder, "index.html")
    assert (folder / "index.html").read_text(encoding="utf-8") == "index.html"
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_new_folder_replaces_the_whole_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    fill(folder, "old")
    fill(folder, "new")
    assert list(tmp_path.rglob("*")) == [folder, folder / "new"]


def test_the_old_folder_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    fill(folder, "old")
    with new_folder(folder) as fresh:
        (fresh / "new").touch()
        assert [path.name for path in folder.iterdir()] == ["old"]


def test_of_the_old_folder_what_is_the_same_is_kept_and_what_was_changed_is_not(
    tmp_path: Path,
) -> None:
    folder, made = tmp_path / "site", tmp_path / "made"
    made.mkdir()
    for name in ("same", "changed by hand", "new"):
        (made / name).write_text(name, encoding="utf-8")
    fill(folder, "same")
    (folder / "changed by hand").write_text("otherwise", encoding="utf-8")
    same = (folder / "same").stat().st_ino
    with new_folder(folder) as fresh:
        for path in made.iterdir():
            copy_or_link(path, fresh / path.name, previous=folder / path.name)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        name: name for name in ("same", "changed by hand", "new")
    }
    assert (folder / "same").stat().st_ino == same
    assert {path.stat().st_nlink for path in folder.iterdir()} == {1}


def test_a_block_that_raises_keeps_the_old_folder_and_leaves_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    fill(folder, "old")
    with pytest.raises(RuntimeError, match="halfway"):
        fill(folder, "new", then_fail=True)
    assert list(tmp_path.rglob("*")) == [folder, folder / "old"]


def test_a_block_that_raises_the_first_time_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        fill(tmp_path / "site", "new", then_fail=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("umask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)]
)
def test_what_is_written_has_the_rights_that_the_umask_leaves(
    tmp_path: Path, umask: int, file: int, folder: int
) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "file.txt", "words")
        fill(tmp_path / "site", "index.html")
    finally:
        os.umask(before)
    assert (tmp_path / "file.txt").stat().st_mode & 0o777 == file
    assert (tmp_path / "site").stat().st_mode & 0o777 == folder
    assert (tmp_path / "site/index.html").stat().st_mode & 0o777 == file


def test_a_folder_that_a_killed_process_left_goes_with_the_next_and_one_in_use_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".site.abcd1234.unfinished"
    left.mkdir()
    other = tmp_path / ".site.en.abcd1234.unfinished"
    other.mkdir()
    with new_folder(tmp_path / "site") as one:
        assert not left.exists()
        assert other.exists()
        fill(tmp_path / "site", "index.html")
        sweep(tmp_path)
        assert one.is_dir()
        assert not other.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
