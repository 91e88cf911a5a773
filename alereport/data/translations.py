"""What a language of the reports lacks: words of the pages, and words of the data.

What is shown instead are the words of the project's first language.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from alereport.base import catalogues, languages, params
from alereport.base.errors import TableError
from alereport.base.languages import ENGLISH
from alereport.base.workspace import Workspace, write_whole
from alereport.data import registers, rules, schemas

Message = tuple[str, ...]
"""The English words; of those that count, one and many."""


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
    in_data = tuple(_data(workspace, language)) if language != words.first else ()
    if language == ENGLISH or (language in languages.of_the_package() and not words.own):
        return Missing(language, (), in_data)
    spoken = languages.of_the_project(workspace)
    every = {message for each in spoken for message in _translated(words.catalogues(each))}
    own = languages.Words(language, words.own).catalogues(language)
    return Missing(language, tuple(sorted(every - _translated(own))), in_data)


def _translated(found: tuple[tuple[str, bytes], ...]) -> set[Message]:
    read = (message for each in found for message in catalogues.read(*each) if message.id)
    return {catalogues.english_of(message) for message in read}


def _data(workspace: Workspace, language: str) -> Iterator[str]:
    for dataset in workspace.datasets:
        with suppress(TableError):
            yield from _of_dataset(workspace, dataset, language)


def _of_dataset(workspace: Workspace, dataset: str, language: str) -> Iterator[str]:
    folder = workspace.relative(workspace.dataset(dataset))
    schema = schemas.schema(workspace, dataset)
    for key in schema.worded:
        yield from _unsaid(schema.said(key), language, f"{folder}/table.yaml: {key}_{language}")
    for field in schema.fields:
        place = f"{folder}/table.yaml: description_{language} of {field.name}"
        yield from _unsaid(field.said("description"), language, place)
    for rule in rules.of_dataset(workspace, dataset):
        place = f"{folder}/rules.yaml: {language} of why in {rule.rule}"
        yield from _unsaid(rule.why.said, language, place)
    for entry in rules.accepted(workspace, dataset):
        place = f"{folder}/accepted.yaml: {language} of reason in {entry.rule}"
        yield from _unsaid(entry.reason.said, language, place)
    if dataset in registers.NAMED:
        for row in registers.records(workspace, dataset):
            place = f"{folder}/{dataset}.csv: {registers.NAME}{language} of {_key(schema, row)}"
            yield from _unsaid(registers.names(row), language, place)


def _unsaid(said: Mapping[str, str], language: str, place: str) -> Iterator[str]:
    if not said.get(language):
        yield place


def _key(schema: schemas.Schema, row: Mapping[str, str]) -> str:
    return " ".join(row[column] for column in schema.primary_key)


def write(workspace: Workspace, lacking: Missing) -> None:
    """Put what a language lacks in `build/words/`, as a catalogue to fill in; of none, nothing."""
    path = workspace.missing_words(lacking.language)
    if not lacking.messages and not lacking.data:
        path.unlink(missing_ok=True)
        return
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
