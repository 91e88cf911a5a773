"""The sentences that the chapters declare, and facts to try their conditions on.

A sentence's condition takes facts: a row, counts, a number, a frame. They come from three places:
what the chapters asked their conditions of the committed data; those facts with one value changed
at a time; and values made up for each column that the conditions of a group read.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
import random
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from alereport import chapters
from alereport.exhibits.phrases import Sentence

TRIED = (None, math.nan, 0, 1, 2, 5, -1, -700, 700, True, False, "", "a")
"""The values that a column is given in made-up facts, besides those a condition compares with."""
HOME = f"{chapters.__name__}."
MADE_UP = 3000
"""How many made-up facts a group is tried on."""


class MadeUp(dict[str, Any]):
    """Made-up facts: a row, counts or an object with attributes, whichever a condition reads."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Group:
    """Sentences of which a chapter says the first that is true, or each that is.

    Attributes:
        name: The module and the name in it.
        module: The module.
        sentences: The sentences, in order.
    """

    name: str
    module: ModuleType
    sentences: tuple[Sentence, ...]


def groups() -> list[Group]:
    """Every group of sentences that a module of a chapter declares."""
    found = []
    for info in pkgutil.walk_packages(chapters.__path__, f"{chapters.__name__}."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            sentences = _sentences(value)
            if sentences and _is_declared_in(module, name):
                found.append(Group(f"{info.name}.{name}", module, sentences))
    return found


def _sentences(value: object) -> tuple[Sentence, ...]:
    items: Sequence[object]
    match value:
        case Sentence():
            items = (value,)
        case tuple() | list():
            items = value
        case Mapping():
            items = list(value.values())
        case _:
            items = ()
    return tuple(item for item in items if isinstance(item, Sentence))


def _is_declared_in(module: ModuleType, name: str) -> bool:
    names = {
        target.id
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    return name in names


@cache
def _said_each() -> str:
    """The source of the chapters, as far as it says each true sentence of a group."""
    folder = Path(chapters.__path__[0])
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    return " ".join(re.findall(r"fill_each\(\s*([\w.]+)", text))


def is_said_each(group: Group) -> bool:
    """True if a chapter says each sentence of a group that is true, and not only the first."""
    return re.search(rf"\b{group.name.rpartition('.')[2]}\b", _said_each()) is not None


def is_unconditional(sentence: Sentence) -> bool:
    """True if nothing was said of when the sentence may be said."""
    return sentence.when is Sentence.when


def holds(sentence: Sentence, facts: object) -> bool | None:
    """Whether a condition holds for facts; None if they cannot be its facts."""
    try:
        return bool(sentence.when(facts))
    except Exception:  # noqa: BLE001 - made-up facts may be of no kind that it is asked about
        return None


def facts_of(group: Group, asked: Sequence[object]) -> Iterator[object]:
    """Yield the facts to try a group on: those it was asked about, changed, and made up."""
    for facts in asked:
        yield facts
        yield from changed(facts)
    yield from (700.0, -700.0, 0.0, 1, math.nan, None, set(), {2023}, {2022, 2023}, [], [1])
    yield from made_up(group)


def changed(facts: object) -> Iterator[object]:
    """Yield facts with one of their values changed at a time; a frame also without rows."""
    if isinstance(facts, pd.Series):
        yield from (changed_row for changed_row in changed(facts.to_dict()))
    elif isinstance(facts, Mapping):
        for key in facts:
            yield from ({**facts, key: value} for value in TRIED)
    elif isinstance(facts, pd.DataFrame):
        yield facts.iloc[:0]
        for length in range(1, min(len(facts), 3) + 1):
            yield facts.iloc[:length]
        for column in facts.columns:
            for value in (None, 0, 1, True, False):
                yield facts.assign(**{f"{column}": value})


def made_up(group: Group) -> Iterator[object]:
    """Yield facts with values for each column that the group's conditions read.

    What they compare with is yielded by itself too, for a condition that takes one value.
    """
    compared: dict[str, set[Any]] = defaultdict(set)
    for sentence in group.sentences:
        for node, module in _nodes(sentence.when, group.module):
            if column := _column(node):
                compared[column] |= set()
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                values = {value for side in sides for value in _constants(side, module)}
                yield from values
                for column in filter(None, map(_column, sides)):
                    compared[column] |= values
    choices = {column: _choices(values) for column, values in sorted(compared.items())}
    dice = random.Random(0)
    for _number in range(MADE_UP if choices else 0):
        yield MadeUp({column: dice.choice(values) for column, values in choices.items()})


def _column(node: ast.AST) -> str:
    """Return the column, or the attribute, that a part of a condition reads; empty if none."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(column))):
            return column
        case ast.Attribute(value=ast.Name(), attr=column):
            return column
    return ""


def _constants(node: ast.AST, module: ModuleType) -> Iterator[Any]:
    """Yield what a column is compared with: a constant, or a name of one in the module."""
    for part in ast.walk(node) if not _column(node) else ():
        value = part.value if isinstance(part, ast.Constant) else None
        if isinstance(part, ast.Name):
            value = vars(module).get(part.id)
        if isinstance(value, (str, int, float)):
            yield value


def _choices(compared: set[Any]) -> list[Any]:
    """Return the values to try for a column: around the numbers it is compared with, or words."""
    words = sorted(value for value in compared if isinstance(value, str))
    numbers = sorted(value for value in compared if not isinstance(value, str))
    if words:
        return [*words, *words, *words, math.nan, "a"]
    near = [number + step for number in numbers for step in (-1, 0, 1)]
    return [*near, *near, *(0, 1, 2, 3) * 3, *TRIED[2:], math.nan]


def _nodes(
    condition: Callable[..., Any], module: ModuleType
) -> Iterator[tuple[ast.AST, ModuleType]]:
    """Yield the parts of a condition's source, and of the chapters' functions that it calls."""
    waiting, done = [(condition, module)], set()
    while waiting:
        function, home = waiting.pop()
        if function in done or not getattr(function, "__module__", "").startswith(HOME):
            continue
        done.add(function)
        for node in ast.walk(_tree(function, home)):
            yield node, home
            if isinstance(node, ast.Name) and inspect.isfunction(called := vars(home).get(node.id)):
                waiting.append((called, sys.modules[called.__module__]))


def _tree(function: Callable[..., Any], module: ModuleType) -> ast.AST:
    """Return the source of a function; of a lambda, what stands on its lines in the module."""
    code = getattr(function, "__code__", None)
    if code is None:
        return ast.Module([], [])
    if function.__name__ != "<lambda>":
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    module_tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(module_tree):
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
            return node
    return ast.Module([], [])


UNSAID = {"caption", "alt", "source", "heading"}
"""The arguments that name or describe an exhibit, and say nothing of its rows."""
TRANSLATED = {"_", "gettext", "ngettext", "fill_plural"}


def undeclared() -> list[str]:
    """The computed sentences that no chapter declares: whole sentences with a gap, with their line.

    A sentence may end with a colon, before a list. One in an argument that describes an exhibit,
    such as a caption, is none.
    """
    folder = Path(chapters.__path__[0])
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")}
    parameters: dict[str, list[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                parameters[node.name] = [argument.arg for argument in node.args.args]
    return sorted(
        f"{path.relative_to(folder)}:{node.lineno}: {words}"
        for path, tree in trees.items()
        for node, words in _computed(tree, parameters)
    )


def _computed(tree: ast.AST, parameters: Mapping[str, list[str]]) -> Iterator[tuple[ast.Call, str]]:
    described: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            names = parameters.get(_called(node), [])
            arguments = [
                *zip(names, node.args, strict=False),
                *((word.arg, word.value) for word in node.keywords),
            ]
            described |= {
                part for name, value in arguments if name in UNSAID for part in ast.walk(value)
            }
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in UNSAID for target in node.targets
        ):
            described |= set(ast.walk(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in TRANSLATED and node not in described:
            for value in node.args:
                if isinstance(value, ast.Constant) and re.search(r"\{.*[.?:]$", f"{value.value}"):
                    yield node, str(value.value)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
