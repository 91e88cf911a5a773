"""Pages of the site as they were made, kept for as long as nothing they are made of changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alereport.provenance import content
from alereport.workspace import write_whole


class Pages:
    """The kept pages, each in a file that is named for a fingerprint of what it was made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def page(self, key: str, make: Callable[[], str]) -> str:
        """A page as it was made before, or else made now and kept.

        Args:
            key: A fingerprint of everything the page is made of.
            make: Makes the page.
        """
        path = self._folder / f"{key}.html"
        self._used.add(path.name)
        if kept := content(path):
            return kept.decode()
        made = make()
        write_whole(path, made)
        return made

    def forget_others(self) -> None:
        """Remove the pages that nobody has asked for."""
        for path in self._folder.glob("*.html"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)
