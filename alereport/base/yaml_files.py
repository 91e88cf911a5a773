"""YAML that people write, read the same everywhere: what is written is what is meant.

A file has one document of mappings, lists and scalars. What a reader of the file could miss is
refused with its line: a key that stands twice, of which the last would count, an anchor or alias, a
merge key, a tag. Numbers are decimal and words are words: `0331` and `no` are text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import yaml

from alereport.base import files
from alereport.base.files import FormError
from alereport.base.printable import unprintable

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe YAML loader; the fast C version if it is installed."""
LARGEST = 2 * files.MIB
"""The most bytes of a file that people write."""
DEEPEST = 24
"""The most mappings and lists within each other."""
MOST = 100_000
"""The most keys, items and scalars of a file, with what aliases stand for where they may be."""
ENTRY_BYTES, ENTRY_VALUES = 4096, 200
"""How much more a file may have for each entry that is expected in it; see `load`."""
DIGITS = 15
"""The most digits of a whole number: more cannot be computed with exactly."""

WORDS = {
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""The words that are no text."""
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MERGE = "<<"
CORRECT = "correct the line"


def load(content: str | bytes, *, aliases: bool = True, entries: int = 0) -> Any:
    """Parse YAML.

    Args:
        content: The file.
        aliases: False if anchors and aliases are refused, as in all that this version reads; a
            project of an earlier version may have some.
        entries: How many entries are expected of a file that grows with the project, which may
            be so much larger.

    Raises:
        FormError: It is not YAML, or has what is refused.
    """
    root = _root(content, aliases=aliases, entries=entries)
    return None if root is None else _value(root)


def has_aliases(content: str) -> bool:
    """Return whether YAML refers from one place of the file to another.

    Raises:
        FormError: See `load`.
    """
    return _nodes(content, aliases=True).has_aliases


def texts(content: str) -> Any:
    """Parse YAML of texts alone: a value is what is written, of whatever type it looks.

    Raises:
        FormError: See `load`; or the value of a key is a list or a mapping.
    """
    root = _root(content, aliases=False)
    if not isinstance(root, yaml.MappingNode):
        return None if root is None else _value(root)
    for _key_node, node in root.value:
        if not isinstance(node, yaml.ScalarNode):
            raise _refused(node, "a list or mapping", "a text", CORRECT)
        node.style = '"'
    return _mapping(root)


def line_of(content: str, loc: Sequence[str | int]) -> int:
    """Return the line of a key or item, or of the last one on the way that exists; 0 if none.

    Args:
        content: YAML that can be parsed.
        loc: The keys and item numbers that lead there.
    """
    node, line = _root(content, aliases=True, entries=len(content)), 0
    for part in loc:
        match node, part:
            case yaml.MappingNode(value=pairs), _:
                matches = [pair for pair in pairs if pair[0].value == str(part)]
            case yaml.SequenceNode(value=items), int():
                matches = [(item, item) for item in items[part : part + 1]]
            case _:
                matches = []
        if not matches:
            break
        line, node = _line(matches[0][0]), matches[0][1]
    return line


def _root(content: str | bytes, *, aliases: bool, entries: int = 0) -> yaml.Node | None:
    return _nodes(content, aliases=aliases, entries=entries).root


def _nodes(content: str | bytes, *, aliases: bool, entries: int = 0) -> _Nodes:
    largest = LARGEST + entries * ENTRY_BYTES
    if len(content) > largest:
        found = f"it is larger than {largest // files.MIB} MiB"
        raise FormError(0, found, "a file that people write", "restore the file")
    text = files.text(content) if isinstance(content, bytes) else content
    files.require_printable(text)
    return _Nodes(text, aliases=aliases, most=MOST + entries * ENTRY_VALUES)


class _Nodes:
    """The nodes of a text; made here, since the library knows no limits and tells no anchors."""

    def __init__(self, text: str, *, aliases: bool, most: int) -> None:
        self._text = text
        self._most = most
        self._aliases = aliases
        self._anchors: dict[str, tuple[yaml.Node, int]] = {}
        self._count = 0
        self.has_aliases = False
        self.root = self._read()

    def _read(self) -> yaml.Node | None:
        """Return the node of the only document; None if there is none."""
        try:
            self._events = self._parsed()
            event, root = next(self._events), None
            if not isinstance(event, yaml.StreamEndEvent):
                root = self._node(next(self._events), 0)
                next(self._events)  # The end of the document.
                event = next(self._events)
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            raise FormError(
                mark.line + 1 if mark else 0,
                f"it is not YAML ({getattr(problem, 'problem', None) or 'it cannot be parsed'})",
                "one `key: value` a line",
                CORRECT,
            ) from None
        if not isinstance(event, yaml.StreamEndEvent):
            raise _refused(event, "a second document begins", "one document", "remove it")
        return root

    def _parsed(self) -> Iterator[Any]:
        events = yaml.parse(self._text, LOADER)
        next(events)  # The start of the file.
        return events

    def _node(self, event: Any, depth: int) -> yaml.Node:
        before = self._count
        self._count += 1
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.anchor is not None and not self._aliases:
            found, expected = f"the anchor &{event.anchor}", "each value written out"
            raise _refused(event, found, expected, "remove it, and write out what refers to it")
        if event.tag is not None:
            raise _refused(event, f"the tag {event.tag}", "a value without a tag", "remove the tag")
        if depth > DEEPEST:
            found = f"more than {DEEPEST} levels of lists and mappings"
            raise _refused(event, found, "a few levels", CORRECT)
        node = self._made(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._count - before
        self._require_few(event)
        return node

    def _alias(self, event: Any) -> yaml.Node:
        if not self._aliases:
            found, expected = f"the alias *{event.anchor}", "the value written out"
            raise _refused(event, found, expected, "write it out; text with * stands in quotes")
        if event.anchor not in self._anchors:
            raise _refused(event, f"the unknown alias *{event.anchor}", "a value", CORRECT)
        self.has_aliases = True
        node, count = self._anchors[event.anchor]
        self._count += count
        self._require_few(event)
        return node

    def _require_few(self, event: Any) -> None:
        if self._count > self._most:
            found = f"more than {self._most} values"
            raise _refused(event, found, "a file that people write", "restore the file")

    def _made(self, event: Any, depth: int) -> yaml.Node:
        mark = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            return yaml.ScalarNode("", event.value, mark, style="" if event.implicit[0] else '"')
        if isinstance(event, yaml.SequenceStartEvent):
            return yaml.SequenceNode("", list(self._items(yaml.SequenceEndEvent, depth)), mark)
        children = self._items(yaml.MappingEndEvent, depth)
        return yaml.MappingNode("", list(zip(children, children, strict=True)), mark)

    def _items(self, end: type[Any], depth: int) -> Iterator[yaml.Node]:
        while not isinstance(event := next(self._events), end):
            yield self._node(event, depth + 1)


def _value(node: Any) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    return _text(node) if node.style else _scalar(node)


def _mapping(node: yaml.MappingNode) -> dict[str | int, Any]:
    mapping: dict[str | int, Any] = {}
    lines: dict[str | int, int] = {}
    for key_node, value_node in node.value:
        key = _key(key_node)
        if key in lines:
            raise _refused(
                key_node,
                f"the key `{key}` is also on line {lines[key]}",
                "each key once",
                "remove one of the two",
            )
        mapping[key], lines[key] = _value(value_node), _line(key_node)
    return mapping


def _key(node: Any) -> str | int:
    key = _value(node) if isinstance(node, yaml.ScalarNode) else None
    if key == MERGE and not node.style:
        raise _refused(node, "the merge key <<", "each key written out", "write the keys out")
    if isinstance(key, (bool, float, date)):
        key = str(node.value)
    if not isinstance(key, (str, int)):
        raise _refused(node, "a key that is no word", "`key: value`", CORRECT)
    return key


def _scalar(node: yaml.ScalarNode) -> Any:
    """Return the value of a scalar without quotes."""
    text = str(node.value)
    if not text or text[0] not in "0123456789+-.tTfFnN~":
        return None if not text else _text(node)
    if INTEGER.fullmatch(text):
        if len(text.lstrip("+-")) > DIGITS:
            found = f"a number of {len(text.lstrip('+-'))} digits"
            raise _refused(node, found, f"at most {DIGITS} digits", "correct the number")
        return int(text)
    if NUMBER.fullmatch(text) or NO_NUMBER.fullmatch(text):
        return _number(node, text)
    if DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            found, expected = f"the date {text} does not exist", "a day of the calendar"
            raise _refused(node, found, expected, "correct the date") from None
    return WORDS[text] if text in WORDS else _text(node)


def _number(node: yaml.ScalarNode, text: str) -> float:
    number = math.nan if NO_NUMBER.fullmatch(text) else float(text)
    if not abs(number) < 10**DIGITS:
        expected = f"a number of at most {DIGITS} digits"
        raise _refused(node, f"the number {text}", expected, "correct the number")
    return number


def _text(node: yaml.ScalarNode) -> str:
    if sign := unprintable(node.value):
        expected = "text without control characters"
        raise _refused(node, f"a control character, {sign}", expected, "remove it")
    return str(node.value)


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _refused(node: Any, found: str, expected: str, next_step: str) -> FormError:
    return FormError(_line(node), found, expected, next_step)
