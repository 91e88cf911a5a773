"""The functions of a chapter that notebooks call."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any


def exhibit_functions(*modules: ModuleType) -> dict[str, Callable[..., Any]]:
    """Return the public functions of a chapter's modules by name; each returns an exhibit.

    A new table or chart is therefore available to notebooks without being listed anywhere.
    """
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
