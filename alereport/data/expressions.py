"""Parsing and evaluation of the conditions of rules.

A condition has the syntax of `DataFrame.eval`, but is not evaluated by it: that would give access
to every method of a column, including those that write files. It is parsed here, and only what is
listed here is executed: columns, literals, comparisons, `and`, `or`, `not`, `in`, arithmetic, and
the functions in `FUNCTIONS`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial, reduce
from typing import TYPE_CHECKING, Any, TypeGuard

from alereport.base import patterns

if TYPE_CHECKING:
    import pandas as pd

MAX_LENGTH = 1_000
"""The maximum number of characters of a condition."""
MAX_PARTS = 200
"""The maximum number of columns, literals, operators and calls of a condition."""
MAX_DIGITS = 15

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
"""The functions of a column that a condition may call, each with its permitted keywords."""
PROPERTIES = frozenset({"dt.day", "dt.month", "dt.quarter", "dt.year"})
"""The properties of a date column that a condition may read."""
PATTERN_FUNCTIONS = frozenset(
    {"str.contains", "str.count", "str.extract", "str.fullmatch", "str.match", "str.split"}
)
"""The functions whose first argument is, or may be interpreted as, a regular expression."""
TYPES = frozenset({"str", "int", "Int64", "float", "Float64", "boolean"})
"""The types that `astype` may convert a column to."""
COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
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

NUMBERS_AND_DATES = "biufM"
"""The kinds of the types of columns that can be computed with."""

Term = Callable[["pd.DataFrame"], Any]
"""A function that evaluates a part of a condition for some rows."""


class ConditionError(ValueError):
    """A condition contains something that is not permitted.

    Args:
        found: What it contains.
        expected: What it may contain.
    """

    def __init__(self, found: str, expected: str = EXPECTED) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def value(expression: str, rows: pd.DataFrame) -> pd.Series[Any]:
    """The value of an expression for each row.

    Raises:
        ConditionError: It contains something not permitted, or reads no column.
        KeyError: There is no such column.
        TypeError: It does something that a column's type does not support.
    """
    result = _parsed(expression)[1](rows)
    if not _is_column(result):
        raise ConditionError("the condition reads no column", "a condition on each row")
    return result


def columns(expression: str) -> list[str]:
    """The columns an expression reads, each once.

    Raises:
        ConditionError: It contains something not permitted.
    """
    names = (node.id for node in ast.walk(_parsed(expression)[0]) if isinstance(node, ast.Name))
    return list(dict.fromkeys(names))


def tree(expression: str) -> ast.expr:
    """The syntax tree of an expression.

    Raises:
        ConditionError: It contains something not permitted.
    """
    return _parsed(expression)[0]


@lru_cache(maxsize=512)
def _parsed(expression: str) -> tuple[ast.expr, Term]:
    """Parse an expression into a syntax tree and a function of the rows, if all is permitted."""
    if len(expression) > MAX_LENGTH:
        raise ConditionError(
            f"the condition has {len(expression)} characters", f"at most {MAX_LENGTH}"
        )
    try:
        tree = ast.parse(f"(\n{expression}\n)", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        reason = getattr(problem, "msg", "") or problem
        raise ConditionError(f"the condition cannot be read ({reason})") from None
    if sum(1 for _node in ast.walk(tree)) > MAX_PARTS:
        raise ConditionError("the condition is too long", f"at most {MAX_PARTS} parts")
    return tree, _term(tree)


def _term(node: ast.expr) -> Term:
    match node:
        case ast.Name(id=name):
            return operator.itemgetter(name)
        case ast.Constant(value=literal):
            _check_literal(literal)
            return lambda _rows: literal
    function, parts = _operation(node)
    terms = [_term(part) for part in parts]
    return lambda rows: function(*(term(rows) for term in terms))


def _operation(  # noqa: PLR0911 - one for each kind of node
    node: ast.expr,
) -> tuple[Callable[..., Any], Sequence[ast.expr]]:
    """The function of a node and its operands; nothing else is ever executed."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return lambda *values: list(values), parts
        case ast.BoolOp(op=op, values=parts):
            combine = operator.and_ if isinstance(op, ast.And) else operator.or_
            return lambda *values: reduce(combine, values), parts
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not, [part]
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return operator.neg, [part]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return partial(_arithmetic, op), [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others):
            if unknown := [op for op in ops if type(op) not in COMPARISONS and not _is_in(op)]:
                raise ConditionError(f"the condition uses {type(unknown[0]).__name__}")
            return partial(_chained_comparison, ops), [left, *others]
        case ast.Call():
            return _call(node)
        case ast.Attribute(value=ast.Attribute(value=column)) if method(node)[0] in PROPERTIES:
            return operator.attrgetter(method(node)[0]), [column]
        case _:
            raise ConditionError(f"the condition contains {ast.unparse(node)}")


def _check_literal(literal: object) -> None:
    if not isinstance(literal, str | int | float | bool):
        raise ConditionError(f"the condition has the literal {literal!r}")
    if isinstance(literal, int) and abs(literal) >= 10**MAX_DIGITS:
        raise ConditionError("the condition has a very large number", f"{MAX_DIGITS} digits")


def _call(call: ast.Call) -> tuple[Callable[..., Any], Sequence[ast.expr]]:
    name, column = method(call.func)
    if name not in FUNCTIONS or column is None:
        raise ConditionError(f"the condition calls {name}")
    keywords = {f"{keyword.arg}": keyword.value for keyword in call.keywords}
    if unknown := [keyword for keyword in keywords if keyword not in FUNCTIONS[name]]:
        raise ConditionError(
            f"the condition calls {name} with {unknown[0]}",
            f"the keywords {', '.join(sorted(FUNCTIONS[name])) or '(none)'}",
        )
    literals = {argument.value for argument in call.args if isinstance(argument, ast.Constant)}
    if name == "astype" and literals.isdisjoint(TYPES):
        raise ConditionError("the condition calls astype", f"one of {', '.join(sorted(TYPES))}")
    if name in PATTERN_FUNCTIONS:
        _check_pattern(call.args)
    if name == "str.extract" and ast.unparse(keywords.get("expand", call)) != "False":
        raise ConditionError("the condition calls str.extract", "a call with expand=False")

    def call_function(column: Any, *values: Any) -> Any:
        if name in PATTERN_FUNCTIONS:
            _check_lengths(column)
        keyword_values = zip(keywords, values[len(call.args) :], strict=True)
        return operator.attrgetter(name)(column)(*values[: len(call.args)], **dict(keyword_values))

    return call_function, [column, *call.args, *keywords.values()]


def _check_pattern(arguments: Sequence[ast.expr]) -> None:
    """Refuse an invalid regular expression, and one whose matching can take extremely long."""
    match arguments:
        case [ast.Constant(value=str(pattern))]:
            if problem := patterns.problem(pattern):
                raise ConditionError(
                    f"the pattern {pattern} is {problem}", "a pattern that is quickly matched"
                )
        case _:
            raise ConditionError("the pattern is not a literal text", "a pattern in quotes")


def _check_lengths(column: Any) -> None:
    """Refuse to look for a pattern in a text so long that it takes minutes."""
    if _is_column(column) and column.str.len().max() > patterns.MAX_TEXT:
        raise ConditionError(
            f"the condition looks for a pattern in a text of {column.str.len().max()} characters",
            f"texts of at most {patterns.MAX_TEXT}",
        )


def method(node: ast.expr) -> tuple[str, ast.expr | None]:
    """The method or property, such as `isna`, `str.contains` or `dt.year`, and its column."""
    match node:
        case ast.Attribute(value=ast.Attribute(value=column, attr="str" | "dt" as kind), attr=name):
            return f"{kind}.{name}", column
        case ast.Attribute(value=column, attr=name):
            return name, column
        case _:
            return ast.unparse(node), None


def _is_column(value: object) -> TypeGuard[pd.Series[Any]]:
    import pandas as pd  # noqa: PLC0415 - a schema is read, with its conditions, without it

    return isinstance(value, pd.Series)


def _not(operand: Any) -> Any:
    return ~operand if _is_column(operand) else not operand


def _arithmetic(op: ast.operator, left: Any, right: Any) -> Any:
    if not isinstance(op, ast.Add) and (_is_text(left) or _is_text(right)):
        raise TypeError("text can only be added to text")
    return ARITHMETIC[type(op)](left, right)


def _is_text(operand: Any) -> bool:
    if _is_column(operand):
        return operand.dtype.kind not in NUMBERS_AND_DATES
    return not isinstance(operand, int | float)


def _chained_comparison(ops: Sequence[ast.cmpop], *sides: Any) -> Any:
    return reduce(operator.and_, map(_comparison, ops, sides, sides[1:]))


def _comparison(op: ast.cmpop, left: Any, right: Any) -> Any:
    if not _is_in(op):
        if isinstance(left, list) or isinstance(right, list):
            raise ConditionError("the condition compares a list", "in and a list")
        return COMPARISONS[type(op)](left, right)
    if not _is_column(left) or not isinstance(right, list):
        raise ConditionError("the left side of in is not a column, or the right is not a list")
    is_in_list = left.isin(right)
    return is_in_list if isinstance(op, ast.In) else ~is_in_list


def _is_in(op: ast.cmpop) -> bool:
    return isinstance(op, ast.In | ast.NotIn)
