"""Entries added to the text of a list in YAML, which keeps its comments and its order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from alereport.base import yaml_files
from alereport.base.errors import ParamsError
from alereport.base.files import FormError

Loc = Sequence[str | int]


def flow(value: object) -> str:
    """A value on one line, such as `{sv: Besök, en: Visits}` or `[ks]`."""
    match value:
        case Mapping():
            return f"{{{', '.join(f'{key}: {flow(each)}' for key, each in value.items())}}}"
        case str():
            is_plain = value[:1].isalpha() and not {*value} & {*':#,[]{}"'}
            return value if is_plain and _means(value) == value else _quoted(value)
        case Sequence():
            return f"[{', '.join(map(flow, value))}]"
    raise TypeError(f"{value!r} is no text, list or mapping")


def _means(value: str) -> object:
    return yaml_files.load(value)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def after(text: str, loc: Loc, entry: Mapping[str, object], *, place: str) -> tuple[str, int]:
    """Insert an entry after another one of the same list.

    Args:
        text: The file.
        loc: The path to the entry that it is to follow.
        entry: Its keys and values.
        place: The file, as named in messages.

    Returns:
        The new text, and the line of the entry in it.

    Raises:
        ParamsError: The list is not written with an entry on lines of its own.
    """
    lines = text.splitlines(keepends=True)
    first = yaml_files.line_of(text, loc) - 1
    indent = _indent(lines[first])
    if not lines[first].lstrip().startswith("- "):
        raise _not_in_lines(f"{place}:{first + 1}", entry)
    end = _end(lines, first, indent)
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    start = " " * indent
    keys = f"\n{start}  ".join(f"{key}: {flow(value)}" for key, value in entry.items())
    new = "".join([*lines[:end], f"{start}- {keys}\n", *lines[end:]])
    expected = yaml_files.load(text)
    *way, last = loc
    _at(expected, way).insert(int(last) + 1, dict(entry))
    if not _is(new, expected):
        raise _not_in_lines(f"{place}:{first + 1}", entry)
    return new, end + 1


def _at(value: Any, loc: Loc) -> Any:
    """The value at a path."""
    for part in loc:
        value = value[part]
    return value


def _is(text: str, expected: object) -> bool:
    """True if a text has a value."""
    try:
        return bool(yaml_files.load(text) == expected)
    except FormError:
        return False


def _end(lines: Sequence[str], first: int, indent: int) -> int:
    """The line after an entry; comments before the next entry are not the entry's."""
    end = first + 1
    for number, line in enumerate(lines[first + 1 :], first + 1):
        is_inside = _indent(line) > indent
        if line.strip() and not line.lstrip().startswith("#") and not is_inside:
            break
        if line.strip() and is_inside:
            end = number + 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def with_item(
    text: str, loc: Loc, key: str, item: Mapping[str, str], *, place: str
) -> tuple[str, int]:
    """Add an item to a mapping under a key of an entry, such as `committee: {ks: visits_ks}`.

    Args:
        text: The file.
        loc: The path to the entry.
        key: The key, whose value is on one line in braces, if the entry has it.
        item: The item.
        place: The file, as named in messages.

    Returns:
        The new text, and the line that was changed.

    Raises:
        ParamsError: The entry, or the value of the key, is written in another way.
    """
    lines = text.splitlines(keepends=True)
    first = yaml_files.line_of(text, loc) - 1
    at = yaml_files.line_of(text, (*loc, key)) - 1
    pair = flow(item)[1:-1]
    if not lines[first].lstrip().startswith("- "):
        raise _not_in_lines(f"{place}:{first + 1}", {key: item})
    if at == first:
        at = first + 1
        lines.insert(at, f"{' ' * (_indent(lines[first]) + 2)}{key}: {{{pair}}}\n")
    else:
        before, brace, rest = lines[at].partition("}")
        comma = "" if before.rstrip().endswith("{") else ", "
        lines[at] = f"{before.rstrip()}{comma}{pair}{brace}{rest}"
    new, expected = "".join(lines), yaml_files.load(text)
    _at(expected, loc).setdefault(key, {}).update(item)
    if not _is(new, expected):
        raise _not_in_lines(f"{place}:{at + 1}", {key: item})
    return new, at + 1


def _not_in_lines(place: str, entry: Mapping[str, object]) -> ParamsError:
    written = ", ".join(f"{key}: {flow(value)}" for key, value in entry.items())
    return ParamsError(
        place,
        "it is not written with each entry on lines of its own",
        "lines that begin with `- `",
        f"add it by hand: {written}",
    )
