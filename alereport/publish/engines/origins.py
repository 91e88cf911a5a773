"""The origin of what a page shows, printed under each of its charts and tables."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from html import escape
from itertools import groupby
from pathlib import Path

from alereport.base.fingerprints import content
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.workspace import Workspace
from alereport.data import addresses, registers, schemas
from alereport.data.addresses import Addresses
from alereport.exhibits.traced import TracedLine
from alereport.privacy import withheld

DIGITS = 12
"""The hexadecimal digits of a fingerprint that are shown."""


class Origins:
    """Looks up the documents and sections of data rows; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._titles = {
            row["document"]: row["title"] for row in registers.register_rows(workspace, "documents")
        }
        self._addresses = Addresses(workspace)
        self._fingerprint = lru_cache(maxsize=None)(self._read_fingerprint)

    def ingredients(self, lines: Iterable[TracedLine]) -> Iterator[bytes | str]:
        """Everything that the origins of a page's charts and tables depend on, for a cache key."""
        files = sorted({addresses.file_of(row) for line in lines for row in line.rows})
        if not files:
            return
        yield content(self._workspace.dataset("documents") / "documents.csv")
        yield content(self._workspace.municipality)
        if any(f"/{withheld.DATASET}/" in file for file in files):  # All decide what is withheld.
            yield from map(content, self._workspace.data_files(withheld.DATASET))
        for file in files:
            yield from (file, content(self._workspace.root / file))

    @cached_property
    def _withheld(self) -> set[str]:
        return {schemas.place_of(row)[0] for row in withheld.rows(self._workspace)}

    def _read_fingerprint(self, file: str) -> str:
        return hashlib.sha256((self._workspace.root / file).read_bytes()).hexdigest()[:DIGITS]

    def _places(self, rows: Iterable[str]) -> str:
        """The documents and sections of rows, as text."""
        sections_by_title: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows:
            file, located = addresses.file_of(row), self._addresses.locate(row)
            sections = sections_by_title[self._titles.get(Path(file).stem, file)]
            if located and (section := located.cells.get("section")):
                sections[section] = None
        return "; ".join(
            ngettext(
                "{document}, section {sections}", "{document}, sections {sections}", len(sections)
            ).format(document=title, sections=", ".join(schemas.sorted_sections(sections)))
            if sections
            else title
            for title, sections in sections_by_title.items()
        )

    def table(self, lines: Sequence[TracedLine]) -> list[tuple[str, str, str]]:
        """For each line what is shown, its place in the documents, and its rows of the data."""
        return [
            (line.name, self._places(line.rows), ", ".join(self._spans(line.rows)))
            for line in lines
        ]

    def _spans(self, rows: Iterable[str]) -> Iterator[str]:
        """Rows as spans of the lines they are on now: `data/budget/x.csv:2–4, 7`, file by file."""
        lines_by_file: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            located = self._addresses.locate(row)
            lines_by_file[addresses.file_of(row)] |= {located.line} if located else set()
        for file, lines in lines_by_file.items():
            yield f"{file}:{_runs(lines)}" if lines else file

    def html(self, label: str, lines: Sequence[TracedLine]) -> str:
        """The origin of a chart or table, folded; empty if it was made from no rows."""
        if not lines:
            return ""
        summary = (
            _("Where do the figures come from?")
            if label.startswith("tbl-")
            else _("The figures as a table, and where they come from")
        )
        body = "".join(
            f'<tr><th scope="row">{escape(shown)}</th><td>{escape(place)}</td>'
            f"<td><code>{escape(rows)}</code></td></tr>"
            for shown, place, rows in self.table(lines)
        )
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in headings())
        return (
            f"<details><summary>{escape(summary)}</summary>"
            f'<div class="origin" tabindex="0" role="group" aria-label="{escape(summary)}">'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
            f"<p>{escape(self._fingerprints(lines))}</p></details>"
        )

    def _fingerprints(self, lines: Sequence[TracedLine]) -> str:
        files = dict.fromkeys(addresses.file_of(row) for line in lines for row in line.rows)
        withheld_mark = _("(withheld)")
        fingerprints = "; ".join(
            f"{file} {withheld_mark if file in self._withheld else self._fingerprint(file)}"
            for file in files
        )
        return _("The files' fingerprints (the beginning of their SHA-256): {said}.").format(
            said=fingerprints
        )


def headings() -> tuple[str, str, str]:
    return _("Shown"), _("Document"), _("Rows of the data")


def _runs(lines: Iterable[int]) -> str:
    """Lines as runs of consecutive ones: `2–4, 7`."""
    # Consecutive numbers have the same distance to their index.
    runs = groupby(enumerate(sorted(lines)), key=lambda pair: pair[1] - pair[0])
    spans = [[line for _index, line in run] for _distance, run in runs]
    return ", ".join(f"{span[0]}–{span[-1]}".removesuffix(f"–{span[0]}") for span in spans)
