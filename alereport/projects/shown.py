"""What each function of the notebooks shows: the cells are run, one after the other."""

from __future__ import annotations

import ast
import inspect
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import chdir
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from alereport import demo
from alereport.base import params
from alereport.base.languages import ENGLISH
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.exhibits.model import Exhibit, Text, parts_of
from alereport.gate import validation

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block of code in a page."""
EXAMPLE = {"committee": "ks", "year": 2024, "language": "en"}
"""The parameters of the examples."""
YEARS, SEED = 3, 1
"""Of the made-up figures."""


@dataclass
class Shown:
    """What a function showed.

    Attributes:
        name: Its module and name, such as `budget.bridge`.
        about: What it does, the first sentence of its docstring.
        code: The code that called it.
        exhibit: What came of it.
    """

    name: str
    about: str
    code: str
    exhibit: Exhibit


@dataclass
class Source:
    """A notebook, or a page with examples, and what its functions showed.

    Attributes:
        name: Its heading.
        code: The cells that load and analyse.
        shown: What its functions showed.
    """

    name: str
    code: str
    shown: list[Shown] = field(default_factory=list)


def of_project(project: Workspace, examples: Path) -> list[Source]:
    """Run the notebooks on made-up figures, and the examples of a page in a project.

    A function is in one of the sources only: the first in which it shows something.

    Args:
        project: Whose notebooks they are.
        examples: The page.
    """
    seen: set[str] = set()
    blocks = BLOCK.findall(examples.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        workspace = demo.make(project, root, committee_count=1, years=YEARS, seed=SEED)
        validation.validate(workspace)
        sources = _of_notebooks(workspace, seen)
    page = Source(f"docs/{examples.name}", "")
    page.shown = copy_context().run(_run, project, blocks, EXAMPLE, seen)
    return [each for each in (*sources, page) if each.shown]


def _of_notebooks(workspace: Workspace, seen: set[str]) -> list[Source]:
    """Run each notebook for the committees and years that the book has it for, the newest first."""
    reports = params.committee_years(workspace)
    sources: dict[str, Source] = {}
    for task in scheduling.tasks(workspace, reports, [ENGLISH]):
        cells = _cells(workspace.notebook(task.notebook))
        source = sources.setdefault(
            task.notebook, Source(f"notebooks/{task.notebook}.ipynb", _preparation(cells))
        )
        source.shown += copy_context().run(_run, workspace, cells, task.params.model_dump(), seen)
    return list(sources.values())


def _cells(notebook: Path) -> list[str]:
    """Return the cells of a notebook with code."""
    cells = json.loads(notebook.read_bytes())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _preparation(cells: Iterable[str]) -> str:
    """Return the cells that only load and analyse."""
    return "\n\n".join(cell for cell in cells if not isinstance(_last(cell), ast.Expr))


def _last(cell: str) -> ast.stmt | None:
    body = ast.parse(cell).body
    return body[-1] if body else None


def _run(
    workspace: Workspace, cells: Sequence[str], parameters: Mapping[str, Any], seen: set[str]
) -> list[Shown]:
    """Run cells one after the other, and return what functions showed that are not in `seen`."""
    names: dict[str, Any] = {}
    found = []
    with chdir(workspace.notebooks):
        for number, cell in enumerate(cells):
            shown = list(_shown(cell, names))
            found += [each for each in shown if each.name not in seen]
            seen.update(each.name for each in shown)
            if number == 0:
                names |= parameters
    return found


def _shown(cell: str, names: dict[str, Any]) -> Iterator[Shown]:
    """Run a cell, and yield what each function in it shows, one within another too."""
    before: list[str] = []
    for statement in ast.parse(cell).body:
        source = ast.get_source_segment(cell, statement) or ""
        if isinstance(statement, ast.Expr):
            for call in (each for each in ast.walk(statement) if isinstance(each, ast.Call)):
                code = [*before, source] if call is statement.value else [ast.unparse(call)]
                yield from _shown_by(call, "\n".join(code), names)
        else:
            before.append(source)
        _execute(statement, names)


def _shown_by(call: ast.Call, code: str, names: dict[str, Any]) -> Iterator[Shown]:
    """Yield what a call shows, if it is one of a function of the notebooks that shows something."""
    if function := _function(call.func, names):
        exhibit = eval(compile(ast.Expression(call), "cell", "eval"), names)  # noqa: S307
        if isinstance(exhibit, Exhibit) and not _is_empty(exhibit):
            about = (inspect.getdoc(function) or "").split("\n\n")[0]
            yield Shown(ast.unparse(call.func), " ".join(about.split()), code, exhibit)


def _execute(statement: ast.stmt, names: dict[str, Any]) -> None:
    exec(compile(ast.Module([statement], []), "cell", "exec"), names)  # noqa: S102


def _function(function: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return the function of a module that is called; None for a method or a built-in."""
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return None
    module = names.get(function.value.id)
    return getattr(module, function.attr) if isinstance(module, ModuleType) else None


def _is_empty(exhibit: Exhibit) -> bool:
    parts = list(parts_of(exhibit))
    return not parts or all(isinstance(part, Text) and not part.lines for part in parts)
