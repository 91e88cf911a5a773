"""Regular expressions that answer in the time it takes to read a cell."""

from __future__ import annotations

from re import _constants, _parser  # type: ignore[attr-defined] # Nothing public reads patterns.
from typing import Any


def takes_for_ever(pattern: str) -> bool:
    """Whether a part that repeats or has a choice stands in one that repeats: tries multiply.

    Raises:
        re.error: It is no regular expression.
    """
    return _multiply(_parser.parse(pattern))


def _multiply(parts: Any, *, repeated: bool = False) -> bool:
    return any(_multiplies(kind, found, repeated) for kind, found in parts)


def _multiplies(kind: Any, found: Any, repeated: bool) -> bool:
    if kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
        many = found[1] > 1
        return (many and repeated) or _multiply(found[2], repeated=repeated or many)
    if kind is _constants.BRANCH:
        return repeated or any(_multiply(each) for each in found[1])
    if kind is _constants.SUBPATTERN:
        return _multiply(found[3], repeated=repeated)
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return _multiply(found[1], repeated=repeated)
    return kind in {_constants.GROUPREF, _constants.GROUPREF_EXISTS}
