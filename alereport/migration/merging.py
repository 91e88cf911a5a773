"""A YAML file of a dataset merged from three: the project's, the standard's before, and today's.

What the project changed stays where the standard did not change, and what the project added stays.
A part keeps its text, and so its comments, where it says the same as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from alereport.base import yaml_files
from alereport.base.files import FormError
from alereport.migration.conversions import checksum

TRANSLATED = re.compile(r"\w+_[a-z]{2,3}|private")
"""The keys of a column that a project may add: its words in one more language, and `private`."""
KEY = re.compile(r"^(?=[^\s#-])", re.MULTILINE)
"""Where a top-level key begins."""
ITEM = re.compile(r"^(?=- )", re.MULTILINE)
"""Where an item of a list begins."""


@dataclass(frozen=True)
class Part:
    """A rule, a column, a key of a schema, or an accepted deviation.

    Attributes:
        name: Its name; of an accepted deviation the name of its rule.
        value: Its parsed value.
        text: Its text, with the comments after it; empty to have it written again.
    """

    name: str
    value: Any
    text: str = ""


@dataclass(kw_only=True)
class Named:
    """The names of the parts that a person should know about.

    Attributes:
        own: Those that only the project has.
        kept: Those that the project changed and the standard did not.
        replaced: Those that both changed: the standard's is taken.
        removed: Those that the project had removed, and that are not brought back.
        retired: Those that the standard no longer has.
    """

    own: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def note(self, other: Named) -> None:
        """Add the names of another."""
        for each in fields(Named):
            getattr(self, each.name).extend(getattr(other, each.name))


@dataclass
class Merged(Named):
    """The parts of a file, and the names of those that a person should know about.

    Attributes:
        parts: In the order of the standard, each of the project's own after the one it stood after.
        clashes: Those of the project's own with a name that the standard now has, and takes.
    """

    parts: list[Part] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


def merge(
    mine: Sequence[Part],
    standard: Sequence[Part],
    before: Mapping[str, str],
    renamed: Mapping[str, str] | None = None,
) -> Merged:
    """Merge the parts of a project's file with those of the standard.

    Args:
        mine: The parts of the project.
        standard: The parts of this version's standard.
        before: The checksum of each part of the standard of the version before.
        renamed: The name of a part in this version, by its name in the one before.
    """
    renamed = renamed or {}
    old_names = {new: old for old, new in renamed.items()}
    by_name = {renamed.get(part.name, part.name): part for part in mine if part.name in before}
    own = {part.name: part for part in mine if part.name not in before}
    merged = Merged()
    for part in standard:
        if part.name in own:
            merged.parts.append(part)
            merged.clashes += [part.name] if own[part.name].value != part.value else []
        else:
            old = before.get(old_names.get(part.name, part.name))
            _add(merged, by_name.get(part.name), part, old)
    there = {part.name for part in standard}
    previous = ""
    for part in mine:
        name = renamed.get(part.name, part.name)
        if name not in there and part.name not in before:
            _insert(merged.parts, part, previous)
            merged.own.append(part.name)
        elif name not in there:
            merged.retired.append(part.name)
            continue
        previous = name
    return merged


def _add(merged: Merged, mine: Part | None, standard: Part, before: str | None) -> None:
    """Add a part of the standard, or what the project made of it."""
    if mine is None:
        if before is None:
            merged.parts.append(standard)
        else:
            merged.removed.append(standard.name)
    elif mine.value == standard.value:
        merged.parts.append(mine)
    elif checksum(mine.value) == before:
        merged.parts.append(standard)
    elif checksum(standard.value) == before:
        merged.parts.append(mine)
        merged.kept.append(standard.name)
    else:
        merged.parts.append(_with_translations(standard, mine))
        merged.replaced.append(standard.name)


def _insert(parts: list[Part], part: Part, previous: str) -> None:
    names = [each.name for each in parts]
    parts.insert(names.index(previous) + 1 if previous in names else len(parts), part)


def _with_translations(standard: Part, mine: Part) -> Part:
    """The standard's part with the words in further languages that the project gave it."""
    match standard.value, mine.value:
        case {"why": dict(why), **_rest}, {"why": dict(own_why), **_own_rest}:
            value = standard.value | {"why": own_why | why}
        case dict(), dict():
            added = {key: text for key, text in mine.value.items() if TRANSLATED.fullmatch(key)}
            value = added | standard.value
            value = {key: value[key] for key in (*standard.value, *added)}
        case _:
            return standard
    return standard if value == standard.value else Part(standard.name, value)


def items(text: str, value: Sequence[Any], name: str) -> tuple[str, list[Part]]:
    """The heading of a list in YAML, and its items, each named by one of its keys."""
    heading, *texts = ITEM.split(text)
    return _comments(heading), list(_parts([str(each[name]) for each in value], value, texts))


def keys(text: str, value: Mapping[str, Any]) -> tuple[str, list[Part]]:
    """The heading of a mapping in YAML, and its keys with their values."""
    heading, *texts = KEY.split(text)
    return _comments(heading), list(_parts(list(value), list(value.values()), texts))


def spelled_out(text: str) -> str:
    """The text of a YAML file with what its aliases refer to written out.

    Raises:
        FormError: It is not YAML.
    """
    value = yaml_files.load(text)
    if isinstance(value, dict):
        heading, parts = keys(text, value)
        return written(heading, list(map(_spelled_out, parts)), mapping, apart="")
    heading, *texts = ITEM.split(text)
    parts = list(_parts([""] * len(value), value, texts))
    return written(_comments(heading), list(map(_spelled_out, parts)), values, apart="\n")


def _spelled_out(part: Part) -> Part:
    """The part with its text, or without it if the text has an anchor or alias."""
    try:
        yaml_files.load(part.text, aliases=False)
    except FormError:
        return Part(part.name, part.value)
    return part


def _comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def _parts(names: Sequence[str], values: Sequence[Any], texts: Sequence[str]) -> Iterator[Part]:
    """Parts with their texts; without them where the file is not written a part at a time."""
    known = list(texts) if len(texts) == len(names) else [""] * len(names)
    for name, value, text in zip(names, values, known, strict=True):
        yield Part(name, value, text)


def written(
    heading: str, parts: Sequence[Part], as_yaml: Callable[[Sequence[Part]], Any], *, apart: str
) -> str:
    """The text of a file with these parts.

    A text that refers to another part that is gone, by a YAML alias, is written again, and then so
    are all.

    Args:
        as_yaml: Returns the value to write for some parts: a list or a mapping.
        apart: What stands between a part that is written again and the next.
    """
    texts = [part.text.rstrip("\n") or dumped(as_yaml([part])) for part in parts]
    text = heading + f"\n{apart}".join(texts) + "\n"
    try:
        if yaml_files.load(text) == as_yaml(parts):
            return text
    except FormError:
        pass
    return heading + f"\n{apart}".join(dumped(as_yaml([part])) for part in parts) + "\n"


def write_items(path: Path, heading: str, parts: Sequence[Part]) -> None:
    """Write a list of rules or accepted deviations, where there is any or was one."""
    if parts or path.is_file():
        text = written(heading, parts, values, apart="\n") if parts else f"{heading}[]\n"
        path.write_text(text, encoding="utf-8", newline="\n")


def values(parts: Sequence[Part]) -> list[Any]:
    return [part.value for part in parts]


def mapping(parts: Sequence[Part]) -> dict[str, Any]:
    return {part.name: part.value for part in parts}


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - each part stands for itself
        return True

    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        """Texts in several languages stand on a line each, other innermost parts on one line."""
        return super().represent_mapping(tag, mapping, False if "en" in mapping else flow_style)


def dumped(value: Any) -> str:
    """A value as YAML, its innermost parts on one line, without the last line break."""
    text = yaml.dump(
        value,
        Dumper=_WithoutAliases,
        allow_unicode=True,
        default_flow_style=None,
        sort_keys=False,
        width=1000,
    )
    return text.rstrip("\n")
