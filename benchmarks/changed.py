"""Change a figure of a project, as a person does who corrects it."""

from __future__ import annotations

import csv
from pathlib import Path

COLUMN = "amount_tkr"


def increase(path: Path, *, by_tkr: int) -> None:
    """Increase the last amount of a data file.

    Args:
        path: A CSV file with the column `amount_tkr`, and no other that its amounts must add up to.
        by_tkr: By how much, in thousands of kronor.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[-1][COLUMN] = str(int(rows[-1][COLUMN]) + by_tkr)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
