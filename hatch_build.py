"""Puts what a project begins with into the wheel; see `alereport/data/standard.py`."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StandardFiles(BuildHookInterface[Any]):
    """An editable installation needs none of it: it reads the checkout's own files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        standard = runpy.run_path(str(root / "alereport" / "data" / "standard.py"))
        for name in standard["project"]():
            build_data["force_include"][str(root / name)] = f"alereport/standard/{name}"
