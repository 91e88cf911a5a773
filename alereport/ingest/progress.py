"""How many pages of a document are read: told by the process that reads it while it does."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

FILE = "pages.txt"
"""The file of that process, in its scratch folder, with the pages read, how many there are, and the
most seconds a page takes."""
SECONDS_A_PAGE = 2
"""The most seconds that a page takes, but where OCR reads it."""


class Told(Protocol):
    """Is told, after each page, how many are read, how many there are, and what one may take."""

    def __call__(self, read: int, of: int, seconds: int = SECONDS_A_PAGE, /) -> None: ...


def untold(_read: int, _of: int, _seconds: int = SECONDS_A_PAGE, /) -> None:
    """Tell nobody."""


def tell(read: int, of: int, seconds: int = SECONDS_A_PAGE, /) -> None:
    """Write how many pages are read, for `told`; in the scratch folder of this process."""
    Path(FILE).write_text(f"{read} {of} {seconds}", encoding="ascii")


def told(scratch: Path) -> tuple[int, int, int] | None:
    """What was told last; None if no page is read, or the file is being written."""
    try:
        read, of, seconds = (scratch / FILE).read_text(encoding="ascii").split()
        return int(read), int(of), int(seconds)
    except (OSError, ValueError):
        return None
