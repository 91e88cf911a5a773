"""The program `quarto`: which one there is, and what it says while it renders."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from alereport.base.errors import PublishError
from alereport.base.printable import SEQUENCES

OUTPUT = "_book"
"""The folder that it renders into, inside the folder of the book."""
OLDEST = (1, 10, 17)
"""The oldest Quarto whose Typst can make a PDF that is both accessible and archivable."""
LONGEST = 600
"""The most characters of what it says that a message repeats."""

_CHAPTER = re.compile(r"\[\s*(\d+/\d+)\]\s+(\S+)")
_ERROR = re.compile(r"^(?:ERROR|error):?\s+(.*?)(?=^Stack trace:|\Z)", re.MULTILINE | re.DOTALL)
# A warning of several lines ends with its colour.
_WARNING = re.compile(
    r"^(?:\x1b\[\d+m)*(?:WARN(?:ING)?:|\[WARNING\]|warning:)\s+(.*?)"
    r"(?=\x1b\[39m|\n\s*\n|\n\S*(?:WARN|\[|\x1b)|\Z)",
    re.MULTILINE | re.DOTALL,
)


def program() -> str | None:
    """The path of Quarto; None if it is not on PATH."""
    return shutil.which("quarto")


def required() -> str:
    """The path of the Quarto on PATH.

    Raises:
        PublishError: There is none, or it is too old.
    """
    quarto = program()
    if quarto is None:
        raise _refusal("there is no program quarto on PATH")
    if (version := version_of(quarto)) < OLDEST:
        raise _refusal(f"{quarto} is version {dotted(version)}")
    return quarto


def _refusal(found: str) -> PublishError:
    return PublishError(
        "the engine quarto",
        found,
        f"Quarto {dotted(OLDEST)} or later",
        "install it, or publish with --engine pandoc",
    )


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


@cache
def version_of(quarto: str) -> tuple[int, ...]:
    """The version of a Quarto; (0,), older than any, if it does not print one."""
    process = subprocess.run([quarto, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"\d+(?:\.\d+)+", process.stdout)
    return tuple(map(int, match[0].split("."))) if match else (0,)


def render(quarto: str, folder: Path, say: Callable[[str], object]) -> tuple[str, ...]:
    """Render the book in a folder, and return the warnings, each as one line.

    Args:
        say: Takes the chapter that is being rendered, such as `3/22 ks-2024/goals.ipynb`.

    Raises:
        PublishError: Quarto failed; the message has what it calls an error.
    """
    lines = []
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment.setdefault("QUARTO_PYTHON", sys.executable)  # For the cells of a user's own page.
    command = [quarto, "render", str(folder), "--output-dir", OUTPUT]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if chapter := _CHAPTER.match(SEQUENCES.sub("", line).strip()):
                say(" ".join(chapter.groups()))
    said = "".join(lines)
    if process.returncode:
        raise PublishError(
            "quarto render",
            f"it ended with {process.returncode}: {error_in(said, folder)}",
            "a rendered book",
            "correct what it names, or publish with --engine pandoc",
        )
    return warnings_in(said, folder)


def error_in(said: str, folder: Path) -> str:
    """What Quarto calls an error, to its stack trace, as one line; its last lines if nothing is."""
    plain = SEQUENCES.sub("", said)
    if found := _ERROR.search(plain):
        return _as_line(found[1], folder)
    return _as_line(" ".join(plain.strip().splitlines()[-3:]), folder)


def warnings_in(said: str, folder: Path) -> tuple[str, ...]:
    """The warnings in what Quarto says, each as one line and once."""
    lines = (_as_line(found[1], folder) for found in _WARNING.finditer(said))
    return tuple(dict.fromkeys(line for line in lines if line))


def _as_line(text: str, folder: Path) -> str:
    """A text on one line, with no control characters and the book's paths from its folder."""
    local = SEQUENCES.sub("", text).replace(f"{folder.resolve()}/", "").replace(f"{folder}/", "")
    words = " ".join("".join(c if c.isprintable() else " " for c in local).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
