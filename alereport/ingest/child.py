"""The process that opens a document: apart, with a limit on its time and memory.

    python -m alereport.ingest.child GIVEN

prints what `Reading.as_json` has, or the parts of an `IngestError`, as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from alereport.base.errors import IngestError
from alereport.ingest.words import Words

MIB = 1 << 20
MEMORY = 1024 * MIB
SECONDS = 900
"""The most seconds in all."""
FEWEST_SECONDS = 60
SECONDS_A_MIB = 60


def read(
    path: Path, words: Words, committees: Mapping[str, Sequence[str]], unit: str = ""
) -> dict[str, Any]:
    """Read a document in a process of its own.

    Raises:
        IngestError: It cannot be read, or takes too much time or memory.
    """
    with tempfile.TemporaryDirectory(prefix="alereport-ingest-") as scratch:
        given = Path(scratch, "given.json")
        given.write_text(
            json.dumps(
                [
                    str(path.absolute()),
                    words.model_dump(),
                    {code: [*names] for code, names in committees.items()},
                    unit,
                ]
            ),
            encoding="utf-8",
        )
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(given)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=scratch,
            env={**os.environ, "TMPDIR": scratch, "PYTHONSAFEPATH": "1"},
            start_new_session=True,
        )
        try:
            output, said = process.communicate(timeout=_seconds(path))
        except subprocess.TimeoutExpired:
            found = f"reading it takes more than {_seconds(path)} s"
            raise IngestError(path.name, found, "a document of a committee", SMALLER) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return _result(path, output, said, process.returncode)


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
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    from alereport.ingest import reading  # noqa: PLC0415 - after the limit

    path, words, committees, unit = json.loads(Path(given).read_text(encoding="utf-8"))
    try:
        made = reading.read(Path(path), Words.model_validate(words), committees, unit).as_json()
    except IngestError as problem:
        made = {"error": list(problem.args)}
    except RecursionError:
        found = "its parts stand in one another hundreds deep"
        made = {"error": [Path(path).name, found, "a document of a committee", SMALLER]}
    sys.stdout.write(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
