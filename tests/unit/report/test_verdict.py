"""What is said of a check that takes long, and of one that does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alereport.gate import verdicts
from alereport.report import verdict

STEP = f"{verdicts.CHECKING}: budget (2 of 3)"
CHECK = """
import sys, time
sys.stderr.write("A warning.\\n" + sys.argv[1] + "\\nAnother.\\n")
sys.stderr.flush()
time.sleep(float(sys.argv[2]))
"""


def told(folder: Path, seconds: float) -> None:
    """Wait for a process that says what it checks and then takes some seconds."""
    path = folder / "told.txt"
    with path.open("wb") as errors:
        command = [sys.executable, "-S", "-c", CHECK, STEP, str(seconds)]
        with subprocess.Popen(command, stderr=errors) as child:
            verdict._tell(child, path)


def test_a_check_that_takes_long_says_what_it_checks_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verdict, "PATIENCE", 0.3)
    told(tmp_path, 2.0)
    said = capsys.readouterr()
    assert said.out == ""  # It would be published.
    assert f"\r{STEP}, " in said.err
    *steps, last = said.err.rstrip("\n").split("\r")[1:]
    assert steps
    assert last.strip().startswith(f"{verdicts.CHECKING}: done in ")
    assert said.err.count("\n") == 1


def test_a_check_that_is_fast_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verdict, "PATIENCE", 60.0)
    told(tmp_path, 0.0)
    assert capsys.readouterr().err == ""
