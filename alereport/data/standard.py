"""The schema and rules of each dataset as alereport has them, apart from any project.

A wheel carries them in `alereport/standard/`, where `hatch_build.py` puts them; in a checkout they
are those of its own project, in `data/`.
"""

from __future__ import annotations

from pathlib import Path

NAMES = ("table.yaml", "rules.yaml")
"""The files of a dataset that are not a municipality's own."""
PACKAGE = Path(__file__).parents[1]


def folder() -> Path:
    """The folder with a folder for each dataset."""
    packaged = PACKAGE / "standard"
    return packaged if packaged.is_dir() else PACKAGE.parent / "data"


def files() -> dict[str, dict[str, bytes]]:
    """The content of each file, by dataset and by name, in a fixed order."""
    return {
        path.parent.name: {
            name: path.with_name(name).read_bytes()
            for name in NAMES
            if path.with_name(name).is_file()
        }
        for path in sorted(folder().glob("*/table.yaml"))
    }
