"""What a publication is asked to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The options of a publication.

    Attributes:
        draft: Publish also data that are not sealed, in a book marked as a draft on every page.
        only: Publish the chapters of this notebook alone; the book is a draft if the data they
            describe have not passed the gate or are not sealed.
        reason: Why published figures changed whose data did not.
        previous: The folder of the previously published sites; by default what this project
            published last.
        incomplete: Say on its page why a chapter is not fresh, for a draft to look at: it has no
            open data, and is compared with nothing.
        paper: Whether a PDF is made, which the pages then offer.
    """

    draft: bool = False
    only: str = ""
    reason: str = ""
    previous: Path | None = None
    incomplete: bool = False
    paper: bool = True

    @property
    def is_partial(self) -> bool:
        """True if chapters may be left out; the data may be red then."""
        return bool(self.only) or self.incomplete


DEFAULTS = Options()
"""The whole book, from sealed data."""
