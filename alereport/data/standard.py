"""What a project begins with as alereport has it: schemas, rules, notebooks and the book.

A wheel carries it in `alereport/standard/`, where `hatch_build.py` puts it; in a checkout it is
what its own project has.
"""

from __future__ import annotations

from pathlib import Path

NAMES = ("table.yaml", "rules.yaml")
"""The files of a dataset that are not a municipality's own."""
PATTERNS = (
    *(f"data/*/{name}" for name in NAMES),
    "notebooks/*.ipynb",
    "params/glossary.yaml",
    "_quarto.yml",
    "index.qmd",
)
"""What a project begins with and a later version may change, but for the list of the book."""
PACKAGE = Path(__file__).parents[1]
BOOK = Path("base", "book.yaml")
"""The list of the book, in the package itself: a project without a list of its own uses it."""


def folder() -> Path:
    """The folder that has it all, as a project has it."""
    packaged = PACKAGE / "standard"
    return packaged if packaged.is_dir() else PACKAGE.parent


def files() -> dict[str, dict[str, bytes]]:
    """The content of each file of a dataset, by dataset and by name, in a fixed order."""
    return {
        path.parent.name: {
            name: path.with_name(name).read_bytes()
            for name in NAMES
            if path.with_name(name).is_file()
        }
        for path in sorted(folder().glob("data/*/table.yaml"))
    }


def step_without(dataset: str, otherwise: str) -> str:
    """What to do where a project lacks a dataset.

    Args:
        dataset: The name that is asked for.
        otherwise: What to do where no version has a dataset of that name.
    """
    upgrade = f"run alereport upgrade, or restore data/{dataset} if it was removed"
    return upgrade if dataset in files() else otherwise


def project() -> dict[str, bytes]:
    """The content of everything that a project begins with, by its path in it."""
    root = folder()
    copied = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for pattern in PATTERNS
        for path in sorted(root.glob(pattern))
    }
    return copied | {"params/book.yaml": (PACKAGE / BOOK).read_bytes()}
