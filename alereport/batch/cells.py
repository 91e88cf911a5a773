"""The cells of a notebook as far as they decide what its report shows: a comment does not."""

from __future__ import annotations

import ast
import io
import json
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from alereport.base.fingerprints import fingerprint
from alereport.batch.notebook import UNREADABLE

OVERWRITTEN, LEFT_OUT = "parameters", "remove-cell"
"""The tag of the cell whose values each report replaces, and of a text that is not published."""
WITHOUT_MEANING = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
FOR_QUARTO = "#|"
"""What a comment begins with that is an option of the cell."""


@lru_cache(maxsize=64)
def notebook_fingerprint(notebook: bytes) -> str:
    """Return a fingerprint of a notebook that changes with what its report may show.

    It stays the same with comments and spaces in code, saved outputs and cell ids, values in the
    parameters cell, and texts that are tagged `remove-cell`.
    """
    try:
        return fingerprint(_parts(json.loads(notebook)))
    except UNREADABLE:
        return fingerprint([notebook])


def _parts(notebook: Any) -> Iterator[str]:
    yield json.dumps(notebook["metadata"].get("kernelspec"), sort_keys=True)
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        yield from (cell["cell_type"], json.dumps(tags))
        yield _source(cell, tags)
        yield json.dumps(cell.get("attachments"), sort_keys=True)


def _source(cell: Mapping[str, Any], tags: list[str]) -> str:
    """Return what a cell says, without what changes nothing of its report."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "code":
        return "" if OVERWRITTEN in tags else _code(source)
    return "" if LEFT_OUT in tags else source


def _code(source: str) -> str:
    """Return code as its syntax tree; as it stands if it is not all Python, as with `%%time`.

    A semicolon at its end, which is not in the tree, keeps Jupyter from showing its value.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of the analyst's code, which warns when it is run.
            tree = ast.dump(ast.parse(source))
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (*UNREADABLE, tokenize.TokenError):
        return source
    options = [each.string for each in tokens if each.string.startswith(FOR_QUARTO)]
    said = [each.string for each in tokens if each.type not in WITHOUT_MEANING]
    return json.dumps([tree, *options, said[-1:] == [";"]])
