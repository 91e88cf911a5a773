"""How many rows have each value of some columns, as one text.

`kind: budget 2, forecast 1; year: 2023 1, 2024 2` is a tally of two columns. Nothing here imports
pandas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

Tally = Mapping[str, Mapping[str, int]]
"""By column, how many rows have each value; a row where it is empty is not counted."""
SEPARATORS = frozenset(",;")
"""What no value of a tallied column holds."""
COUNT = re.compile(r"([^,;]+?) ([0-9]+)(?:, |$)")


def of_rows(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> Tally:
    """Tally some columns of rows of text, without columns that are empty in every row."""
    cells = list(rows)
    counted = {name: Counter(row[name] for row in cells if row[name]) for name in columns}
    return {name: dict(sorted(values.items())) for name, values in counted.items() if values}


def read(text: str) -> Tally:
    """Read a tally as it is written; what is not of its form is left out."""
    columns = (part.partition(": ") for part in text.split("; "))
    return {
        name: {value: int(number) for value, number in COUNT.findall(counts)}
        for name, _, counts in columns
        if counts
    }


def written(tally: Tally) -> str:
    """Write a tally as `read` reads it, without columns that no row has a value in."""
    return "; ".join(
        f"{name}: {', '.join(f'{value} {number}' for value, number in sorted(values.items()))}"
        for name, values in tally.items()
        if values
    )
