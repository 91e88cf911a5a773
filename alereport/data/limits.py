"""The limits that the condition of a rule sets to the figures of a row."""

from __future__ import annotations

import ast

from alereport.data import expressions

Weights = dict[str, float]
"""A weighted sum of columns: the weight of each, and under `""` what is added to it."""
SIGNS = frozenset({ast.Eq, ast.Lt, ast.LtE, ast.Gt, ast.GtE})
"""The comparisons that set a limit."""
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.NotEq: ast.Eq,
}


def of_condition(expression: str) -> tuple[list[Weights], set[str]]:
    """What an expression implies of the columns of each row that has the cells.

    Other parts of the expression are ignored: `a >= 1 and (b <= 2 * a or b.isna())` gives
    `1 - a` and `b - 2 * a`.

    Returns:
        The weighted sums that are at most zero, and the columns that another part reads.

    Raises:
        ConditionError: It contains something not permitted.
    """
    found: list[Weights] = []
    return found, _collect(expressions.tree(expression), found)


def _collect(  # noqa: PLR0911 - one for each kind of node
    node: ast.expr, found: list[Weights]
) -> set[str]:
    """Add the limits that a part of a condition sets, and return the columns of what sets none."""
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return set().union(*(_collect(part, found) for part in parts))
        case ast.BoolOp(op=ast.Or(), values=parts):
            tests = [part for part in parts if not _tests_for_missing(part)]
            if len(tests) == 1:
                return _collect(tests[0], found)
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [left, *others]
            pairs = zip(ops, sides, sides[1:], strict=False)
            return set().union(*(_compare(op, one, other, found) for op, one, other in pairs))
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(ops=[op]) as inner):
            if type(op) in OPPOSITES:
                left, right = inner.left, inner.comparators[0]
                return _compare(OPPOSITES[type(op)](), left, right, found)
        case ast.Call() if _tests_for_missing(node):
            return set()
        case ast.Call(args=[low, high, *_]) if expressions.method(node.func)[0] == "between":
            column = _column(node)
            first = _compare(ast.GtE(), column, low, found)
            return first | _compare(ast.LtE(), column, high, found)
        case ast.Call(args=[ast.List() as listed]) if expressions.method(node.func)[0] == "isin":
            return _compare(ast.In(), _column(node), listed, found)
    return _names(node)


def _column(call: ast.Call) -> ast.expr:
    return expressions.method(call.func)[1] or call


def _names(*nodes: ast.expr) -> set[str]:
    return {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}


def _tests_for_missing(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and expressions.method(node.func)[0] in {"isna", "notna"}


def _compare(op: ast.cmpop, left: ast.expr, right: ast.expr, found: list[Weights]) -> set[str]:
    one = _weights(left)
    if isinstance(op, ast.In) and isinstance(right, ast.List | ast.Tuple):
        values = [each for part in right.elts if set(each := _weights(part) or {"?": 1}) <= {""}]
        if one is None or len(values) != len(right.elts) or not values:
            return _names(left)
        numbers = [each.get("", 0.0) for each in values]
        found += [_minus(one, {"": max(numbers)}), _minus({"": min(numbers)}, one)]
        return set()
    name, inner = expressions.method(left.func) if isinstance(left, ast.Call) else ("", None)
    if name == "abs" and inner is not None and _is_less(op):
        # a.abs() <= b: both a <= b and -a <= b.
        negative = ast.UnaryOp(op=ast.USub(), operand=inner)
        return _compare(op, inner, right, found) | _compare(op, negative, right, found)
    other = _weights(right)
    if one is None or other is None or type(op) not in SIGNS:
        return _names(left, right) - (_names(left) if _is_rounded(left, right) else set())
    if not _is_less(op):
        found.append(_minus(other, one))
    if _is_less(op) or isinstance(op, ast.Eq):
        found.append(_minus(one, other))
    return set()


def _is_less(op: ast.cmpop) -> bool:
    return isinstance(op, ast.Lt | ast.LtE)


def _is_rounded(left: ast.expr, right: ast.expr) -> bool:
    """True for `a.round(1) == a`, which says how many decimals a figure has."""
    if not isinstance(left, ast.Call) or expressions.method(left.func)[0] != "round":
        return False
    return ast.dump(_column(left)) == ast.dump(right)


def _minus(one: Weights, other: Weights) -> Weights:
    return {name: one.get(name, 0.0) - other.get(name, 0.0) for name in {"", *one, *other}}


def _weights(node: ast.expr) -> Weights | None:
    """An expression as a weighted sum of columns; None if it is none."""
    match node:
        case ast.Name(id=name):
            return {name: 1.0}
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return {"": float(number)}
        case ast.UnaryOp(op=ast.USub(), operand=part):
            inner = _weights(part)
            return None if inner is None else _minus({}, inner)
        case ast.Call() if expressions.method(node.func)[0] in {"astype", "fillna"}:
            return _weights(_column(node))  # As it is where the cell is not empty.
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(op, _weights(left), _weights(right))
    return None


def _combined(  # noqa: PLR0911 - one for each operator
    op: ast.operator, one: Weights | None, other: Weights | None
) -> Weights | None:
    if one is None or other is None:
        return None
    match op:
        case ast.Add():
            return _minus(one, _minus({}, other))
        case ast.Sub():
            return _minus(one, other)
        case ast.Mult() if set(one) <= {""}:
            return {name: weight * one.get("", 0.0) for name, weight in other.items()}
        case ast.Mult() if set(other) <= {""}:
            return {name: weight * other.get("", 0.0) for name, weight in one.items()}
        case ast.Div() if set(other) <= {""} and other.get(""):
            return {name: weight / other[""] for name, weight in one.items()}
    return None
