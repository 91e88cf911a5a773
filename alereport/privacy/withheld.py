"""The rows that privacy withholds, computed once for the data as they are."""

from __future__ import annotations

import json

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace

DATASET = "sick_leave"
"""The dataset whose rows may be withheld."""


def rows(workspace: Workspace) -> frozenset[str]:
    """The rows on sick leave that nothing may be told of; see `suppression.withheld`.

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
    cached = Cache(workspace.cache("withheld"))
    withheld = cached.file(
        cache.key(workspace, __name__, libraries=("scipy",), files=files),
        lambda: _computed(workspace),
    )
    cached.forget_others()
    return frozenset(json.loads(withheld))


def _computed(workspace: Workspace) -> bytes:
    from alereport.privacy import (
        suppression,  # Only here: it imports pandas, the rest does without.
    )

    return json.dumps(sorted(suppression.withheld(workspace))).encode()
