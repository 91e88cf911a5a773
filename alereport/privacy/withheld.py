"""The rows that are withheld for privacy, cached for the current data."""

from __future__ import annotations

import json

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace

DATASET = "sick_leave"
"""The dataset whose rows may be withheld."""


def rows(workspace: Workspace) -> frozenset[str]:
    """The rows on sick leave that must not be disclosed; see `suppression.withheld`.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    folder = workspace.dataset(DATASET)
    files = (
        workspace.municipality,
        workspace.dataset("documents") / "documents.csv",
        *(folder / name for name in ("table.yaml", "rules.yaml")),
        *workspace.data_files(DATASET),
    )
    row_cache = Cache(workspace.cache("withheld"))
    withheld = row_cache.file(
        cache.key(workspace, __name__, libraries=("scipy",), files=files),
        lambda: _computed(workspace),
    )
    row_cache.remove_unused()
    return frozenset(json.loads(withheld))


def _computed(workspace: Workspace) -> bytes:
    from alereport.privacy import (
        suppression,  # Imported only when needed, because it imports pandas.
    )

    return json.dumps(sorted(suppression.withheld(workspace))).encode()
