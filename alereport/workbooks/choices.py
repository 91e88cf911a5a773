"""What may be chosen in a cell: the words for each value, and the value for what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.data.schemas import Field, ForeignKey, Schema
from alereport.workbooks.layout import Column, Layout, Row, word

LONGEST = 200
"""Characters of the longest words that may be chosen; what is longer is chosen by short name."""
Chosen = Mapping[str, str]
"""The words of each value, in the order of the list."""


class Choices:
    """The words for the values of the columns where one is chosen.

    Args:
        workspace: The project.
        document: The document's row of the register.
        rows: The rows that are in the workbook, which others of it may refer to, by dataset.
    """

    def __init__(
        self, workspace: Workspace, document: Row, rows: Mapping[str, Sequence[Row]]
    ) -> None:
        self._workspace, self._document, self._rows = workspace, document, rows
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, layout: Layout, column: Column) -> Chosen | None:
        """The words for each value of a column; None if anything may be typed."""
        if column.field is None or column.values:
            return None
        if own := _of_list(layout, column.field):
            return own
        reference = reference_of(self._workspace, layout.table, column.name)
        if reference is None:
            return None
        return self._of_reference(*reference)

    def _of_reference(self, dataset: str, key: str) -> dict[str, str]:
        if (dataset, key) not in self._labels:
            self._labels[dataset, key] = dict(self._labelled(dataset, key))
        return self._labels[dataset, key]

    def _labelled(self, dataset: str, key: str) -> Iterator[tuple[str, str]]:
        """Each value of a key and its words, or the value itself where the words are another's."""
        sheet = schemas.schema(self._workspace, dataset).sheet
        label = sheet.label if sheet else ""
        taken: set[str] = set()
        known: set[str] = set()
        for group in self._groups(dataset):
            found = {row[key]: row.get(label, "") for row in group if row.get(key)}
            counts = Counter(words.casefold() for words in found.values())
            for value, words in found.items():
                if value in known:
                    continue
                small = words.casefold()
                clear = words and len(words) <= LONGEST and counts[small] == 1
                yield value, words if clear and small not in taken else value
            known.update(found)
            taken.update(counts)

    def _groups(self, dataset: str) -> Iterator[Sequence[Row]]:
        """The rows that a value may be of: those of the workbook, then the latest document's."""
        yield self._rows.get(dataset, ())
        committee, year = self._document.get("committee", ""), self._document["year"]
        documents = registers.documents_of_committee(self._workspace, committee)
        names = [row["document"] for row in reversed(documents) if row["year"] <= year]
        for name in (dataset, *names):
            path = self._workspace.dataset(dataset) / f"{name}.csv"
            if name != self._document["document"] and path.exists():
                rows = data_files.records(self._workspace, path)
                yield [row for row in rows if row.get("committee", committee) == committee]


def reference_of(workspace: Workspace, table: Schema, column: str) -> tuple[str, str] | None:
    """The dataset and its column that a column refers to, if its rows have words to choose by.

    Raises:
        TableError: Its schema cannot be read.
    """
    for key in table.foreign_keys:
        if column in key.fields and _has_label(workspace, key):
            other = key.reference.fields[key.fields.index(column)]
            target = schemas.schema(workspace, key.reference.resource)
            if target.sheet and other not in target.sheet.from_document:
                return key.reference.resource, other
    return None


def _has_label(workspace: Workspace, key: ForeignKey) -> bool:
    if key.reference.resource not in workspace.datasets:
        return False
    sheet = schemas.schema(workspace, key.reference.resource).sheet
    return sheet is not None and sheet.label != ""


def _of_list(layout: Layout, field: Field) -> dict[str, str]:
    if field.type == "boolean":
        return {"true": _("yes"), "false": _("no")}
    return {value: word(layout.sheet, field.name, value) for value in field.constraints.enum or ()}


def values(layout: Layout, column: Column, chosen: Chosen) -> dict[str, str]:
    """The value for each text that may stand in a cell.

    That is the words that are shown, those in every other language, and the value itself.
    """
    texts = layout.sheet.words.get(column.name, {})
    found: dict[str, str] = {}
    for value, words in chosen.items():
        for each in (words, *texts.get(value, {}).values(), value):
            found.setdefault(each, value)
    if column.field is not None and column.field.type == "boolean":
        found |= dict.fromkeys(("yes", "ja", "x", "1"), "true")
        found |= dict.fromkeys(("no", "nej", "0"), "false")
    return found
