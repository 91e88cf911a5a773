"""What was made once, kept for as long as nothing it is made of changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alereport.base.fingerprints import content
from alereport.base.workspace import write_whole


class Kept:
    """Files of one kind, each named for a fingerprint of what it was made of.

    Args:
        folder: Where they are kept; nothing else is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def content(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A file as it was made before, or else made now and kept.

        Args:
            name: A fingerprint of everything it is made of, and its kind, such as `….html`.
            make: Makes it; never empty.
        """
        path = self._folder / name
        self._used.add(name)
        if kept := content(path):
            return kept
        made = make()
        write_whole(path, made)
        return made

    def forget_others(self) -> None:
        """Remove what nobody has asked for."""
        for path in self._folder.glob("*"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)
