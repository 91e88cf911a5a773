"""What an executed notebook shows: the exhibits in its outputs, and whether it came to its end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alereport.base.workspace import Workspace
from alereport.exhibits import model
from alereport.exhibits.model import MIME, Exhibit


def exhibits(notebook: Mapping[str, Any]) -> Iterator[Exhibit]:
    """The exhibits of an executed notebook, in their order.

    Raises:
        pydantic.ValidationError: An output says that it is an exhibit and is none.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if data := output.get("data", {}).get(MIME):
                yield model.read(data)


def unfinished(notebook: Mapping[str, Any]) -> tuple[int, str] | None:
    """The cell, from 0, at which an executed notebook did not come to its end, and why.

    A cell that raised counts, also one that was let go on by its tag, or that called `sys.exit(0)`,
    which papermill takes for an end; so does one that was never executed.
    """
    for at, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
            continue
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
                return at, f"raised {said.removesuffix(': ')}"
        if cell["execution_count"] is None:
            return at, "has not been executed"
    return None


def shown(workspace: Workspace, language: str, report: str) -> list[Exhibit]:
    """The exhibits of an executed report, in its order."""
    path = workspace.executed(language, report)
    return list(exhibits(json.loads(path.read_text(encoding="utf-8"))))
