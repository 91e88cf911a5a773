"""Where what a page shows comes from, beside each of its figures and tables."""

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
from alereport.data import registers, schemas, versions
from alereport.exhibits.traced import Traced
from alereport.privacy import withheld

DIGITS = 12
"""How much of a fingerprint is shown."""


class Origins:
    """The rows of the data in their documents; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._titles = {
            row["document"]: row["title"] for row in registers.records(workspace, "documents")
        }
        self._sections = lru_cache(maxsize=None)(self._read_sections)
        self._fingerprint = lru_cache(maxsize=None)(self._read_fingerprint)

    def ingredients(self, of: Iterable[Traced]) -> Iterator[bytes | str]:
        """Everything that what is said of a page's figures and tables depends on."""
        named = sorted({_place(row)[0] for each in of for row in each.rows})
        if not named:
            return
        yield content(self._workspace.dataset("documents") / "documents.csv")
        yield content(self._workspace.municipality)
        if any(f"/{withheld.DATASET}/" in file for file in named):  # All decide what is withheld.
            yield from map(content, self._workspace.data_files(withheld.DATASET))
        for file in named:
            yield from (file, content(self._workspace.root / file))

    @cached_property
    def _withheld(self) -> set[str]:
        return {_place(row)[0] for row in withheld.rows(self._workspace)}

    def _read_sections(self, file: str) -> dict[str, str]:
        path = self._workspace.root / file
        rows = versions.records(path, content(path))
        return {f"{file}:{line}": row["section"] for line, row in rows if row.get("section")}

    def _read_fingerprint(self, file: str) -> str:
        return hashlib.sha256((self._workspace.root / file).read_bytes()).hexdigest()[:DIGITS]

    def _places(self, rows: Iterable[str]) -> str:
        """The documents and sections that rows stand in, in words."""
        said: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows:
            file, _line = _place(row)
            sections = said[self._titles.get(Path(file).stem, file)]
            if section := self._sections(file).get(row):
                sections[section] = None
        return "; ".join(
            ngettext(
                "{document}, section {sections}", "{document}, sections {sections}", len(sections)
            ).format(document=title, sections=", ".join(schemas.in_order(sections)))
            if sections
            else title
            for title, sections in said.items()
        )

    def table(self, of: Sequence[Traced]) -> list[tuple[str, str, str]]:
        """What is shown, where it stands in the documents, and in which rows of the data."""
        return [(each.name, self._places(each.rows), ", ".join(_spans(each.rows))) for each in of]

    def html(self, label: str, of: Sequence[Traced]) -> str:
        """A figure's or table's origin, folded away; empty where it was made from no rows."""
        if not of:
            return ""
        asked = (
            _("Where do the figures come from?")
            if label.startswith("tbl-")
            else _("The figures as a table, and where they come from")
        )
        body = "".join(
            f'<tr><th scope="row">{escape(shown)}</th><td>{escape(place)}</td>'
            f"<td><code>{escape(rows)}</code></td></tr>"
            for shown, place, rows in self.table(of)
        )
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in headings())
        return (
            f"<details><summary>{escape(asked)}</summary>"
            f'<div class="origin" tabindex="0" role="group" aria-label="{escape(asked)}">'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
            f"<p>{escape(self._fingerprints(of))}</p></details>"
        )

    def _fingerprints(self, of: Sequence[Traced]) -> str:
        files = dict.fromkeys(_place(row)[0] for each in of for row in each.rows)
        withheld = _("(withheld)")
        said = "; ".join(
            f"{file} {withheld if file in self._withheld else self._fingerprint(file)}"
            for file in files
        )
        return _("The files' fingerprints (the beginning of their SHA-256): {said}.").format(
            said=said
        )


def headings() -> tuple[str, str, str]:
    return _("Shown"), _("Document"), _("Rows of the data")


def _place(row: str) -> tuple[str, int]:
    """The file and line of a row; no line where the whole file is meant."""
    return schemas.place_of(row) if row.rpartition(":")[2].isdigit() else (row, 0)


def _spans(rows: Iterable[str]) -> Iterator[str]:
    """Rows as spans of lines, file by file: `data/budget/x.csv:2–4, 7`."""
    lines: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        file, line = _place(row)
        lines[file].append(line)
    for file, found in lines.items():
        # Lines in a row are as far from their place in the order as the one before.
        runs = groupby(enumerate(sorted(set(found))), key=lambda pair: pair[1] - pair[0])
        spans = [[line for _at, line in run] for _distance, run in runs]
        said = ", ".join(f"{span[0]}–{span[-1]}".removesuffix(f"–{span[0]}") for span in spans)
        yield f"{file}:{said}" if any(found) else file
