"""How many pages of a document are read: told by the process that reads it while it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FILE = "pages.txt"
"""The file of that process, in its scratch folder, with the pages read and how many there are."""
Told = Callable[[int, int], None]
"""Is told, after each page, how many are read and how many there are."""


def untold(_read: int, _of: int) -> None:
    """Tell nobody."""


def tell(read: int, of: int) -> None:
    """Write how many pages are read, for `told`; in the scratch folder of this process."""
    Path(FILE).write_text(f"{read} {of}", encoding="ascii")


def told(scratch: Path) -> tuple[int, int] | None:
    """The pages read and how many there are; None if none is read, or the file is being written."""
    try:
        read, of = (scratch / FILE).read_text(encoding="ascii").split()
        return int(read), int(of)
    except (OSError, ValueError):
        return None
