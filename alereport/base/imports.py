"""How quickly libraries can be imported."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FORMATS = ("isoduration", "rfc3986_validator", "rfc3987_syntax")
"""What jsonschema imports, where it is there, for schemas whose strings are durations or addresses.

No notebook, setting or expectation has such a schema. The last makes a grammar that takes 2.5 s,
more than all the rest of a notebook's libraries.
"""


@contextmanager
def quickly() -> Iterator[None]:
    """Import large libraries in half the time or less.

    Nearly all that an import makes stays, so garbage is looked for after 50,000 new objects, not
    after 700: the search takes a fifth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 10, 10)
    try:
        with _without_formats():
            yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _without_formats() -> Iterator[None]:
    """Refuse to import what jsonschema does without where it is not installed."""
    modules: dict[str, Any] = sys.modules
    refused = [name for name in FORMATS if name not in modules]
    modules.update(dict.fromkeys(refused))
    try:
        yield
    finally:
        for name in refused:
            del modules[name]
