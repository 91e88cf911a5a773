"""Puts the schema and rules of each dataset into the wheel; see `alereport/data/standard.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StandardFiles(BuildHookInterface[Any]):
    """An editable installation needs none of it: it reads the checkout's own files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for pattern in ("*/table.yaml", "*/rules.yaml"):
            for path in Path(self.root, "data").glob(pattern):
                target = f"alereport/standard/{path.parent.name}/{path.name}"
                build_data["force_include"][str(path)] = target
