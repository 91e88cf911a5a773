"""Names for what a person adds to a project: a chapter or a dataset."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection

CHAPTER = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""The name of a notebook and of its page."""
DATASET = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""The name of a folder in data/, and of what a notebook writes after `data.`."""
OF_WINDOWS = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that no file may have on Windows."""
OF_A_REPORT = frozenset(
    (
        *("budgets", "committee", "frames", "goals_before", "known_datasets", "language"),
        *("loaded_by", "municipality", "name", "provenance", "row", "titles", "year"),
    )
)
"""What `data.` already has in a notebook, besides the datasets."""


class RefusedError(Exception):
    """An argument that cannot be used.

    Args:
        argument: The argument, as on the command line, such as `NAME` or `--after`.
        found: What is wrong with it, what is expected, and what to do.
    """

    def __init__(self, argument: str, found: str) -> None:
        super().__init__(argument, found)
        self.argument, self.found = argument, found

    def __str__(self) -> str:
        return self.found


def require_free(name: str, pattern: re.Pattern[str], taken: Collection[str], what: str) -> None:
    """Refuse a name that is not written as it must be, is reserved, or is taken.

    Args:
        name: The name.
        pattern: How it must be written.
        taken: The names that something has already.
        what: What is to have it, such as `chapter`.

    Raises:
        RefusedError: It cannot be used.
    """
    if not pattern.fullmatch(name):
        signs = "and _" if pattern is DATASET else "_ and -"
        raise RefusedError(
            "NAME",
            f"{name!r} is no name of a {what}; expected at most 40 small letters of a to z, digits "
            f"{signs}, a letter first, such as visits",
        )
    of_a_report = pattern is DATASET and name in OF_A_REPORT
    if keyword.iskeyword(name) or OF_WINDOWS.fullmatch(name) or of_a_report:
        raise RefusedError("NAME", f"{name} is a reserved word; choose another name")
    if name in taken:
        raise RefusedError("NAME", f"there is a {what} {name} already; choose another name")
