"""What the notebooks show: those of the book as they were executed, others cell by cell here."""

from __future__ import annotations

import ast
from contextlib import chdir
from contextvars import copy_context
from typing import Any

import nbformat
from nbformat import NotebookNode

from alereport.base.workspace import Workspace


def outputs_in_book(built: Workspace, report: str, language: str) -> list[NotebookNode]:
    """The outputs of a report of the book, such as `ks-2024/goals`, as its kernel gave them."""
    executed = nbformat.read(built.executed(language, report), as_version=4)
    return [output for cell in executed.cells for output in cell.get("outputs", ())]


def outputs_here(workspace: Workspace, notebook: str, **parameters: object) -> list[NotebookNode]:
    """The outputs of a notebook for a committee and year that the book has no such chapter of.

    The cells run in the process of the tests, not in a kernel.
    """
    cells = nbformat.read(workspace.notebook(notebook), as_version=4).cells
    with chdir(workspace.notebooks):
        return copy_context().run(_outputs_of_cells, cells, parameters)


def _outputs_of_cells(
    cells: list[NotebookNode], parameters: dict[str, object]
) -> list[NotebookNode]:
    names: dict[str, Any] = {}
    outputs = []
    for cell in cells:
        if cell.cell_type != "code":
            continue
        shown = _value_of_last_line(cell.source, names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        if shown is not None:
            data = shown._repr_mimebundle_()
            outputs.append(nbformat.v4.new_output("execute_result", data=data))
    return outputs


def _value_of_last_line(source: str, names: dict[str, Any]) -> Any:
    *statements, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        exec(source, names)
        return None
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)
