"""How quickly libraries can be imported."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

IRI_GRAMMAR = "rfc3987_syntax"


@contextmanager
def quickly() -> Iterator[None]:
    """Import large libraries in half the time or less.

    Nearly all that an import makes stays, so garbage is looked for after 50,000 new objects, not
    after 700: the search takes a fifth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 10, 10)
    try:
        with _without_iri_grammar():
            yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _without_iri_grammar() -> Iterator[None]:
    """Leave out a grammar that takes longer to make than all the rest of a notebook's libraries.

    jsonschema makes it when it is imported (2.5 s), where it is installed, as JupyterLab has it,
    for schemas with `format: iri`. No notebook and no expectation has one; without the grammar
    jsonschema does without that check.
    """
    if IRI_GRAMMAR in sys.modules:
        yield
        return
    modules: dict[str, Any] = sys.modules
    modules[IRI_GRAMMAR] = None  # So an import is refused.
    try:
        yield
    finally:
        del modules[IRI_GRAMMAR]
