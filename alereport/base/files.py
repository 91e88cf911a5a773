"""Files that people put into a project, recognised before they are opened, and read as text.

What is no file, such as a folder or a pipe, is never opened, and no more is read than a file of its
kind can be large.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader
from pathlib import Path

from alereport.base.errors import AlereportError

MIB = 1 << 20
LARGEST = 32 * MIB
"""The most bytes of a file that is read: a hundred times the largest that people write."""
KINDS = {
    stat.S_IFDIR: "it is a folder",
    stat.S_IFIFO: "it is a pipe",
    stat.S_IFSOCK: "it is a socket",
    stat.S_IFCHR: "it is a device",
    stat.S_IFBLK: "it is a device",
}
"""What a path can be instead of a file, in words."""
IN_WORDS = {
    errno.ELOOP: "it is a link that leads back to itself",
    errno.EACCES: "there is no permission to read it",
    errno.EPERM: "there is no permission to read it",
}
MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
"""The bytes that a text in another encoding begins with."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that are in no text that a person writes."""


class FormError(ValueError):
    """What a file holds and may not, with its line.

    Args:
        line: The line, as an editor counts it; 0 if it is no single line.
        found, expected, next_step: See `AlereportError`.
    """

    def __init__(self, line: int, found: str, expected: str, next_step: str) -> None:
        super().__init__(line, found, expected, next_step)
        self.line, self.found, self.expected, self.next_step = line, found, expected, next_step

    def error(self, kind: type[AlereportError], place: str) -> AlereportError:
        """Return the error of a kind that tells it, of a file as named in messages."""
        where = f"{place}:{self.line}" if self.line else place
        return kind(where, self.found, self.expected, self.next_step)


def opened(path: Path) -> BufferedReader:
    """Open a file, or a link to one, to read it.

    Raises:
        OSError: It is missing, is no file or may not be read; `strerror` says which, in plain
            words.
    """
    try:
        _require_file(path, path.stat().st_mode)
        # Between the two it may have become a pipe, which would wait for a writer.
        file = open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")  # noqa: PTH123, SIM115
        _require_file(path, os.fstat(file.fileno()).st_mode)
    except OSError as problem:
        raise _in_words(problem, path) from None
    except ValueError:  # The name has a null byte.
        raise OSError(errno.EINVAL, "its name is none", str(path)) from None
    return file


_kept: ContextVar[dict[tuple[Path, int], bytes] | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Read each file once, while answers are found that are to rest on the same bytes.

    What was read is forgotten afterwards. A file that is missing is looked for each time.
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def content(path: Path, largest: int = LARGEST) -> bytes:
    """Return the content of a file; within `read_once`, as it was when it was first asked for.

    Args:
        path: The file, or a link to one.
        largest: The most bytes that it may have.

    Raises:
        OSError: It cannot be opened, see `opened`; or it is too large.
    """
    kept = _kept.get()
    if kept is None:
        return _content(path, largest)
    key = path, largest
    if key not in kept:
        kept[key] = _content(path, largest)
    return kept[key]


def _content(path: Path, largest: int) -> bytes:
    with opened(path) as file:
        is_small = os.fstat(file.fileno()).st_size <= largest
        if is_small and len(data := file.read(largest + 1)) <= largest:
            return data
    raise OSError(errno.EFBIG, f"it is larger than {largest // MIB} MiB", str(path))


def _require_file(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(errno.EISDIR, KINDS.get(stat.S_IFMT(mode), "it is no file"), str(path))


def _in_words(problem: OSError, path: Path) -> OSError:
    number = problem.errno or errno.EIO
    words = IN_WORDS.get(number, problem.strerror)
    if number == errno.ENOENT and path.is_symlink():
        words = "it is a link that leads nowhere"
    return OSError(number, words, str(path))


def read(path: Path, *, place: str, error: type[AlereportError], largest: int = LARGEST) -> bytes:
    """Return the content of a file.

    Args:
        path: The file.
        place: The file, as named in messages.
        error: The error of its room, such as `ParamsError`.
        largest: The most bytes that it may have.

    Raises:
        AlereportError: `error`, if it cannot be read; see `content`.
    """
    try:
        return content(path, largest)
    except OSError as problem:
        raise error(
            place,
            f"it cannot be read ({problem.strerror})",
            "a file that can be read",
            "restore the file",
        ) from None


def exists(path: Path) -> bool:
    """Return whether anything has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def text(data: bytes) -> str:
    """Return the text of a file in UTF-8, without its byte order mark.

    Its letters are composed: some programs write å as an a and a ring.

    Raises:
        FormError: It is in another encoding, or has a null character.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            raise FormError(1, f"it is in {encoding}", "a file in UTF-8", "save the file as UTF-8")
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FormError(
            _line(problem.object[: problem.start].decode("latin-1")),
            f"the byte 0x{problem.object[problem.start]:02x} is not UTF-8",
            "a file in UTF-8",
            "save the file as UTF-8",
        ) from None
    if (at := decoded.find("\0")) >= 0:
        raise FormError(
            _line(decoded[:at]),
            "it has a null character (U+0000)",
            "text in UTF-8",
            "save the file as UTF-8, or restore it",
        )
    return composed(decoded)


def composed(decoded: str) -> str:
    """Return a text with each letter as one character, as it is on a keyboard."""
    return unicodedata.normalize("NFC", decoded)


def require_printable(decoded: str) -> None:
    """Refuse a text with a control character.

    Raises:
        FormError: It has one.
    """
    if control := CONTROLS.search(decoded):
        raise FormError(
            _line(decoded[: control.start()]),
            f"it has the control character U+{ord(control[0]):04X}",
            "text without control characters",
            "remove it",
        )


def _line(above: str) -> int:
    """The line that a text ends on, as an editor counts lines."""
    return above.count("\n") + above.count("\r") - above.count("\r\n") + 1
