"""What a language of the reports lacks: words of the pages, and words of the data.

What is shown instead are the words of the project's first language.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from alereport.base import book, languages, params
from alereport.base.errors import TableError
from alereport.base.languages import ENGLISH
from alereport.base.locales import chosen
from alereport.base.workspace import Workspace, write_whole
from alereport.data import registers, rules, schemas

Message = tuple[str, ...]
"""The English words; of those that count, one and many."""
Said = tuple[Mapping[str, str], str]
"""What is said, by language, and the place where a language's words stand or should."""


@dataclass(frozen=True)
class Missing:
    """The words that a language lacks.

    Attributes:
        language: Its code.
        messages: Words of the pages.
        data: Where words of the data are missing, such as `data/budget/table.yaml: title_nb`.
    """

    language: str
    messages: tuple[Message, ...]
    data: tuple[str, ...]


def missing(workspace: Workspace, language: str) -> Missing:
    """What a language lacks; of data that cannot be read, nothing is known.

    Raises:
        ParamsError: A catalogue of the project's own is none.
    """
    words = params.words(workspace)
    of_first = language == words.first  # Of which the gate refuses what is missing.
    in_data = () if of_first else tuple(_unsaid(_data(workspace, language), language))
    if language == ENGLISH or (language in languages.of_the_package() and not words.own):
        return Missing(language, (), in_data)
    spoken = languages.of_the_project(workspace)
    every = {message for each in spoken for message in _translated(words.catalogues(each))}
    own = languages.Words(language, words.own).catalogues(language)
    return Missing(language, tuple(sorted(every - _translated(own))), in_data)


def _translated(found: tuple[tuple[str, bytes], ...]) -> set[Message]:
    from alereport.base import catalogues  # noqa: PLC0415 - it takes long, and is seldom needed

    read = (message for each in found for message in catalogues.read(*each) if message.id)
    return {catalogues.english_of(message) for message in read}


def _data(workspace: Workspace, language: str) -> Iterator[Said]:
    """What the book and the data say, for a language; in English, data lack names at the most."""
    listed = book.contents(workspace)
    for _loc, page in listed.placed():
        yield page.title, f"{listed.place}: {language} of {chosen(page.title)}"
    for dataset in registers.NAMED if language == ENGLISH else workspace.datasets:
        with suppress(TableError):
            yield from _said(workspace, dataset, language)
            yield from _named(workspace, dataset, language)


def require(workspace: Workspace, dataset: str) -> None:
    """Refuse a dataset that is not described in the project's first language.

    Raises:
        TableError: Its schema, rules or accepted deviations lack words, or cannot be read.
    """
    first = params.words(workspace).first
    for place in _unsaid(_said(workspace, dataset, first), first):
        raise TableError(
            place.partition(": ")[0],
            f"{place.partition(': ')[2]} is missing",
            f"words in {first}, the first of the languages",
            "add them",
        )


def _said(workspace: Workspace, dataset: str, language: str) -> Iterator[Said]:
    folder = workspace.relative(workspace.dataset(dataset))
    schema = schemas.schema(workspace, dataset)
    for key in schema.worded:
        yield schema.said(key), f"{folder}/table.yaml: {key}_{language}"
    for field in schema.fields:
        place = f"{folder}/table.yaml: description_{language} of {field.name}"
        yield field.said("description"), place
    for rule in rules.of_dataset(workspace, dataset):
        yield rule.why.said, f"{folder}/rules.yaml: {language} of why in {rule.rule}"
    for entry in rules.accepted(workspace, dataset):
        yield entry.reason.said, f"{folder}/accepted.yaml: {language} of reason in {entry.rule}"


def _named(workspace: Workspace, dataset: str, language: str) -> Iterator[Said]:
    if dataset not in registers.NAMED:
        return
    file = workspace.relative(workspace.dataset(dataset) / f"{dataset}.csv")
    key = schemas.schema(workspace, dataset).primary_key
    for row in registers.records(workspace, dataset):
        named = " ".join(row[column] for column in key)
        yield registers.names(row), f"{file}: {registers.NAME}{language} of {named}"


def _unsaid(words: Iterable[Said], language: str) -> Iterator[str]:
    return (place for said, place in words if not said.get(language))


def write(workspace: Workspace, lacking: Missing) -> None:
    """Put what a language lacks in `build/words/`, as a catalogue to fill in; of none, nothing."""
    path = workspace.missing_words(lacking.language)
    if not lacking.messages and not lacking.data:
        path.unlink(missing_ok=True)
        return
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - see above
    from babel.messages.pofile import write_po  # noqa: PLC0415

    own = workspace.relative(workspace.locale / path.name)
    header = [
        f"What {lacking.language} lacks; translated, it stands in {own}.",
        *(["Of the data:"] if lacking.data else []),
        *lacking.data,
    ]
    catalogue = Catalog(
        locale=lacking.language,
        header_comment="\n".join(f"# {line}" for line in header),
        fuzzy=False,
    )
    for message in lacking.messages:
        counts = len(message) > 1
        catalogue.add(message if counts else message[0], ("", "") if counts else "")
    written = io.BytesIO()
    write_po(written, catalogue, width=100)
    write_whole(path, written.getvalue())
