"""What docs/operations.md gives to be copied: its commands exist, its files are of their form."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from alereport.cli import ASKED_FOR, EXIT_CODES, app
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
GROUP: Any = typer.main.get_command(app)
CALL = re.compile(r"(?:^|[\s/])alereport ([a-z]+(?: [^>\n|]*)?)")


def blocks(kind: str) -> list[str]:
    return [text for each, text in BLOCKS if each == kind]


def calls() -> list[list[str]]:
    """The arguments of each call of the program, without those of podman and of useradd."""
    lines = [line for _kind, text in BLOCKS for line in text.splitlines()]
    ours = [line for line in lines if not line.startswith(("podman build", "WORKDIR", "COPY"))]
    found = [match[1] for line in ours for match in CALL.finditer(line)]
    return [shlex.split(words) for words in found]


def test_every_command_of_the_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(calls()) >= 10
    for name, *options in calls():
        assert name in GROUP.commands, name
        places = {"/srv/report": str(tmp_path), "/mnt/web/report/sv": str(tmp_path)}
        GROUP.commands[name].make_context(name, [places.get(word, word) for word in options])


def test_the_files_of_ci_have_their_form() -> None:
    gitlab, github = map(yaml.safe_load, blocks("yaml"))
    assert gitlab["build"]["script"][-1].startswith(".venv/bin/alereport build")
    assert github["jobs"]["build"]["steps"]
    for kept in ("build/site/", "build/SHA256SUMS", "build/preview/"):
        assert kept in gitlab["build"]["artifacts"]["paths"]
        assert kept in github["jobs"]["build"]["steps"][-1]["with"]["path"]


def test_systemd_knows_every_line(tmp_path: Path) -> None:
    service, timer = blocks("ini")
    for name, text in (("alereport.service", service), ("alereport.timer", timer)):
        unit = configparser.ConfigParser(interpolation=None)
        unit.read_string(text)
        runnable = text.replace("/srv/report/.venv/bin/alereport", shutil.which("true") or "")
        (tmp_path / name).write_text(runnable.replace("User=report\n", ""), encoding="utf-8")
    (tmp_path / "alereport-failed@.service").write_text(
        "[Service]\nExecStart=/bin/true\n", encoding="utf-8"
    )
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on PATH")
    done = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.glob("alereport.*")))],
        capture_output=True,
        text=True,
        check=False,
    )
    of_ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert of_ours == []


def test_the_container_holds_what_there_is() -> None:
    (container,) = blocks("dockerfile")
    for line in container.splitlines():
        if line.startswith("COPY "):
            assert all((ROOT / name).exists() for name in line.split()[1:-1]), line


def test_every_exit_code_asks_for_something() -> None:
    assert ASKED_FOR.keys() == EXIT_CODES.keys()
