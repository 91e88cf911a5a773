"""A check that a regular expression matches in time proportional to the length of the text."""

from __future__ import annotations

from re import _constants, _parser  # type: ignore[attr-defined] # Nothing public reads patterns.
from typing import Any


def may_be_slow(pattern: str) -> bool:
    """True if a repeated part contains a repetition or a choice, so that matching can backtrack.

    Backreferences count as slow, too.

    Raises:
        re.error: It is not a regular expression.
    """
    return _any_is_slow(_parser.parse(pattern))


def _any_is_slow(nodes: Any, *, repeated: bool = False) -> bool:
    return any(_is_slow(kind, arguments, repeated) for kind, arguments in nodes)


def _is_slow(kind: Any, arguments: Any, repeated: bool) -> bool:
    if kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
        many = arguments[1] > 1
        return (many and repeated) or _any_is_slow(arguments[2], repeated=repeated or many)
    if kind is _constants.BRANCH:
        return repeated or any(_any_is_slow(branch) for branch in arguments[1])
    if kind is _constants.SUBPATTERN:
        return _any_is_slow(arguments[3], repeated=repeated)
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return _any_is_slow(arguments[1], repeated=repeated)
    return kind in {_constants.GROUPREF, _constants.GROUPREF_EXISTS}
