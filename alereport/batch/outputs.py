"""Read executed notebooks: the exhibits in the outputs, and whether all cells were executed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alereport.base.workspace import Workspace
from alereport.exhibits import model
from alereport.exhibits.model import MIME, Exhibit


def exhibits(notebook: Mapping[str, Any]) -> Iterator[Exhibit]:
    """Yield the exhibits of an executed notebook, in order.

    Raises:
        pydantic.ValidationError: An output is marked as an exhibit and is not valid.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if data := output.get("data", {}).get(MIME):
                yield model.read(data)


def unfinished_cell(notebook: Mapping[str, Any]) -> tuple[int, str] | None:
    """Return the index, from 0, of the first cell that failed, and why; None if all succeeded.

    A cell that raised has failed, even if its tag allows exceptions or it called `sys.exit(0)`,
    which papermill accepts as an end; so has a cell that was never executed.
    """
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
            continue
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                error = f"{output.get('ename', '')}: {output.get('evalue', '')}"
                return index, f"raised {error.removesuffix(': ')}"
        if cell["execution_count"] is None:
            return index, "has not been executed"
    return None


def exhibits_of_report(workspace: Workspace, language: str, report: str) -> list[Exhibit]:
    """Return the exhibits of an executed report, in order."""
    path = workspace.executed(language, report)
    return list(exhibits(json.loads(path.read_text(encoding="utf-8"))))
