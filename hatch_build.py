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
        for pattern in standard["PATTERNS"]:
            for path in root.glob(pattern):
                name = path.relative_to(root).as_posix()
                build_data["force_include"][str(path)] = f"alereport/standard/{name}"
