"""YAML as it is read everywhere."""

from __future__ import annotations

from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""YAML's plain loader, the quick one where it is there."""


def load(written: str | bytes) -> Any:
    """What a text in YAML says.

    Raises:
        yaml.YAMLError: It is not YAML.
    """
    return yaml.load(written, LOADER)  # noqa: S506 - it is a safe one
