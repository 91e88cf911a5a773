"""A reader that hangs is stopped: after two seconds a page, and later only where OCR reads it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from alereport.ingest import child, progress, scans


def reader(scratch: Path, told: str, seconds: int) -> subprocess.Popen[bytes]:
    """A process that has told how far it is, and needs some seconds more to answer."""
    command = f"echo {told} > {progress.FILE}; exec sleep {seconds}"
    process = subprocess.Popen(
        ["/bin/sh", "-c", command], cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while progress.told(scratch) is None and process.poll() is None:
        time.sleep(0.01)
    return process


def test_a_page_that_hangs_is_stopped(tmp_path: Path) -> None:
    with reader(tmp_path, f"0 1 {progress.SECONDS_A_PAGE}", 60) as process:
        with pytest.raises(subprocess.TimeoutExpired) as late:
            child._waited(process, 1, tmp_path, progress.untold)
        process.kill()
    assert late.value.timeout == 3


def test_a_page_that_ocr_reads_has_more_time(tmp_path: Path) -> None:
    told: list[tuple[int, ...]] = []
    with reader(tmp_path, f"0 1 {scans.SECONDS_A_PAGE}", 4) as process:
        output, _said = child._waited(process, 1, tmp_path, lambda *each: told.append(each))
    assert (output, process.returncode) == (b"", 0)
    assert told == [(0, 1)]


def test_what_is_told_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert progress.told(tmp_path) is None
    progress.tell(3, 7)
    assert progress.told(tmp_path) == (3, 7, 2)
    progress.tell(3, 7, scans.SECONDS_A_PAGE)
    assert progress.told(tmp_path) == (3, 7, 20)
