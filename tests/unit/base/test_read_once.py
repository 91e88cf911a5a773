"""Within `read_once` each file is read once, and afterwards as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base import files


def test_a_file_is_as_it_was_when_first_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    path.write_bytes(b"1")
    with files.read_once():
        assert files.content(path) == b"1"
        path.write_bytes(b"2")
        assert files.content(path) == b"1"
    assert files.content(path) == b"2"


def test_what_was_read_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    path.write_bytes(b"1")
    for content in (b"2", b"3"):
        path.write_bytes(content)
        with files.read_once():
            assert files.content(path) == content


def test_a_missing_file_is_looked_for_each_time(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    with files.read_once():
        with pytest.raises(FileNotFoundError):
            files.content(path)
        path.write_bytes(b"1")
        assert files.content(path) == b"1"


def test_a_smaller_limit_still_refuses_a_file_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    path.write_bytes(b"12")
    with files.read_once():
        assert files.content(path) == b"12"
        with pytest.raises(OSError, match="larger"):
            files.content(path, largest=1)
