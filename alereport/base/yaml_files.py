"""Loading of YAML, the same everywhere."""

from __future__ import annotations

from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe YAML loader; the fast C version if it is installed."""


def load(content: str | bytes) -> Any:
    """Parse YAML.

    Raises:
        yaml.YAMLError: It is not YAML.
    """
    return yaml.load(content, LOADER)  # noqa: S506 - both are safe loaders
