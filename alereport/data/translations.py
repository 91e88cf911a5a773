"""The missing translations of a language: texts of the pages, and texts of the data.

The text in the project's first language is shown instead.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from alereport.base import book, languages, params
from alereport.base.errors import TableError
from alereport.base.languages import DATA_LANGUAGE, ENGLISH
from alereport.base.locales import for_reader
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import registers, rules, schemas

Message = tuple[str, ...]
"""The English text; for a plural message, singular and plural."""
Texts = tuple[Mapping[str, str], str]
"""A text by language, and the place where the text in one language is or should be."""


@dataclass(frozen=True)
class Missing:
    """The missing translations of a language.

    Attributes:
        language: Its code.
        messages: Untranslated messages of the pages.
        data: Places where texts of the data are missing: `data/budget/table.yaml: title_nb`.
    """

    language: str
    messages: tuple[Message, ...]
    data: tuple[str, ...]


def missing(workspace: Workspace, language: str) -> Missing:
    """The missing translations of a language; data that cannot be read are ignored.

    Raises:
        ParamsError: One of the project's own catalogues is not a catalogue.
    """
    words = params.words(workspace)
    is_first = language == words.first  # The gate refuses data without texts in it.
    data = () if is_first else tuple(_missing_places(_data_texts(workspace, language), language))
    if language == ENGLISH or (
        language in languages.package_languages() and not words.project_catalogues
    ):
        return Missing(language, (), data)
    codes = languages.project_languages(workspace)
    messages = {message for code in codes for message in _translated(words.catalogues(code))}
    own = languages.Words(language, words.project_catalogues).catalogues(language)
    return Missing(language, tuple(sorted(messages - _translated(own))), data)


def _translated(files: tuple[tuple[str, bytes], ...]) -> set[Message]:
    from alereport.base import catalogues  # noqa: PLC0415 - it is slow, and seldom needed

    messages = (message for file in files for message in catalogues.read(*file) if message.id)
    return {catalogues.english_of(message) for message in messages}


def _data_texts(workspace: Workspace, language: str) -> Iterator[Texts]:
    """The texts of the book, the schemas, and the registers' names; for whole columns of the data.

    A column that is there and lacks a text in a row is a warning of the gate.
    """
    listed = book.contents(workspace)
    for _loc, page in listed.located_pages():
        yield page.title, f"{listed.place}: {language} of {for_reader(page.title)}"
    for dataset in workspace.datasets:
        with suppress(TableError):
            if language != ENGLISH:  # It is required of every schema.
                yield from _descriptions(workspace, dataset, language)
            yield from _columns(workspace, dataset, language)
            yield from _names(workspace, dataset, language)


def require(workspace: Workspace, dataset: str) -> None:
    """Refuse a dataset that is not described in the project's first language.

    Raises:
        TableError: Its schema, rules or accepted deviations lack texts, or cannot be read.
    """
    first = params.words(workspace).first
    for place in _missing_places(_descriptions(workspace, dataset, first), first):
        raise TableError(
            place.partition(": ")[0],
            f"{place.partition(': ')[2]} is missing",
            f"text in {first}, the first of the languages",
            "add them",
        )


def _descriptions(workspace: Workspace, dataset: str, language: str) -> Iterator[Texts]:
    folder = workspace.relative(workspace.dataset(dataset))
    schema = schemas.schema(workspace, dataset)
    for key in schema.translated_keys:
        yield schema.by_language(key), f"{folder}/table.yaml: {key}_{language}"
    for field in schema.fields:
        place = f"{folder}/table.yaml: description_{language} of {field.name}"
        yield field.by_language("description"), place
    for rule in rules.of_dataset(workspace, dataset):
        yield rule.why.by_language, f"{folder}/rules.yaml: {language} of why in {rule.rule}"
    for entry in rules.accepted_deviations(workspace, dataset):
        place = f"{folder}/accepted.yaml: {language} of reason in {entry.rule}"
        yield entry.reason.by_language, place


def _columns(workspace: Workspace, dataset: str, language: str) -> Iterator[Texts]:
    """The columns with texts in a language, of each column that has them in some other language."""
    folder = workspace.relative(workspace.dataset(dataset))
    for column, by_language in schemas.schema(workspace, dataset).translations.items():
        texts = {DATA_LANGUAGE: column, **by_language}
        yield texts, f"{folder}/table.yaml: the column {column}_{language}"


def _names(workspace: Workspace, dataset: str, language: str) -> Iterator[Texts]:
    if registers.NAME not in registers.REGISTERS.get(dataset, ()):
        return
    file = workspace.relative(workspace.dataset(dataset) / f"{dataset}.csv")
    key = schemas.schema(workspace, dataset).primary_key
    for row in registers.register_rows(workspace, dataset):
        key_cells = " ".join(row[column] for column in key)
        yield registers.names(row), f"{file}: {registers.NAME}_{language} of {key_cells}"


def _missing_places(texts: Iterable[Texts], language: str) -> Iterator[str]:
    return (place for by_language, place in texts if not by_language.get(language))


def write(workspace: Workspace, lacking: Missing) -> None:
    """Write missing translations to `build/words/` as a catalogue to fill in.

    If nothing is missing, the file is removed.
    """
    path = workspace.missing_words(lacking.language)
    if not lacking.messages and not lacking.data:
        path.unlink(missing_ok=True)
        return
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - see above
    from babel.messages.pofile import write_po  # noqa: PLC0415

    target = workspace.relative(workspace.locale / path.name)
    header = [
        f"Missing translations of {lacking.language}; fill them in and save the file as {target}.",
        *(["Missing in the data:"] if lacking.data else []),
        *lacking.data,
    ]
    catalogue = Catalog(
        locale=lacking.language,
        header_comment="\n".join(f"# {line}" for line in header),
        fuzzy=False,
    )
    for message in lacking.messages:
        is_plural = len(message) > 1
        catalogue.add(message if is_plural else message[0], ("", "") if is_plural else "")
    content = io.BytesIO()
    write_po(content, catalogue, width=100)
    write_atomically(path, content.getvalue())
