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
from functools import lru_cache, partial, reduce
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
COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
SIGNS: Mapping[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "=="),
    ast.Lt: ("<", ">"),
    ast.LtE: ("<=", ">="),
    ast.Gt: (">", "<"),
    ast.GtE: (">=", "<="),
}
"""How a comparison that sets a limit is written, and how with its sides exchanged."""
ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
EXPECTED = (
    "columns, literals, comparisons, and, or, not, in, + - * / // %, and the functions "
    + ", ".join([*FUNCTIONS, *sorted(PROPERTIES)])
)

Comparison = tuple[str, str, str | float]
"""A column, `<`, `<=`, `>`, `>=` or `==`, and the column or number it is compared with."""
Term = Callable[[pd.DataFrame], Any]
"""What a part of a condition comes to for some rows."""


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
    found = _parsed(expression)[1](rows)
    if not isinstance(found, pd.Series):
        raise ConditionError("the condition reads no column", "a condition on each row")
    return found


def columns(expression: str) -> list[str]:
    """The columns an expression reads, each once.

    Raises:
        ConditionError: It says what it may not.
    """
    named = (node.id for node in ast.walk(_parsed(expression)[0]) if isinstance(node, ast.Name))
    return list(dict.fromkeys(named))


def comparisons(expression: str) -> list[Comparison]:
    """The comparisons that hold for each row that has the cells, where the expression is true.

    Of an expression that says more, what can be said so: `a >= 1 and (b <= a or b.isna())` gives
    `a >= 1` and `b <= a`.

    Raises:
        ConditionError: It says what it may not.
    """
    return list(_comparisons(_parsed(expression)[0]))


@lru_cache(maxsize=512)
def _parsed(expression: str) -> tuple[ast.expr, Term]:
    """An expression that says nothing but what it may, as a tree and as a function of the rows."""
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
    return tree, _term(tree)


def _term(node: ast.expr) -> Term:
    match node:
        case ast.Name(id=name):
            return operator.itemgetter(name)
        case ast.Constant(value=literal):
            _check_literal(literal)
            return lambda _rows: literal
    act, parts = _act(node)
    terms = [_term(part) for part in parts]
    return lambda rows: act(*(term(rows) for term in terms))


def _act(  # noqa: PLR0911 - one for each kind of node
    node: ast.expr,
) -> tuple[Callable[..., Any], Sequence[ast.expr]]:
    """What a part of a condition does, and with which parts; nothing else is ever carried out."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return lambda *values: list(values), parts
        case ast.BoolOp(op=op, values=parts):
            joined = operator.and_ if isinstance(op, ast.And) else operator.or_
            return lambda *values: reduce(joined, values), parts
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not, [part]
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return operator.neg, [part]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return partial(_arithmetic, op), [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others):
            if unknown := [op for op in ops if type(op) not in COMPARISONS and not _is_in(op)]:
                raise ConditionError(f"the condition uses {type(unknown[0]).__name__}")
            return partial(_compared, ops), [left, *others]
        case ast.Call():
            return _call(node)
        case ast.Attribute(value=ast.Attribute(value=column)) if _method(node)[0] in PROPERTIES:
            return operator.attrgetter(_method(node)[0]), [column]
        case _:
            raise ConditionError(f"the condition says {ast.unparse(node)}")


def _check_literal(literal: object) -> None:
    if not isinstance(literal, str | int | float | bool):
        raise ConditionError(f"the condition has the literal {literal!r}")
    if isinstance(literal, int) and abs(literal) >= 10**MOST_DIGITS:
        raise ConditionError("the condition has a very large number", f"{MOST_DIGITS} digits")


def _call(call: ast.Call) -> tuple[Callable[..., Any], Sequence[ast.expr]]:
    name, column = _method(call.func)
    if name not in FUNCTIONS or column is None:
        raise ConditionError(f"the condition calls {name}")
    keywords = {f"{each.arg}": each.value for each in call.keywords}
    if unknown := [keyword for keyword in keywords if keyword not in FUNCTIONS[name]]:
        raise ConditionError(
            f"the condition calls {name} with {unknown[0]}",
            f"the keywords {', '.join(sorted(FUNCTIONS[name])) or '(none)'}",
        )
    literals = {each.value for each in call.args if isinstance(each, ast.Constant)}
    if name == "astype" and literals.isdisjoint(TYPES):
        raise ConditionError("the condition calls astype", f"one of {', '.join(sorted(TYPES))}")
    if name in OF_A_PATTERN:
        _check_pattern(call.args)
    if name == "str.extract" and ast.unparse(keywords.get("expand", call)) != "False":
        raise ConditionError("the condition calls str.extract", "it with expand=False")

    def called(column: Any, *values: Any) -> Any:
        named = zip(keywords, values[len(call.args) :], strict=True)
        return operator.attrgetter(name)(column)(*values[: len(call.args)], **dict(named))

    return called, [column, *call.args, *keywords.values()]


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


def _method(node: ast.expr) -> tuple[str, ast.expr | None]:
    """What is called or read, such as `isna`, `str.contains` or `dt.year`, and of which column."""
    match node:
        case ast.Attribute(value=ast.Attribute(value=column, attr="str" | "dt" as kind), attr=name):
            return f"{kind}.{name}", column
        case ast.Attribute(value=column, attr=name):
            return name, column
        case _:
            return ast.unparse(node), None


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


def _compared(ops: Sequence[ast.cmpop], *sides: Any) -> Any:
    return reduce(operator.and_, map(_holds, ops, sides, sides[1:]))


def _holds(op: ast.cmpop, left: Any, right: Any) -> Any:
    if not _is_in(op):
        if isinstance(left, list) or isinstance(right, list):
            raise ConditionError("the condition compares a list", "in and a list")
        return COMPARISONS[type(op)](left, right)
    if not isinstance(left, pd.Series) or not isinstance(right, list):
        raise ConditionError("the condition looks for what is no column in a list")
    found = left.isin(right)
    return found if isinstance(op, ast.In) else ~found


def _is_in(op: ast.cmpop) -> bool:
    return isinstance(op, ast.In | ast.NotIn)


def _comparisons(node: ast.expr) -> Iterator[Comparison]:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            for part in parts:
                yield from _comparisons(part)
        case ast.BoolOp(op=ast.Or(), values=parts):
            said = [part for part in parts if not _asks_for_nothing(part)]
            if len(said) == 1:
                yield from _comparisons(said[0])
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_side(each) for each in (left, *others)]
            for op, one, other in zip(ops, sides, sides[1:], strict=False):
                yield from _limit(op, one, other)


def _asks_for_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _method(node.func)[0] == "isna"


def _limit(op: ast.cmpop, left: object, right: object) -> Iterator[Comparison]:
    match SIGNS.get(type(op)), left, right:
        case (sign, _), str(column), float() | str() as other:
            yield column, sign, other
        case (_, sign), float(number), str(column):
            yield column, sign, number


def _side(node: ast.expr) -> str | float | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -float(number)
        case _:
            return None
