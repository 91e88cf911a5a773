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
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd

from alereport import chapters
from alereport.exhibits.phrases import Sentence

TRIED = (None, math.nan, 0, 1, 2, 5, -1, -700, 700, True, False, "", "a")
"""The values that a column is given in made-up facts, besides those a condition compares with."""
MADE_UP = 400
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
    """Yield facts with values for each column that the group's conditions read."""
    columns: set[str] = set()
    constants: set[object] = set()
    for sentence in group.sentences:
        for node in _nodes(sentence.when, group.module):
            match node:
                case ast.Subscript(slice=ast.Constant(value=str(column))):
                    columns.add(column)
                case ast.Attribute(value=ast.Name(), attr=column):
                    columns.add(column)
                case ast.Constant(value=str() | int() | float() as value):
                    constants |= {value}
    compared = sorted(constants, key=repr) or list(TRIED)
    compared += [each + 1 for each in constants if type(each) is int]
    dice = random.Random(0)
    for _number in range(MADE_UP if columns else 0):
        yield MadeUp(
            {column: dice.choice(dice.choice((TRIED, compared))) for column in sorted(columns)}
        )


def _nodes(condition: Callable[..., Any], module: ModuleType) -> Iterator[ast.AST]:
    """Yield the parts of a condition's source, and of the functions of its module that it calls."""
    waiting, done = [condition], set()
    while waiting:
        function = waiting.pop()
        if function in done or getattr(function, "__module__", "") != module.__name__:
            continue
        done.add(function)
        for node in ast.walk(_tree(function, module)):
            yield node
            if isinstance(node, ast.Name) and callable(called := vars(module).get(node.id)):
                waiting.append(called)


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
