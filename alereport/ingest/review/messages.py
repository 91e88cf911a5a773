"""What the program says of a document and its rows, in the language of the page.

Readers, gate and lint say it in English, as the command line shows it. The catalogues in
`locale/messages` have the same in other languages, with what differs in braces: `{said}`, or a
name that begins so, is a message itself, `{place}` a place in a document, `{facts}` the names of
columns, and anything else stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from alereport.base import catalogues, locales, params
from alereport.base.errors import AlereportError, Failure, GateError
from alereport.base.languages import ENGLISH, Words
from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.gate import verdicts
from alereport.ingest import accepting, registering
from alereport.ingest.review import wording
from alereport.ingest.review.markup import Html, element, filled, joined

PARTED = "; "
"""What stands between several messages."""
MESSAGE = "said"
"""What the name of a gap begins with that is a message itself."""
LETTER = re.compile(r"[^\W\d_]")
GAP = re.compile(r"\\{(\w+)\\}")
"""A name in braces, in a message whose signs are escaped."""


@dataclass(frozen=True)
class _Form:
    """A message in which something differs: how it is recognised, and its translation."""

    pattern: re.Pattern[str]
    translation: str


@dataclass(frozen=True)
class _Catalogue:
    """The messages of a language: those that are always the same, and the others."""

    whole: Mapping[str, str]
    forms: tuple[_Form, ...]


class Messages:
    """What is said on the pages of a project, in the current language.

    What is not translated is marked as the English it is.

    Args:
        workspace: The project.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, message: str) -> Html:
        """A message: of a reader, or a part of one of the gate or the lint."""
        known = self._known(message)
        return known or (_in_english(message) if LETTER.search(message) else joined(message))

    def of_error(self, problem: AlereportError) -> Html:
        """All that an error says."""
        several = getattr(problem, "problems", ())
        if isinstance(problem, GateError):
            return _in_lines([self.of_failure(each) for each in problem.failures])
        if several:
            return _in_lines([self.of_error(each) for each in several])
        said = filled(
            _("{place}: {found}; expected: {expected}."),
            place=self._known(problem.place) or joined(wording.place(problem.place)),
            found=self.of(problem.found),
            expected=self.of(problem.expected),
        )
        return joined(said, self._step(problem.next_step))

    def of_failure(self, failure: Failure) -> Html:
        """What is said of a row that breaks a rule, apart from where it stands."""
        said = filled(
            _("{column} is {value}; expected: {expected}. {why}"),
            column=self._column(failure.column),
            value=joined(self._whole(failure.value)),
            expected=self.of(failure.expected),
            why=self.of(failure.why),
        )
        return joined(said, self._step(failure.next_step))

    def _step(self, step: str) -> Html:
        """What is to be done; nothing where it is what the page is for."""
        is_review = step in {accepting.STEP, registering.STEP}
        told = filled(_("What to do: {step}."), step=self.of(step))
        return Html("") if is_review else joined(" ", told)

    def _known(self, message: str) -> Html | None:
        """A message in the current language; None where it is not translated."""
        if locales.current() == ENGLISH or not message:
            return joined(message)
        if texts := self._of_data.get(message):
            return joined(locales.for_reader(texts))
        if message in self._catalogue.whole:
            return joined(self._catalogue.whole[message])
        for form in self._catalogue.forms:
            if match := form.pattern.fullmatch(message):
                parts = {name: self._gap(name, each) for name, each in match.groupdict().items()}
                return filled(form.translation, **parts)
        if PARTED in message:
            return self._several(message.split(PARTED))
        return None

    def _several(self, parts: list[str]) -> Html | None:
        known = [self._known(part) for part in parts]
        is_any = any(known)
        said = [each or _in_english(part) for each, part in zip(known, parts, strict=True)]
        return joined(said[0], *(joined(PARTED, each) for each in said[1:])) if is_any else None

    def _gap(self, name: str, words: str) -> Html:
        """What stands in the braces of a message."""
        if name.startswith(MESSAGE):
            return self.of(words)
        if name == "facts":
            return joined(", ".join(map(self._whole, words.split(", "))))
        return joined(wording.place(words) if name == "place" else words)

    def _column(self, names: str) -> Html:
        """The column that a failure is about, or several, by name; or what else it is about."""
        if " " in names.replace(", ", ""):
            return self.of(names)
        return element("code", names, translate="no")

    def _whole(self, words: str) -> str:
        """One of the words that a value may be, such as `empty`; any other as it is."""
        is_english = locales.current() == ENGLISH
        return words if is_english else self._catalogue.whole.get(words, words)

    @property
    def _catalogue(self) -> _Catalogue:
        return _catalogue(locales.current(), params.words(self._workspace))

    @cached_property
    def _of_data(self) -> Mapping[str, Mapping[str, str]]:
        """The texts that schemas and rules have in several languages, by the English ones."""
        found: dict[str, Mapping[str, str]] = {}
        for texts in _texts_of_data(self._workspace):
            if ENGLISH in texts:
                found[texts[ENGLISH]] = texts
                found[_inner(texts[ENGLISH])] = {key: _inner(each) for key, each in texts.items()}
        return found


def _texts_of_data(workspace: Workspace) -> Iterator[Mapping[str, str]]:
    for dataset in workspace.datasets:
        for field in schemas.schema(workspace, dataset).fields:
            yield field.by_language("description")
        for rule in rules.of_dataset(workspace, dataset):
            yield rule.why.by_language
    for finding in verdicts.read(workspace).values():
        for checked in finding.checked:
            yield checked.why.by_language


def _inner(text: str) -> str:
    """A sentence as a part of another."""
    return text[:1].lower() + text[1:].rstrip(".")


def _in_english(words: str) -> Html:
    return element("span", words, lang=ENGLISH)


def _in_lines(said: list[Html]) -> Html:
    return said[0] if len(said) == 1 else element("ul", *(element("li", each) for each in said))


@lru_cache(maxsize=8)
def _catalogue(language: str, words: Words) -> _Catalogue:
    """The messages of a language, those of the project before those of the package."""
    whole: dict[str, str] = {}
    for place, data in _files(language, words):
        for message in catalogues.read(place, data):
            if message.id and isinstance(message.id, str) and isinstance(message.string, str):
                whole.setdefault(message.id, message.string)
    told = [each for each in whole if catalogues.gaps(each)]
    told.sort(key=lambda each: len(re.sub(r"\{\w+\}", "", each)), reverse=True)
    forms = [_Form(_pattern(each), whole[each]) for each in told]
    return _Catalogue(whole, tuple(forms))


def _files(language: str, words: Words) -> Iterator[tuple[str, bytes]]:
    for key, place, data in words.project_catalogues:
        if key == language:
            yield place, data
    packaged = resources.files("alereport") / "locale" / "messages" / f"{language}.po"
    if packaged.is_file():
        yield f"{language}.po", packaged.read_bytes()


def _pattern(message: str) -> re.Pattern[str]:
    """What a message looks like with something in its braces; one name twice is one thing."""
    seen: set[str] = set()

    def gap(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    return re.compile(GAP.sub(gap, re.escape(message)), re.DOTALL)
