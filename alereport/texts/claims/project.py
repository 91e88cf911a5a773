"""The texts of a project whose numbers are to be those of its rows.

A dataset names its column of such text as `claims` in its `table.yaml`; another names what its rows
are called in a text as `nouns`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from alereport.base.workspace import Workspace
from alereport.data import csv_files, data_files, registers, rules, schemas
from alereport.data.addresses import of_rows
from alereport.data.rules import Deviation
from alereport.data.schemas import CLAIMS, Schema
from alereport.privacy import withheld
from alereport.texts import numbers
from alereport.texts.claims import derived, facts, matching
from alereport.texts.claims.derived import MOST_YEARS, Value
from alereport.texts.claims.facts import Fact
from alereport.texts.claims.matching import Claim, Numbers, Support

UNMATCHED = "unmatched"
"""What an accepted deviation expects: the numbers of a text that no row supports."""
SHARED = 4
"""How many sets of documents keep what follows from their rows: a text may name others."""
BETWEEN = ", "
SECTIONS = "sections"
"""The dataset of how many rows there are, which no text is about."""
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Placed:
    """A number of a text, and where it stands.

    Attributes:
        row: The text's row, as `file:line`.
        cells: The cells of that row.
        file: The file.
        line: The line the number is on.
        claim: The number.
        is_withheld: True if no row supports it and it is a figure that is withheld.
    """

    row: str
    cells: Cells
    file: str
    line: int
    claim: Claim
    is_withheld: bool = False


def of_dataset(workspace: Workspace, dataset: str) -> list[Placed]:
    """Return the numbers of the texts of a dataset; none if it has no column of such text.

    Raises:
        TableError: A schema or a data file cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    if not schema.claims:
        return []
    project, paths = Project(workspace), workspace.data_files(dataset)
    placed = {
        path: list(_of_file(project, schema, workspace.relative(path)))
        for path in sorted(paths, key=lambda path: project.about(path.stem))
    }
    return [each for path in paths for each in placed[path]]


def of_project(workspace: Workspace) -> list[Placed]:
    """Return the numbers of all texts of a project that are to be those of its rows."""
    return [each for name in schemas.names(workspace) for each in of_dataset(workspace, name)]


def unmatched(workspace: Workspace) -> Iterator[Placed]:
    """Yield the numbers of all texts that no row supports and that are not accepted."""
    for dataset in schemas.names(workspace):
        entries = rules.accepted_deviations(workspace, dataset)
        accepted = [entry for entry in entries if entry.rule == CLAIMS]
        for placed in of_dataset(workspace, dataset):
            is_accepted = any(_accepts(entry, placed) for entry in accepted)
            if not placed.claim.is_matched and not is_accepted:
                yield placed


def _accepts(entry: Deviation, placed: Placed) -> bool:
    is_row = all(placed.cells.get(name) == str(cell) for name, cell in entry.row.items())
    return is_row and placed.claim.text in str(entry.expect.get(UNMATCHED, "")).split(BETWEEN)


def _of_file(project: Project, schema: Schema, file: str) -> Iterator[Placed]:
    path = project.workspace.root / file
    content = csv_files.text(data_files.content(project.workspace, path))
    for row, cells in zip(*data_files.read_rows(project.workspace, path), strict=True):
        text = dict(zip(schema.columns, cells, strict=True))
        words, line = text[schema.claims], data_files.place_of(row)[1]
        if path.suffix == ".md":  # The text begins below the heading that its row stands at.
            above = "".join(content.splitlines(keepends=True)[:line])
            line = content[: content.index(words, len(above))].count("\n") + 1
        for claim in matching.claims(words, project.support(text["document"], words)):
            below = words[: claim.offset].count("\n") if path.suffix == ".md" else 0
            tells = not claim.is_matched and project.tells_withheld(text["document"], claim.text)
            yield Placed(row, text, file, line + below, claim, tells)


class Project:
    """The rows of a project that a text may be about; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._documents = {
            row["document"]: row for row in registers.register_rows(workspace, "documents")
        }
        self._datasets = {
            name: schema
            for name in schemas.names(workspace)
            if not (schema := schemas.schema(workspace, name)).claims and name != SECTIONS
        }
        self._rows, self._hidden = cache(self._rows_of), cache(self._hidden_of)
        self._years, self._counts = cache(self._years_of), cache(self._counts_of)
        self._withheld_figures = cache(self._withheld_figures_of)
        self._support = lru_cache(maxsize=SHARED)(self._support_of)
        self._facts = cache(self._facts_of)
        self._values = lru_cache(maxsize=SHARED)(self._values_of)

    def about(self, document: str) -> tuple[str, str]:
        """Return the committee and year of a document; documents of the same share their rows."""
        row = self._documents.get(document, {})
        return row.get("committee", ""), row.get("year", "")

    def support(self, document: str, text: str) -> Support:
        """Return what a text about a document may state.

        That is what follows from the rows of its committee, at most two years from the document,
        and the numbers of the rows of a committee that the text names.
        """
        own = self._documents[document]["committee"]
        lowered = text.casefold()
        named = frozenset(
            row["committee"]
            for row in registers.register_rows(self.workspace, "committees")
            if row["committee"] != own and row[registers.NAME].casefold()[:-2] in lowered
        )
        return self._support(document, named)

    def tells_withheld(self, document: str, number: str) -> bool:
        """True if a number is a figure that is withheld, of the document's committee."""
        near = self._near(document, {self._documents[document]["committee"]})
        withheld_figures = set().union(*map(self._withheld_figures, near))
        return not withheld_figures.isdisjoint(map(abs, numbers.amounts(number)))

    def _withheld_figures_of(self, document: str) -> set[float]:
        return {
            float(figure)
            for dataset, schema in self._datasets.items()
            if schema.privacy and (hidden := self._hidden(dataset))
            for row, cells in self._records(dataset, document)
            for figure in map(cells.__getitem__, schema.privacy.figures)
            if row in hidden and figure
        }

    def _support_of(self, document: str, named: frozenset[str]) -> Support:
        own = self._near(document, {self._documents[document]["committee"]})
        others = self._near(document, named)
        return Support(
            values=self._values(tuple(own), tuple(others)),
            years=frozenset(chain.from_iterable(map(self._years, (*own, *others)))),
            counts=self._counts(document),
            stems=self._stems(chain.from_iterable(map(self._facts, own))),
        )

    def _values_of(self, own: Sequence[str], others: Sequence[str]) -> Numbers:
        """Return what follows from the rows of some documents, and the numbers of others."""
        own_facts, other_facts = (
            list(chain.from_iterable(map(self._facts, documents))) for documents in (own, others)
        )
        named = (Value(number, "") for number in self._named(own))
        return Numbers([*derived.values(own_facts), *derived.own(other_facts), *named])

    def _near(self, document: str, committees: Iterable[str]) -> list[str]:
        """Return the documents of committees that are at most two years from one."""
        year = int(self._documents[document]["year"])
        return [
            name
            for name, row in self._documents.items()
            if row["committee"] in committees and abs(int(row["year"]) - year) <= MOST_YEARS
        ]

    def _hidden_of(self, dataset: str) -> frozenset[str]:
        return withheld.addresses(self.workspace, dataset)

    def _rows_of(self, dataset: str, document: str) -> list[tuple[str, Cells]]:
        # A text that tells a withheld figure is not supported by it.
        hidden = self._hidden(dataset)
        return [row for row in self._records(dataset, document) if row[0] not in hidden]

    def _records(self, dataset: str, document: str) -> list[tuple[str, Cells]]:
        path = self.workspace.dataset(dataset) / f"{document}.csv"
        if not path.is_file():
            return []
        records = data_files.records(self.workspace, path)
        file, key = self.workspace.relative(path), self._datasets[dataset].primary_key
        return list(zip(of_rows(file, key, records), records, strict=True))

    def _years_of(self, document: str) -> set[int]:
        """Return the years that a document's rows, and its own in the register, name."""
        rows = (cells for name in self._datasets for _row, cells in self._rows(name, document))
        return facts.years([*rows, self._documents[document]])

    def _facts_of(self, document: str) -> list[Fact]:
        return [
            fact
            for dataset, schema in self._datasets.items()
            for fact in facts.of_rows(dataset, schema, self._rows(dataset, document))
        ]

    def _named(self, documents: Iterable[str]) -> set[float]:
        return {
            number
            for document in documents
            for dataset, schema in self._datasets.items()
            for number in facts.named(schema, (row[1] for row in self._rows(dataset, document)))
        }

    def _counts_of(self, document: str) -> dict[str, frozenset[int]]:
        """Return how many rows of a document there are of what each noun names.

        Those that stand under another row are counted for themselves too.
        """
        counts: dict[str, set[int]] = defaultdict(set)
        for dataset, schema in self._datasets.items():
            rows = [cells for _row, cells in self._rows(dataset, document)]
            for noun in schema.nouns:
                called = [cells for cells in rows if cells[noun.column] == noun.value]
                under = [cells for cells in called if cells.get("parent")]
                for word in noun.words if called else ():
                    counts[word] |= {len(called), len(under) or len(called)}
        return {word: frozenset(numbers) for word, numbers in counts.items()}

    def _stems(self, own_facts: Iterable[Fact]) -> dict[str, matching.Pattern]:
        """Return what names the area, unit or item that each number is about."""
        subjects = {fact.subject[-1] for fact in own_facts if fact.adds and fact.subject}
        names: dict[str, set[str]] = {subject: {subject} for subject in subjects}
        for row in registers.register_rows(self.workspace, "areas"):
            if row["area"] in names:
                names[row["area"]] |= {row[registers.NAME]}
        return {
            subject: matching.stems(
                own, chain.from_iterable(each for other, each in names.items() if other != subject)
            )
            for subject, own in names.items()
        }
