"""The words that tell what a document prints: the package's, and those a municipality adds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from alereport.base import files, yaml_files
from alereport.base.errors import ParamsError, expected_value
from alereport.base.files import FormError
from alereport.ingest.shapes import Draft

PACKAGED = Path(__file__).with_name("words.yaml")
OWN = Path("params", "ingest.yaml")
"""Where a project's own words stand; none need be there."""
SHORTEST_END = 5
"""Letters of a word that a compound may end with: `nettobudget` is a budget, `program` no `ram`."""
Lists = Mapping[str, list[str]]


class Words(BaseModel):
    """See `words.yaml`: lists of words by what they mean, for each place they stand in.

    Attributes:
        drafts: By the name of a dataset, how the tables of a document become its rows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, list[str]] = {}
    cells: dict[str, list[str]] = {}
    qualifiers: dict[str, list[str]] = {}
    periods: dict[str, list[str]] = {}
    units: dict[str, list[str]] = {}
    text_units: dict[str, list[str]] = {}
    senses: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    nouns: dict[str, list[str]] = {}
    wholes: dict[str, list[str]] = {}
    rows: dict[str, list[str]] = {}
    hedges: dict[str, list[str]] = {}
    comparators: dict[str, list[str]] = {}
    documents: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    statuses: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    goals: dict[str, list[str]] = {}
    prefixes: dict[str, list[str]] = {}
    fields: dict[str, list[str]] = {}
    deadlines: dict[str, list[str]] = {}
    levels: dict[str, list[str]] = {}
    progress: dict[str, list[str]] = {}
    continuations: list[str] = []
    conjunctions: list[str] = []
    ones: list[str] = []
    counting: list[str] = []
    each: list[str] = []
    staff: dict[str, list[str]] = {}
    sick_leave: dict[str, list[str]] = {}
    roles: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {}
    absence: dict[str, list[str]] = {}
    kept_as_printed: dict[str, list[str]] = {}
    drafts: dict[str, Draft] = {}

    def with_own(self, own: Words) -> Words:
        """These words and a municipality's own, which are tried first."""
        return Words.model_validate(
            {name: _joined(getattr(self, name), getattr(own, name)) for name in Words.model_fields}
        )

    @property
    def on_people(self) -> list[str]:
        """The datasets that are drafted with figures on people."""
        return [name for name, draft in self.drafts.items() if draft.on_people]

    @cached_property
    def patterns(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        """By the name of a list: each meaning with the pattern of its words."""
        return {
            name: [(meaning, _pattern(words)) for meaning, words in lists.items()]
            for name in Words.model_fields
            if name != "drafts" and isinstance(lists := getattr(self, name), dict)
        }

    def meaning(self, name: str, text: str) -> str:
        """The first meaning of a list whose words a text has; empty if it has none.

        Args:
            name: The list, as `columns`.
            text: A head, a label, a title.
        """
        plain = normalised(text)
        found = (meaning for meaning, pattern in self.patterns[name] if pattern.search(plain))
        return next(found, "")

    def whole(self, name: str, text: str) -> str:
        """The meaning of a list that has a text whole, as a label has it; empty if none has."""
        plain = normalised(text).rstrip(":")
        lists: dict[str, list[str]] = getattr(self, name)
        found = (key for key, words in lists.items() if plain in map(normalised, words))
        return next(found, "")

    def meanings(self, name: str, text: str) -> list[str]:
        """Every meaning of a list whose words a text has; each word counts once, in their order."""
        plain, found = normalised(text), []
        for meaning, pattern in self.patterns[name]:
            plain, count = pattern.subn(" ", plain)
            found += [meaning] * bool(count)
        return found

    def before(self, name: str, text: str) -> tuple[str, str]:
        """The meaning of the words a text begins with, and the rest; empty where it has none."""
        plain = " ".join(text.split())
        for meaning, pattern in self.patterns[name]:
            match = pattern.match(plain.casefold())
            if match:
                return meaning, plain[match.end() :].strip()
        return "", plain


def _joined(ours: Any, own: Any) -> Any:
    if isinstance(ours, list):
        return [*own, *ours]
    if any(isinstance(each, Draft) for each in (*ours.values(), *own.values())):
        return {**own, **{key: own.get(key, draft) for key, draft in ours.items()}}
    return {key: [*own.get(key, ()), *ours.get(key, ())] for key in {**ours, **own}}


def normalised(text: str) -> str:
    """A text in small letters, each letter one character, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(normalised, words), key=len, reverse=True)
    alternatives = [
        (r"\w*" if len(word) >= SHORTEST_END and word[0].isalpha() else "") + re.escape(word)
        for word in longest_first
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives) or '(?!)'})(?![^\W\d_])")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some words, for a text that is normalised."""
    return _pattern(words)


def load(project: Path | None) -> Words:
    """The words of the package, with those of a project's `params/ingest.yaml` where it has one.

    Raises:
        ParamsError: That file cannot be read or has something else than lists of words.
    """
    words = _read(PACKAGED, PACKAGED.name)
    own = project / OWN if project else None
    return words.with_own(_read(own, OWN.as_posix())) if own and own.exists() else words


def _read(path: Path, place: str) -> Words:
    try:
        return Words.model_validate(yaml_files.load(files.content(path)) or {})
    except FormError as problem:
        raise problem.error(ParamsError, place) from None
    except OSError as problem:
        found = f"it cannot be read ({problem.strerror})"
        raise ParamsError(place, found, "lists of words", "restore the file") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(map(str, first["loc"]))
        found, expected = f"{key or 'the file'} is no list of words", expected_value(first["msg"])
        raise ParamsError(place, found, expected, "see docs/ingest.md for its keys") from None
