"""How the tables of a document become rows of a dataset, as `drafts` in `words.yaml` says."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Draft(BaseModel):
    """How the tables of one dataset look, and what of a row goes to which column.

    A column of a table is told by its key: its kind, as `budget`; `budget total` where its head
    has a word of `qualifiers`; `outturn year-1` where it is of the year before the document's; and
    empty where it is the only column and has no kind.

    Attributes:
        columns: The columns of the dataset that a document determines, in the order of its file.
        documents: The kinds of documents that have such tables; any, where none are named.
        named: The meanings in `tables` of which the words over the table have one; empty where
            they may have any.
        unnamed_in: The kinds of documents whose tables need no such words.
        unnamed: The meanings that they have not.
        on_people: True if its figures are on people, and are not printed on the terminal.
        beside: True if such a table may also be of another dataset.
        needs: The kinds of columns it has, one of each group at least.
        without: The kinds of columns of which it has none.
        has_totals: False if the row of a total is no row of the dataset.
        label: The column that takes the label of a row; empty where none does.
        number: The column that takes the number that a label begins with.
        first: The column that takes the first part of that number.
        cell: The column that takes a figure where each figure is a row; empty where each row is.
        kinds: By the key of a table's column, what `kind` is in a row of one figure. Figures of
            other columns are left out. Without any, all figures are taken.
        row: By the key of a table's column, the column that takes its figure or text.
        by_year: The column that takes the year of the figures; where each row of a table is one,
            it is one for each year.
        dated: The kinds whose meaning depends on a year, and that are asked about without one.
        told: Columns that words tell, each with the list of words: over the figure, then at its
            row, then over the table.
        defaults: Of these columns, what holds where no words of the table tell anything else.
        left_out: What words tell of a figure that is no row of the dataset.
        side: The column that tells costs from incomes.
        is_net: True if its amounts are net costs, so that a cost or an income alone is asked about.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[str, ...]
    documents: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    unnamed_in: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    on_people: bool = False
    beside: bool = False
    needs: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    has_totals: bool = True
    label: str = ""
    number: str = ""
    first: str = ""
    cell: str = ""
    kinds: dict[str, str] = {}
    row: dict[str, str] = {}
    by_year: str = ""
    dated: tuple[str, ...] = ()
    told: dict[str, str] = {}
    defaults: dict[str, str] = {}
    left_out: tuple[str, ...] = ()
    side: str = ""
    is_net: bool = False
