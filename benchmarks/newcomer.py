"""Follow pages of the documentation as a newcomer does, and time each wait.

    python -m benchmarks.newcomer README.md docs/how-to/municipality.md

copies what is committed to a new folder, builds the wheel, and types every command of the pages'
`sh` blocks into a shell on a terminal of its own: with no cache and nothing installed, a page in a
folder of its own. It prints how long each command took and for how long the screen said nothing,
and writes the section Newcomers of docs/benchmarks.md. What a page asks to be edited by hand is not
edited.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import page

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
LEFT_OUT = (
    ("make test", "it takes as long as its own page says"),
    ("make lab", "it runs until it is stopped"),
    ("alereport preview", "it runs until it is stopped"),
)
"""What is not typed, by how it begins, and why."""
GAP = "FILE"
"""What stands for the wheel in a page."""
END = re.compile(rb"\x1e(\d+)\x1e")
"""What the shell prints after a command: its exit code."""
MOST_SILENCE = 20
LONGEST = 1800
"""Seconds: of silence that nobody should have to bear, and after which a command is ended."""


class Wait(NamedTuple):
    """A command, and how long it let somebody wait.

    Attributes:
        command: As the page has it.
        code: Its exit code.
        seconds: How long it took.
        silence: The longest time that nothing new was on the screen.
    """

    command: str
    code: int
    seconds: float
    silence: float


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a page's blocks for the shell, those over several lines as one."""
    for indent, block in BLOCK.findall(text):
        lines = block.replace(f"\n{indent}", "\n").removeprefix(indent)
        for line in lines.replace("\\\n", " ").splitlines():
            if line.strip() and not line.startswith("#"):
                yield " ".join(line.split())


def why_left_out(command: str) -> str:
    """Return why a command is not typed; empty if it is."""
    return next((why for begins, why in LEFT_OUT if command.startswith(begins)), "")


class Terminal:
    """A shell that writes on a terminal of its own.

    Args:
        folder: Where it begins.
        home: The user's own folder.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        unwanted = {"PYTHONPATH", "VIRTUAL_ENV", "CI", "NO_COLOR", "COLUMNS"}
        variables = {name: value for name, value in os.environ.items() if name not in unwanted}
        programs = [each for each in variables["PATH"].split(":") if ".venv" not in each]
        own = {"HOME": str(home), "PATH": ":".join(programs), "TERM": "xterm"}
        self._screen, terminal = pty.openpty()
        self._shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],
            stdin=subprocess.PIPE,
            stdout=terminal,
            stderr=terminal,
            cwd=folder,
            env={**variables, **own},
            start_new_session=True,
        )
        os.close(terminal)

    def type(self, command: str) -> Wait:
        """Type a command, and return how long it took until the shell was there again."""
        assert self._shell.stdin
        text = f"{{ {command}\n}} </dev/null; printf '\\036%s\\036' $?\n"
        self._shell.stdin.write(text.encode())
        self._shell.stdin.flush()
        began = last = time.monotonic()
        silence, shown = 0.0, b""
        while not (ended := END.search(shown)):
            ready, _, _ = select.select([self._screen], [], [], 1.0)
            now = time.monotonic()
            silence = max(silence, now - last)
            if now - began > LONGEST:
                os.killpg(self._shell.pid, signal.SIGINT)
                return Wait(command, -1, now - began, silence)
            if ready:
                shown, last = shown[-80:] + os.read(self._screen, 65536), now
        return Wait(command, int(ended[1]), time.monotonic() - began, silence)

    def close(self) -> None:
        os.killpg(self._shell.pid, signal.SIGTERM)
        self._shell.communicate()
        os.close(self._screen)


def follow(text: str, folder: Path, home: Path, wheel: Path) -> Iterator[Wait]:
    """Type the commands of a page in a folder, and yield each wait as it ends."""
    terminal = Terminal(folder, home)
    try:
        for command in commands(text):
            if why_left_out(command):
                _say(f"  not typed, {why_left_out(command)}: {command}")
                continue
            words = re.sub(rf"\b{GAP}\b", shlex.quote(str(wheel)), command)
            wait = terminal.type(words)._replace(command=command)
            ended = f" (exit code {wait.code})" if wait.code else ""
            _say(f"  {wait.seconds:7.1f} s, silent {wait.silence:5.1f} s: {command}{ended}")
            yield wait
    finally:
        terminal.close()


def followed(name: str, checkout: Path, wheel: Path) -> list[Wait]:
    """Follow a page: README in a clone of its own, another in an empty folder.

    Args:
        name: The page's path in the repository.
        checkout: What is committed.
        wheel: The wheel built from it.
    """
    _say(name)
    text = (checkout / name).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="newcomer-") as made:
        folder, home = Path(made) / "work", Path(made) / "home"
        home.mkdir()
        shutil.copytree(checkout, folder) if name == "README.md" else folder.mkdir()
        return list(follow(text, folder, home, wheel))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def section(names: Sequence[str], waits: Sequence[Sequence[Wait]]) -> str:
    """Return the section of docs/benchmarks.md."""
    lines = ["Measured by", "", "```sh", f"python -m benchmarks.newcomer {' '.join(names)}", "```"]
    lines += ["", f"on {os.cpu_count()} cores, with a load of {os.getloadavg()[1]:.0f} at its end,"]
    lines += ["nothing cached and nothing installed. Silence is the longest time that nothing new"]
    lines += ["was on the screen."]
    for name, each in zip(names, waits, strict=True):
        lines += ["", f"| `{name}` | seconds | of them silent | exit code |", "|:--|--:|--:|--:|"]
        lines += [
            f"| `{wait.command}` | {wait.seconds:.0f} | {wait.silence:.0f} | {wait.code} |"
            for wait in each
        ]
    slow = [wait.command for each in waits for wait in each if wait.silence > MOST_SILENCE]
    told = ", ".join(f"`{command}`" for command in slow) or "none"
    return "\n".join([*lines, "", f"Silent for more than {MOST_SILENCE} seconds: {told}."])


def main() -> None:
    """Follow the pages, print each wait and write the section."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", nargs="*", default=["README.md", "docs/how-to/municipality.md"])
    names = parser.parse_args().pages
    with tempfile.TemporaryDirectory(prefix="newcomer-") as made:
        checkout, wheels = Path(made) / "checkout", Path(made) / "wheels"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, checkout], check=True)
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
        options = ["--no-build-isolation", "--wheel-dir", wheels, checkout]
        subprocess.run([*pip, *options], check=True)
        wheel = next(wheels.glob("*.whl"))
        waits = [followed(name, checkout, wheel) for name in names]
    page.write("Newcomers", section(names, waits))


if __name__ == "__main__":
    main()
