"""The wheel in an environment of its own, as a user without the repository has it.

The environment sees the packages of this one, but neither the repository nor its editable
installation. Nothing is downloaded.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

NAME = "Lilla Edets kommun"
INIT = ("init", "--name", NAME, "--code", "1462")


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own.

    Attributes:
        environment: Its folder.
        home: The user's own folder.
    """

    environment: Path
    home: Path

    def run(self, folder: Path, *words: str, code: int = 0) -> str:
        """Run a command in a folder; return what it prints, and require its exit code."""
        path = os.pathsep.join([str(self.environment / "bin"), os.environ["PATH"]])
        own = {"PATH": path, "PYTHONNOUSERSITE": "1", "HOME": str(self.home)}
        variables = {**os.environ, **own}
        variables.pop("PYTHONPATH", None)
        done = subprocess.run(
            ["alereport", *words],
            executable=str(self.environment / "bin" / "alereport"),
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def standard(self) -> Path:
        """The files that the wheel begins a project with."""
        (found,) = self.environment.glob("lib/python*/site-packages/alereport/standard")
        return found

    @property
    def files(self) -> set[Path]:
        """What is in the environment, but for what Python keeps of the packages it has run."""
        return {
            path
            for path in self.environment.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }


def pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        check=True,
        capture_output=True,
    )


def empty(folder: Path) -> Installed:
    """An environment without the wheel, in a folder with a user's own folder beside it."""
    made = in_folder(folder)
    made.home.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made.environment], check=True)
    (packages,) = made.environment.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return made


def in_folder(folder: Path) -> Installed:
    """What `empty` made in a folder."""
    return Installed(folder / "environment", folder / "home")


def install(wheel: Path, environment: Path) -> None:
    python = str(environment / "bin" / "python")
    pip("--python", python, "install", "--no-deps", "--no-index", str(wheel))


def uninstall(environment: Path) -> None:
    pip("--python", str(environment / "bin" / "python"), "uninstall", "--yes", "alereport")


def build(source: Path, folder: Path) -> Path:
    """Build the wheel of a checkout in a folder."""
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir")
    pip("wheel", *options, str(folder), str(source))
    return next(folder.glob("*.whl"))
