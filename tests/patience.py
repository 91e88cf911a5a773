"""How long the tests wait for what ends by itself, on however loaded a machine."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

PATIENCE = 300
"""Seconds until a process or a server that should have ended or answered is given up."""
SOON = 60
"""Seconds of a processor for what would take years, or ten times as long, if it went wrong."""
BROWSER = 60_000
"""Milliseconds until a page that should have shown something is given up."""


def read_json(path: Path) -> Any:
    """What another process writes to a file: it is there before it is whole.

    Raises:
        FileNotFoundError: it was never there.
        json.JSONDecodeError: it was never whole.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
