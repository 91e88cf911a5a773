"""A dataset as it is published, and what is said of it wherever it is described."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.params import Municipality
from alereport.data.schemas import Schema
from alereport.privacy import withheld


@dataclass(frozen=True)
class Table:
    """A dataset as it is published.

    Attributes:
        name: The dataset's name; its file's too.
        schema: Its columns and what they mean.
        documents: The source documents its rows stand in, as the register has them.
        csv: The file's content.
    """

    name: str
    schema: Schema
    documents: tuple[dict[str, str], ...]
    csv: bytes

    @property
    def path(self) -> str:
        return file_of(self.name)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.csv).hexdigest()


def file_of(dataset: str) -> str:
    return f"{dataset}.csv"


def title_of(schema: Schema) -> str:
    return locales.chosen(schema.said("title"))


def description_of(name: str, schema: Schema) -> str:
    """What one row of a dataset is; of sick leave also what is left out."""
    described = locales.chosen(schema.said("description"))
    if name != withheld.DATASET:
        return described.strip()
    left_out = _("Rows from which the health of a small group could be known are left out.")
    return f"{described.strip()} {left_out}"


def description_of_all(municipality: Municipality) -> str:
    """What the datasets are together."""
    described = _("Budgets, staffing, goals and their follow-up in {name}, figure by figure.")
    return described.format(name=municipality.name)


def formula_note() -> str:
    """What is done to cells that a spreadsheet would take for a formula."""
    return _(
        "A text that a spreadsheet would take for a formula (one that begins with =, +, -, @, a "
        "tab or a return) has an apostrophe before it; figures are as they are."
    )
