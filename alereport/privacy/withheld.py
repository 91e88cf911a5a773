"""The rows that privacy withholds, reckoned once for the data as they are."""

from __future__ import annotations

import json
from importlib.metadata import version

from alereport.base import fingerprints
from alereport.base.cache import Kept
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace

DATASET = "sick_leave"
"""The dataset whose rows may be withheld."""


def rows(workspace: Workspace) -> frozenset[str]:
    """The rows on sick leave that nothing may be told of, as `suppression.withheld` finds them.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    kept = Kept(workspace.build / "withheld")
    register = workspace.dataset("documents") / "documents.csv"
    told = (workspace.dataset(DATASET) / name for name in ("table.yaml", "rules.yaml"))
    parts: list[bytes | str] = [
        fingerprints.code_fingerprint(__name__),
        version("scipy"),
        *map(content, (workspace.municipality, register, *told)),
    ]
    for path in workspace.data_files(DATASET):
        parts += [path.name, content(path)]
    found = kept.content(f"{fingerprints.fingerprint(parts)}.json", lambda: _reckoned(workspace))
    kept.forget_others()
    return frozenset(json.loads(found))


def _reckoned(workspace: Workspace) -> bytes:
    from alereport.privacy import (
        suppression,  # Only here: it imports pandas, the rest does without.
    )

    return json.dumps(sorted(suppression.withheld(workspace))).encode()
