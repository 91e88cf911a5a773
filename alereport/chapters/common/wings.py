"""What a wing offers to notebooks."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any


def offered(*modules: ModuleType) -> dict[str, Callable[..., Any]]:
    """The public functions of a wing's modules by their names: each makes an exhibit.

    So a new table or chart is offered where it is written, and nowhere listed.
    """
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
