"""What an executed notebook says of what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def shown(notebook: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each output of an executed notebook, in order, after what it says of itself.

    That is what `presentation.display.Displayable` puts in the output's metadata: `role`, `label`,
    `traced` and `table`, each where there is any.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            yield output.get("metadata", {}).get("alereport", {}), output
