"""What the condition of a rule may say, and what it comes to for each row.

A condition is written in the terms of `DataFrame.eval`, but it is not handed to it: that would
reach every method of a column, those that write files among them. It is parsed here, and only what
is listed here is carried out: columns, literals, comparisons, `and`, `or`, `not`, `in`, arithmetic,
and the functions in `FUNCTIONS`.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from typing import Any

import pandas as pd

from alereport.data import patterns

LONGEST = 1_000
"""Characters of a condition."""
MOST_PARTS = 200
"""Columns, literals, operators and calls of a condition."""
MOST_DIGITS = 15

FUNCTIONS: Mapping[str, frozenset[str]] = {
    name: frozenset(keywords.split())
    for name, keywords in {
        "abs": "",
        "astype": "",
        "between": "inclusive",
        "fillna": "",
        "isin": "",
        "isna": "",
        "notna": "",
        "round": "",
        "str.contains": "case na regex",
        "str.count": "",
        "str.endswith": "na",
        "str.extract": "expand",
        "str.fullmatch": "case na",
        "str.get": "",
        "str.len": "",
        "str.lower": "",
        "str.match": "case na",
        "str.rsplit": "n",
        "str.slice": "start stop",
        "str.split": "n",
        "str.startswith": "na",
        "str.strip": "",
        "str.upper": "",
    }.items()
}
"""The functions of a column that a condition may call, each with the keywords it may give."""
PROPERTIES = frozenset({"dt.day", "dt.month", "dt.quarter", "dt.year"})
"""What a condition may read of a column of dates."""
OF_A_PATTERN = frozenset(
    {"str.contains", "str.count", "str.extract", "str.fullmatch", "str.match", "str.split"}
)
"""The functions whose first argument is, or may be taken for, a regular expression."""
TYPES = frozenset({"str", "int", "Int64", "float", "Float64", "boolean"})
"""What `astype` may make of a column."""
COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}
ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
EXPECTED = (
    "columns, literals, comparisons, and, or, not, in, + - * / // %, and the functions "
    + ", ".join([*FUNCTIONS, *sorted(PROPERTIES)])
)

Comparison = tuple[str, str, str | float]
"""A column, `<`, `<=`, `>`, `>=` or `==`, and the column or number it is compared with."""


class ConditionError(ValueError):
    """A condition says what it may not.

    Args:
        found: What it says.
        expected: What it may say.
    """

    def __init__(self, found: str, expected: str = EXPECTED) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def value(expression: str, rows: pd.DataFrame) -> pd.Series[Any]:
    """What an expression comes to for each row.

    Raises:
        ConditionError: It says what it may not, or nothing of the rows.
        KeyError: There is no such column.
        TypeError: It asks of a column what its type does not know.
    """
    found = _value(parsed(expression), rows)
    if not isinstance(found, pd.Series):
        raise ConditionError("the condition reads no column", "a condition on each row")
    return found


def columns(expression: str) -> list[str]:
    """The columns an expression reads, each once.

    Raises:
        ConditionError: It says what it may not.
    """
    named = (node.id for node in ast.walk(parsed(expression)) if isinstance(node, ast.Name))
    return list(dict.fromkeys(named))


def comparisons(expression: str) -> list[Comparison]:
    """The comparisons that hold for each row that has the cells, where the expression is true.

    Of an expression that says more, what can be said so: `a >= 1 and (b <= a or b.isna())` gives
    `a >= 1` and `b <= a`.

    Raises:
        ConditionError: It says what it may not.
    """
    return list(_comparisons(parsed(expression)))


@lru_cache(maxsize=512)
def parsed(expression: str) -> ast.expr:
    """An expression as a tree, which says nothing but what it may.

    Raises:
        ConditionError: It says anything else, or is too long.
    """
    if len(expression) > LONGEST:
        raise ConditionError(
            f"the condition has {len(expression)} characters", f"at most {LONGEST}"
        )
    try:
        tree = ast.parse(f"(\n{expression}\n)", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        said = getattr(problem, "msg", "") or problem
        raise ConditionError(f"the condition cannot be read ({said})") from None
    if sum(1 for _node in ast.walk(tree)) > MOST_PARTS:
        raise ConditionError("the condition is too long", f"at most {MOST_PARTS} parts")
    _check(tree)
    return tree


def _check(node: ast.expr) -> None:
    match node:
        case ast.Name():
            pass
        case ast.Constant():
            _check_literal(node.value)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            _check_all(parts)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=part):
            _check(part)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            _check_all([left, right])
        case ast.Compare(left=left, comparators=others):
            if unknown := [op for op in node.ops if not _is_comparison(op)]:
                raise ConditionError(f"the condition uses {type(unknown[0]).__name__}")
            _check_all([left, *others])
        case ast.Call(args=given, keywords=named):
            _check_call(node)
            _check_all([*given, *(each.value for each in named)])
        case ast.Attribute(value=ast.Attribute(value=column)) if _name(node) in PROPERTIES:
            _check(column)
        case _:
            raise ConditionError(f"the condition says {ast.unparse(node)}")


def _check_all(nodes: Sequence[ast.expr]) -> None:
    for node in nodes:
        _check(node)


def _check_literal(literal: object) -> None:
    if not isinstance(literal, str | int | float | bool):
        raise ConditionError(f"the condition has the literal {literal!r}")
    if isinstance(literal, int) and abs(literal) >= 10**MOST_DIGITS:
        raise ConditionError("the condition has a very large number", f"{MOST_DIGITS} digits")


def _is_comparison(op: ast.cmpop) -> bool:
    return type(op) in COMPARISONS or isinstance(op, ast.In | ast.NotIn)


def _check_call(call: ast.Call) -> None:
    name = _name(call.func)
    if name not in FUNCTIONS:
        raise ConditionError(f"the condition calls {name}")
    _check(_column(call.func))
    if unknown := [f"{each.arg}" for each in call.keywords if each.arg not in FUNCTIONS[name]]:
        raise ConditionError(
            f"the condition calls {name} with {unknown[0]}",
            f"the keywords {', '.join(sorted(FUNCTIONS[name])) or '(none)'}",
        )
    literals = [each for each in call.args if isinstance(each, ast.Constant)]
    if name == "astype" and [each.value for each in literals if each.value in TYPES] == []:
        raise ConditionError("the condition calls astype", f"one of {', '.join(sorted(TYPES))}")
    if name in OF_A_PATTERN:
        _check_pattern(call.args)
    if name == "str.extract" and not any(
        each.arg == "expand" and ast.unparse(each.value) == "False" for each in call.keywords
    ):
        raise ConditionError("the condition calls str.extract", "it with expand=False")


def _check_pattern(given: Sequence[ast.expr]) -> None:
    """Refuse what is no regular expression, and one that can take for ever to answer."""
    match given:
        case [ast.Constant(value=str(pattern))]:
            try:
                endless = patterns.takes_for_ever(pattern)
            except (re.error, RecursionError, OverflowError) as problem:
                raise ConditionError(
                    f"the pattern {pattern} is no regular expression ({problem})"
                ) from None
            if endless:
                raise ConditionError(
                    f"the pattern {pattern} repeats what itself repeats or has a choice",
                    "a pattern in which nothing that repeats is repeated",
                )
        case _:
            raise ConditionError("the condition looks for no pattern", "one written out")


def _name(node: ast.expr) -> str:
    """What is called or read of a column: `isna`, `str.contains`, `dt.year`."""
    match node:
        case ast.Attribute(value=ast.Attribute(attr="str" | "dt" as kind), attr=name):
            return f"{kind}.{name}"
        case ast.Attribute(attr=name):
            return name
        case _:
            return ast.unparse(node)


def _column(node: ast.expr) -> ast.expr:
    """What a function or a property is asked of."""
    match node:
        case ast.Attribute(value=ast.Attribute(value=column, attr="str" | "dt")):
            return column
        case ast.Attribute(value=column):
            return column
        case _:
            raise ConditionError(f"the condition calls {ast.unparse(node)}")


def _value(node: ast.expr, rows: pd.DataFrame) -> Any:  # noqa: PLR0911 - one for each kind of node
    match node:
        case ast.Name(id=name):
            return rows[name]
        case ast.Constant(value=literal):
            return literal
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_value(part, rows) for part in parts]
        case ast.BoolOp(op=op, values=parts):
            act = operator.and_ if isinstance(op, ast.And) else operator.or_
            return reduce(act, (_value(part, rows) for part in parts))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not(_value(part, rows))
        case ast.UnaryOp(operand=part):
            return -_value(part, rows)
        case ast.BinOp(left=left, op=op, right=right):
            return _arithmetic(op, _value(left, rows), _value(right, rows))
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_value(each, rows) for each in (left, *others)]
            return reduce(operator.and_, map(_compared, ops, sides, sides[1:]))
        case ast.Call(func=func, args=given, keywords=named):
            act = operator.attrgetter(_name(func))(_value(_column(func), rows))
            keywords = {f"{each.arg}": _value(each.value, rows) for each in named}
            return act(*(_value(each, rows) for each in given), **keywords)
        case _:
            return operator.attrgetter(_name(node))(_value(_column(node), rows))


def _not(found: Any) -> Any:
    return ~found if isinstance(found, pd.Series) else not found


def _arithmetic(op: ast.operator, left: Any, right: Any) -> Any:
    if not isinstance(op, ast.Add) and (_is_text(left) or _is_text(right)):
        raise TypeError("text can only be added to text")
    return ARITHMETIC[type(op)](left, right)


def _is_text(found: Any) -> bool:
    if isinstance(found, pd.Series):
        return not (pd.api.types.is_numeric_dtype(found) or pd.api.types.is_datetime64_dtype(found))
    return not isinstance(found, int | float)


def _compared(op: ast.cmpop, left: Any, right: Any) -> Any:
    if isinstance(op, ast.In | ast.NotIn):
        if not isinstance(left, pd.Series) or not isinstance(right, list):
            raise ConditionError("the condition looks for what is no column in a list")
        found = left.isin(right)
        return found if isinstance(op, ast.In) else ~found
    if isinstance(left, list) or isinstance(right, list):
        raise ConditionError("the condition compares a list", "in and a list")
    return COMPARISONS[type(op)][1](left, right)


def _comparisons(node: ast.expr) -> Iterator[Comparison]:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            for part in parts:
                yield from _comparisons(part)
        case ast.BoolOp(op=ast.Or(), values=parts):
            told = [part for part in parts if not _asks_for_nothing(part)]
            if len(told) == 1:
                yield from _comparisons(told[0])
        case ast.Compare(left=left, ops=ops, comparators=others):
            for at, op in enumerate(ops):
                yield from _comparison((left, *others)[at], op, others[at])


def _asks_for_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "isna"


def _comparison(left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[Comparison]:
    sign = COMPARISONS[type(op)][0] if type(op) in COMPARISONS else ""
    sides = (_side(left), _side(right))
    match sides:
        case (str(column), float() | str() as other) if sign in FLIPPED:
            yield column, sign, other
        case (float(number), str(column)) if sign in FLIPPED:
            yield column, FLIPPED[sign], number


def _side(node: ast.expr) -> str | float | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -float(number)
        case _:
            return None
