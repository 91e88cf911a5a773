"""Faster imports of large libraries."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

FORMATS = ("isoduration", "rfc3986_validator", "rfc3987_syntax")
"""Optional imports of jsonschema, for schemas whose strings are durations or web addresses.

No notebook, setting or expectation has such a schema. The last one builds a grammar in 2.5 s, more
than all other libraries of a notebook take.
"""


@contextmanager
def speed_up() -> Iterator[None]:
    """Import large libraries in half the time or less.

    Nearly all objects that an import creates remain in use, so garbage is collected after 50,000
    new objects instead of 700; otherwise collection takes a fifth of the time.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000, 10, 10)
    try:
        with _without_formats():
            yield
    finally:
        gc.set_threshold(*thresholds)


@contextmanager
def _without_formats() -> Iterator[None]:
    """Hide the optional imports of jsonschema, as if they were not installed."""
    modules: dict[str, Any] = sys.modules
    hidden = [name for name in FORMATS if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


@contextmanager
def postponed(*names: str) -> Iterator[None]:
    """Let other modules import some libraries now, and load each when it is first used, if ever.

    They are imported whole, as `import library` or `from package import module`. Whoever imports
    them afterwards gets the libraries themselves.

    Args:
        names: The libraries, such as `altair` and `scipy.stats`.
    """
    stand_ins = {name: _Postponed(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for stand_in in stand_ins.values():
            stand_in.give_way()


class _Postponed(ModuleType):
    """Stands in for a library, which is loaded when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        self.give_way()
        return getattr(import_module(self.__name__), name)

    def give_way(self) -> None:
        """Let the next import load the library."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
