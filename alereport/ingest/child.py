"""The process that opens a document: apart, with a limit on its time and memory.

    python -m alereport.ingest.child GIVEN

prints what `Reading.as_json` or `pictures.drawn` has, or the parts of an `IngestError`, as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alereport.base import lifelines
from alereport.base.errors import IngestError
from alereport.batch import temporary_folders
from alereport.ingest import progress
from alereport.ingest.progress import untold
from alereport.ingest.words import Words

MIB = 1 << 20
MEMORY = 1024 * MIB
SECONDS = 900
"""The most seconds in all. Each page of a PDF has some, once it is known how many it has."""
FEWEST_SECONDS = 60
SECONDS_A_MIB = 60
PERIOD = 0.5
"""Seconds between two looks at how far the process is."""
Names = Mapping[str, Sequence[str]]
Shown = Callable[[int, int], None]
"""Is told how many pages of a PDF are read, and how many it has."""


def read(
    path: Path, words: Words, committees: Names, unit: str = "", told: Shown = untold
) -> dict[str, Any]:
    """Read a document in a process of its own.

    Args:
        told: Is told, now and then, how many pages of a PDF are read, and how many it has.

    Raises:
        IngestError: It cannot be read, or takes too much time or memory.
    """
    names = {code: [*each] for code, each in committees.items()}
    return _answer(path, "read", [str(path.absolute()), words.model_dump(), names, unit], told)


def picture(path: Path, page: int) -> dict[str, Any]:
    """Draw a page of a PDF in a process of its own, as `pictures.drawn` does.

    Args:
        path: The PDF.
        page: The page, from 1.

    Raises:
        IngestError: It cannot be drawn, or takes too much time or memory.
    """
    return _answer(path, "picture", [str(path.absolute()), page])


def _answer(path: Path, task: str, given: list[Any], told: Shown = untold) -> dict[str, Any]:
    with _scratch() as scratch, _lifeline() as line:
        asked = scratch / "given.json"
        asked.write_text(json.dumps([task, given]), encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(asked)],
            stdin=line,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=scratch,
            env={**os.environ, "TMPDIR": str(scratch), "PYTHONSAFEPATH": "1"},
            start_new_session=True,
        )
        try:
            output, said = _waited(process, _seconds(path), scratch, told)
        except subprocess.TimeoutExpired as late:
            found = f"reading it takes more than {late.timeout:.0f} s"
            raise IngestError(path.name, found, "a document of a committee", SMALLER) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return _result(path, output, said, process.returncode)


def _waited(
    process: subprocess.Popen[bytes], seconds: int, scratch: Path, told: Shown
) -> tuple[bytes, bytes]:
    """What a process prints until it ends; how far it is, is told meanwhile.

    Raises:
        subprocess.TimeoutExpired: It takes longer than so many seconds, and those of its pages.
    """
    start = time.monotonic()
    before: tuple[int, int, int] | None = None
    while True:
        try:
            return process.communicate(timeout=PERIOD)
        except subprocess.TimeoutExpired:
            _read, pages, a_page = before or (0, 0, 0)
            most = min(SECONDS, seconds + pages * a_page)
            if time.monotonic() - start > most:
                raise subprocess.TimeoutExpired(process.args, most) from None
        found = progress.told(scratch)
        if found and found != before:
            told(*found[:2])
            before = found


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for what the process writes; one that a killed command left is removed first."""
    temporary_folders.sweep()
    scratch = temporary_folders.new("ingest-")
    try:
        yield scratch
    finally:
        temporary_folders.remove(scratch)


@contextmanager
def _lifeline() -> Iterator[int]:
    """The end of a pipe that closes when this process ends, however it ends."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(ours)
        os.close(theirs)


SMALLER = "save the pages with tables as a document of their own"


def _seconds(path: Path) -> int:
    with suppress(OSError):
        return min(SECONDS, FEWEST_SECONDS + SECONDS_A_MIB * (path.stat().st_size // MIB))
    return FEWEST_SECONDS


def _result(path: Path, output: bytes, said: bytes, code: int) -> dict[str, Any]:
    try:
        result: dict[str, Any] = json.loads(output)
    except ValueError:
        last = said.decode(errors="replace").strip().splitlines()[-1:] or [f"it ended with {code}"]
        is_memory = "MemoryError" in last[0] or code in {-signal.SIGKILL, -signal.SIGSEGV}
        found = (
            f"reading it takes more than {MEMORY // MIB} MiB of memory"
            if is_memory
            else f"its reader failed ({last[0]})"
        )
        raise IngestError(path.name, found, "a whole document of a committee", SMALLER) from None
    if "error" in result:
        raise IngestError(*result["error"])
    return result


def main(given: str) -> None:
    lifelines.when_starter_ends(lambda: os.killpg(0, signal.SIGKILL))  # And all that it started.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    task, parts = json.loads(Path(given).read_text(encoding="utf-8"))
    try:
        made = _picture(*parts) if task == "picture" else _reading(*parts)
    except IngestError as problem:
        made = {"error": list(problem.args)}
    except RecursionError:
        found = "its parts stand in one another hundreds deep"
        made = {"error": [Path(parts[0]).name, found, "a document of a committee", SMALLER]}
    sys.stdout.write(json.dumps(made, ensure_ascii=False))


def _reading(path: str, words: dict[str, Any], names: Names, unit: str) -> dict[str, Any]:
    from alereport.ingest import reading  # noqa: PLC0415 - after the limit

    lists = Words.model_validate(words)
    return reading.read(Path(path), lists, names, unit, progress.tell).as_json()


def _picture(path: str, page: int) -> dict[str, Any]:
    from alereport.ingest import pictures  # noqa: PLC0415 - after the limit

    return pictures.drawn(Path(path), page)


if __name__ == "__main__":
    main(sys.argv[1])
