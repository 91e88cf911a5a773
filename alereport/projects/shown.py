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
EXAMPLE = {"committee": "ks", "year": 2024, "language": ENGLISH}
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
        exhibit: What came of it; None if nothing.
    """

    name: str
    about: str
    code: str
    exhibit: Exhibit | None


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


@dataclass
class Functions:
    """The functions of the notebooks, each in the source in which it first shows something.

    Attributes:
        sources: The notebooks, and the page of examples, by name.
        silent: What the functions do that have shown nothing, by name.
        seen: The names of the others.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, source: Source, shown: Iterable[Shown]) -> None:
        """Add what a run of a notebook showed."""
        kept = self.sources.setdefault(source.name, source)
        for each in shown:
            if each.exhibit is None:
                self.silent[each.name] = each.about
            elif each.name not in self.seen:
                self.seen.add(each.name)
                kept.shown.append(each)


def of_project(project: Workspace, examples: Path) -> Functions:
    """Run the notebooks on made-up figures, then on a project's, and the examples of a page.

    Args:
        project: Whose notebooks they are, and in which the examples are run.
        examples: The page.
    """
    found = Functions()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        workspace = demo.make(project, root, committee_count=1, years=YEARS, seed=SEED)
        validation.validate(workspace)
        _run_notebooks(workspace, found)
    _run_notebooks(project, found)
    blocks = BLOCK.findall(examples.read_text(encoding="utf-8"))
    shown = copy_context().run(run, project, blocks, EXAMPLE)
    found.add(Source(f"docs/{examples.name}", ""), shown)
    return found


def _run_notebooks(workspace: Workspace, found: Functions) -> None:
    """Run each notebook for the committees and years that the book has it for, the newest first.

    One whose functions have all shown something is not run again.
    """
    reports = params.committee_years(workspace)
    for task in scheduling.tasks(workspace, reports, [ENGLISH]):
        cells = _cells(workspace.notebook(task.notebook))
        source = Source(f"notebooks/{task.notebook}.ipynb", _preparation(cells))
        kept = found.sources.get(source.name)
        if kept is None or not _called(cells) <= found.seen:
            found.add(source, copy_context().run(run, workspace, cells, task.params.model_dump()))


def _called(cells: Iterable[str]) -> set[str]:
    """Return the functions that cells show something with, by their names."""
    calls = (_last(cell) for cell in cells)
    return {
        ast.unparse(last.value.func)
        for last in calls
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    }


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


def run(workspace: Workspace, cells: Sequence[str], parameters: Mapping[str, Any]) -> list[Shown]:
    """Run cells one after the other, and return what their functions showed.

    Args:
        workspace: The project, in whose folder of notebooks they are run.
        cells: Their code.
        parameters: What is set after the first cell, as papermill does.
    """
    names: dict[str, Any] = {}
    found = []
    with chdir(workspace.notebooks):
        for number, cell in enumerate(cells):
            found += list(_shown(cell, names))
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
        about = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        if exhibit is None or isinstance(exhibit, Exhibit):
            is_empty = exhibit is None or _is_empty(exhibit)
            yield Shown(ast.unparse(call.func), about, code, None if is_empty else exhibit)


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
