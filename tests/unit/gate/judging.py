"""The gate asked about one dataset alone: what it finds there, without the rest and the Data Docs.

`validation.validate` asks about all that changed and all that refers to it, and builds every page.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.gate import engine, verdicts
from alereport.gate.verdicts import Verdict


def judged(workspace: Workspace, dataset: str) -> Verdict:
    """The findings on one dataset, among those of the verdict on disk on the others.

    Raises:
        TableError: A file of the dataset cannot be read.
    """
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # Great Expectations' own deprecations
        from alereport.gate.gx import Engine

        asked = Engine(Path(folder, "store"), Path(folder, "pages"))
        findings, unreadable = engine.judge(workspace, dataset, asked)
    if unreadable:
        raise unreadable[0]
    before = verdicts.read(workspace).items()
    return {
        name: found for name, found in before if verdicts.dataset_of(name) != dataset
    } | findings
