"""The words that the book explains, as `params/glossary.yaml` lists them, in the book's order.

An entry is a word, what it means in one sentence, and other forms that it has in a text:

    - word: nettokostnad
      name: {sv: nettokostnad, en: net cost}
      forms: {sv: [nettokostnaden], en: [net costs]}
      meaning: {sv: Kostnader minus intäkter., en: Costs less income.}

A project without the file explains no words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from alereport.base import files, keyed_files, params
from alereport.base.errors import ParamsError
from alereport.base.forms import SLUG, written_as
from alereport.base.workspace import Workspace

Slug = Annotated[str, SLUG]
Text = Annotated[
    str,
    StringConstraints(min_length=2),
    written_as(r"[^\n<>]+", "words on one line, without < and >"),
]


class Entry(keyed_files.Frozen):
    """A word that the book explains.

    Attributes:
        word: Its identifier, which links lead to.
        name: The word itself, by language.
        forms: Other forms of it that are linked where a page first uses one, by language. A form
            in lower case is also found with a capital first.
        meaning: What it means, in a sentence or two, by language.
        local: True of a word of this municipality alone, such as the name of its rescue service:
            another municipality's project does not begin with it.
    """

    word: Slug
    name: Annotated[dict[str, Text], Field(min_length=1)]
    forms: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    meaning: Annotated[dict[str, Text], Field(min_length=1)]
    local: bool = False

    def forms_in(self, language: str) -> tuple[str, ...]:
        """The forms in a language, the word itself first; none if it is not explained in it."""
        name = self.name.get(language)
        return (name, *self.forms.get(language, ())) if name else ()


def entries(workspace: Workspace) -> tuple[Entry, ...]:
    """Read the words that the book explains.

    Raises:
        ParamsError: The file cannot be read, an entry is invalid, lacks the municipality's first
            language, or has the word or a form of another.
    """
    if not files.exists(workspace.glossary):
        return ()
    place = workspace.relative(workspace.glossary)
    text, value = keyed_files.read(workspace.glossary, place)
    listed = keyed_files.items(Entry, value, place=place, text=text, what="words", kind=ParamsError)
    for number, found, expected in _problems(listed, params.municipality(workspace).languages[0]):
        where = keyed_files.place_with_line(place, text, (number,))
        raise ParamsError(where, found, expected, "correct the entry")
    return listed


def _problems(listed: tuple[Entry, ...], first: str) -> Iterator[tuple[int, str, str]]:
    seen: dict[tuple[str, str], str] = {}
    for number, entry in enumerate(listed):
        for key, texts in (("name", entry.name), ("meaning", entry.meaning)):
            if first not in texts:
                yield number, f"{entry.word} has no {key} in {first}", f"a {key} in {first}"
        forms = [(code, form) for code in entry.name for form in entry.forms_in(code)]
        for form in [("", entry.word), *forms]:
            if form in seen:
                found = f"{form[1]} stands under {seen[form]} and {entry.word}"
                yield number, found, "each word and form once"
            seen[form] = entry.word
