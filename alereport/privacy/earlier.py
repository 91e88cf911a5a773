"""What an earlier publication showed of the data on people, which its readers still know."""

from __future__ import annotations

import json
from typing import Any

from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import addresses

FILE = "publication.json"
KEY = "shown"
"""The key of the record under which the addresses of the rows stand."""


def shown(workspace: Workspace, dataset: str) -> frozenset[str]:
    """The addresses of a dataset's rows that were ever shown, as far as the last publication says.

    Those are the publications in `build/site`; a project that was never published there, such as a
    fresh clone, has none.
    """
    return frozenset(
        row
        for path in sorted(workspace.sites.glob(f"*/{FILE}"))
        for row in _rows(content(path))
        if addresses.file_of(row).split("/")[1:2] == [dataset]
    )


def _rows(record: bytes) -> list[str]:
    try:
        publication: Any = json.loads(record)
    except ValueError:  # No publication can be read; publishing says so.
        return []
    rows = publication.get(KEY, []) if isinstance(publication, dict) else []
    return [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []
