"""Standard input, output and error, whatever state the shell left them in."""

from __future__ import annotations

import io
import os
import sys

from alereport.base.printable import PrintableStream

READER_GONE = (BrokenPipeError, ConnectionResetError)
NAMES = ("stdin", "stdout", "stderr")


def prepare() -> None:
    """Make printing safe, before anything is printed and before a file is opened.

    A stream that was closed (`>&-`) reads nothing and discards what is written; otherwise the next
    file to be opened would get its number, and what is printed. A control character is printed by
    its number, and so is a letter that the terminal's or file's encoding lacks. When the reader of
    a pipe has had enough, as `head` has, the command goes on and the rest of what it prints is
    discarded.
    """
    for number, name in enumerate(NAMES):
        if getattr(sys, name) is None:
            _open_null(number, name)
    for name, is_by_line in (("stdout", sys.stdout.isatty()), ("stderr", True)):
        setattr(sys, name, PrintableStream(_checked(name, line_buffering=is_by_line)))


def _open_null(number: int, name: str) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        try:
            os.fstat(number)  # Taken by a file that a library opened: it stays.
        except OSError:
            os.dup2(null, number)
    os.set_inheritable(null, null <= 2)
    mode = "r" if name == "stdin" else "w"
    setattr(sys, name, open(null, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _checked(name: str, *, line_buffering: bool) -> io.TextIOWrapper:
    stream = getattr(sys, name)
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(name, stream.fileno())),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=line_buffering,
    )


class _Output(io.FileIO):
    """Standard output or error; after it could not be written once, all is discarded.

    Raises:
        OSError: Standard output cannot be written, for any reason but a reader that has gone.
    """

    def __init__(self, name: str, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self._name, self._discards = name, False

    def write(self, data: object, /) -> int:
        """Write, or discard."""
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        if self._discards:
            return size
        try:
            return super().write(data) or 0  # type: ignore[arg-type]
        except OSError as problem:
            self._discards = True
            if self._name == "stderr" or isinstance(problem, READER_GONE):
                return size
            problem.filename = "standard output"
            raise
