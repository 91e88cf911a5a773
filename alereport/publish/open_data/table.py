"""A published dataset, and the texts that describe it in every format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.settings import Municipality
from alereport.data.schemas import Schema


@dataclass(frozen=True)
class Table:
    """A published dataset.

    Attributes:
        name: The name of the dataset and of its file.
        schema: Its columns and what they mean.
        documents: The source documents of its rows, from the register.
        csv: The file's content.
    """

    name: str
    schema: Schema
    documents: tuple[dict[str, str], ...]
    csv: bytes

    @property
    def path(self) -> str:
        return file_name(self.name)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.csv).hexdigest()


def file_name(dataset: str) -> str:
    return f"{dataset}.csv"


def title_of(schema: Schema) -> str:
    return locales.for_reader(schema.by_language("title"))


def description_of(schema: Schema) -> str:
    """What one row of a dataset is, and if its documents need not be public, which are left out."""
    description = locales.for_reader(schema.by_language("description"))
    if schema.privacy is None or schema.privacy.of_document:
        return description.strip()
    left_out = _("Rows from which the health of a small group could be known are left out.")
    return f"{description.strip()} {left_out}"


def description_of_all(municipality: Municipality) -> str:
    """What all datasets together contain."""
    description = _("Budgets, staffing, goals and their follow-up in {name}, figure by figure.")
    return description.format(name=municipality.name)


def formula_note() -> str:
    """How cells are changed that a spreadsheet would take for a formula."""
    return _(
        "A text that a spreadsheet would take for a formula (one that begins with =, +, -, @, a "
        "tab or a return) has an apostrophe before it; figures are as they are."
    )
