"""Compares two publications: what is new, what a later document restates, what was wrong.

A figure is identified by its chapter, its exhibit, and its key there. It changed if a reader sees
other words or values than before; if the values and the data are the same, it is only reworded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from alereport.base import locales
from alereport.base.errors import PublishError
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.publish.changes import cells
from alereport.publish.changes.causes import Cause, Causes
from alereport.publish.changes.editions import Change, Edition, News
from alereport.publish.changes.publication import Exhibit, Figure, Publication

Pair = tuple[Figure | None, Figure | None]
"""A figure in the previous and the current publication; None where it is not shown."""


@dataclass
class _Found:
    """What changed, as an edition has it."""

    news: list[News] = field(default_factory=list)
    consequences: list[Change] = field(default_factory=list)
    revisions: list[Change] = field(default_factory=list)
    corrections: list[Change] = field(default_factory=list)
    reworded: int = 0
    restructured: int = 0

    def add(self, cause: Cause, change: Change, figures: int = 1) -> None:
        """Add a figure that changed, or all figures of a chapter, to what its cause makes it."""
        if cause.kind == "restructured":
            self.restructured += figures
        else:
            lists = {"correction": self.corrections, "revision": self.revisions}
            lists.get(cause.kind, self.consequences).append(change)


def next_publication(
    workspace: Workspace, previous: Publication, current: Publication, *, reason: str
) -> Publication:
    """The current reports as the publication after an earlier one.

    It has a number of its own if something is new, revised or corrected. If not, it is the same
    edition, to which the figures are counted that are only worded or structured otherwise.

    Args:
        workspace: The project.
        previous: The earlier publication.
        current: The current reports, as a first publication.
        reason: Why figures changed whose data did not; empty if no reason is given.
    """
    found = _found(workspace, previous, current, Causes(workspace, previous, reason))
    last = previous.editions[0]
    edition = Edition(
        number=previous.number + 1,
        as_of=current.as_of,
        updated=max(current.editions[0].updated, last.updated),
        news=tuple(dict.fromkeys(found.news)),
        consequences=tuple(found.consequences),
        revisions=tuple(found.revisions),
        corrections=tuple(found.corrections),
        reworded=found.reworded,
        restructured=found.restructured,
    )
    if not edition.is_empty:
        editions = (edition, *previous.editions)
        return current.model_copy(update={"number": edition.number, "editions": editions})
    counts = {
        "reworded": last.reworded + found.reworded,
        "restructured": last.restructured + found.restructured,
    }
    editions = (last.model_copy(update=counts), *previous.editions[1:])
    return current.model_copy(update={"number": previous.number, "editions": editions})


def unexplained(publication: Publication, previous: Publication) -> list[Change]:
    """The corrections of this publication that have no reason."""
    if publication.number == previous.number:
        return []
    corrections = publication.editions[0].corrections
    return [correction for correction in corrections if not correction.reasons]


def require_reasons(publication: Publication, previous: Publication) -> None:
    """Refuse to publish a figure that changed without a reason.

    Raises:
        PublishError: A published figure changed without a reason.
    """
    if corrections := unexplained(publication, previous):
        first = corrections[0]
        more = f" (and {len(corrections) - 1} more)" if len(corrections) > 1 else ""
        found = f'it shows "{first.after}"' if first.after else "it is no longer shown"
        raise PublishError(
            f"{first.report}{f', {first.label}' if first.label else ''}{more}",
            f"{found} without a reason, for its data were not sealed again",
            f'"{first.before}", as it was published' if first.before else "what was published",
            'say why with --reason "…", or publish a draft with --draft',
        )


def _found(
    workspace: Workspace, previous: Publication, current: Publication, causes: Causes
) -> _Found:
    found = _Found()
    found.news += _new_documents(workspace, current, causes)
    for report, exhibits in current.reports.items():
        chapter = {"report": report, "chapter": current.chapters[report]}
        if report in previous.reports:
            _compare(found, chapter, (previous.reports[report], exhibits), causes)
        else:
            found.news.append(News(kind="chapter", words=chapter["chapter"], **chapter))
    for report, exhibits in previous.reports.items():
        if report not in current.reports:
            _withdraw(found, report, previous.chapters.get(report, report), exhibits, causes)
    return found


def _new_documents(workspace: Workspace, current: Publication, causes: Causes) -> Iterator[News]:
    """The documents that no figure came from before, in the order of their register."""
    documents = {name for name in current.documents if causes.is_new_document(name)}
    for row in registers.register_rows(workspace, "documents") if documents else ():
        if row["document"] in documents:
            translated = row.get(f"title_{locales.current()}", "")
            is_current = translated or locales.is_current_language(DATA_LANGUAGE)
            language = "" if is_current else DATA_LANGUAGE
            words = translated or row["title"] or row["document"]
            yield News(kind="document", words=words, language=language)


def _withdraw(
    found: _Found, report: str, name: str, exhibits: Sequence[Exhibit], causes: Causes
) -> None:
    """Add a chapter that is no longer shown, as one change."""
    figures = [figure for exhibit in exhibits for figure in exhibit.figures]
    if not figures:
        return
    cause = causes.of_removal({file: "" for figure in figures for file in figure.rows})
    change = Change(
        report=report,
        chapter=name,
        label="",
        caption="",
        before=name,
        after="",
        reasons=cause.reasons,
    )
    found.add(cause, change, len(figures))


def _compare(
    found: _Found,
    chapter: dict[str, str],
    exhibits: tuple[Sequence[Exhibit], Sequence[Exhibit]],
    causes: Causes,
) -> None:
    """Add what changed in a chapter.

    Args:
        chapter: Its report and its name.
        exhibits: Its exhibits before and now.
    """
    labels = {"", *(exhibit.label for exhibit in exhibits[0])}
    with_new_data = {each.place for each in exhibits[1] if causes.are_of_new_data(each.figures)}
    for exhibit, (old, new) in _pairs(*exhibits):
        if old and new:
            _change(found, chapter, exhibit, (old, new), causes)
        elif old:
            is_displaced = exhibit.place in with_new_data or causes.is_followed(
                chapter["report"], old
            )
            cause = causes.of_removal(old.rows, is_displaced=is_displaced)
            found.add(cause, _as_change(chapter, exhibit, (old, None), cause))
        elif new and causes.of_addition(new).kind == "restructured":
            found.restructured += 1
        else:
            row = new if exhibit.label in labels else None
            found.news.append(_news(chapter, exhibit, row))


def _change(
    found: _Found,
    chapter: dict[str, str],
    exhibit: Exhibit,
    pair: tuple[Figure, Figure],
    causes: Causes,
) -> None:
    """Add a figure that shows something else, or only the same otherwise."""
    old, new = pair
    has_same_values = cells.are_same(old, new)
    if has_same_values and old.rows == new.rows:
        found.reworded += 1
        headings = (exhibit.columns.get(column) for column in cells.added(old, new))
        found.news += [
            News(kind="column", words=heading, **chapter, **_place(exhibit))
            for heading in headings
            if heading
        ]
        return
    cause = causes.of_change(old, new)
    if has_same_values and cause.is_new_form:
        found.restructured += 1
    else:
        found.add(cause, _as_change(chapter, exhibit, (old, new), cause))


def _place(exhibit: Exhibit) -> dict[str, str]:
    return {"label": exhibit.label, "caption": exhibit.caption}


def _news(chapter: dict[str, str], exhibit: Exhibit, figure: Figure | None) -> News:
    """A new table or chart, or a new row or sentence of one that was there."""
    if figure is None:
        return News(kind="exhibit", words=exhibit.caption, **chapter, **_place(exhibit))
    name = _row(exhibit, figure) or figure.words
    return News(kind="row", words=name, **chapter, **_place(exhibit))


def _row(exhibit: Exhibit, figure: Figure) -> str:
    """The name of a row of a table or a mark of a chart; empty for text."""
    first = next(iter(exhibit.columns), "")
    return figure.cells.get(first, "")


def _as_change(
    chapter: dict[str, str], exhibit: Exhibit, pair: tuple[Figure, Figure | None], cause: Cause
) -> Change:
    old, new = pair
    values: dict[str, Any] = {**chapter, **_place(exhibit), "reasons": cause.reasons}
    return Change(
        **values,
        exhibit=exhibit.id,
        key=old.key,
        row=_row(exhibit, new or old),
        cells=cells.changed(old, new, exhibit.columns) if new else (),
        before="" if new and cells.hides_earlier(old, new) else old.words,
        after=new.words if new else "",
    )


def _pairs(
    previous: Sequence[Exhibit], current: Sequence[Exhibit]
) -> Iterator[tuple[Exhibit, Pair]]:
    """Every figure of a chapter that changed, was added or was removed; one that moved did not."""
    old_by_key, new_by_key = _by_key(previous), _by_key(current)
    pairs = [
        (exhibit, (old, new))
        for key in {**old_by_key, **new_by_key}
        for exhibit, old, new in [_both(old_by_key.get(key), new_by_key.get(key))]
        if old is None or new is None or old.words != new.words
    ]
    removed = Counter(old.words for _exhibit, (old, new) in pairs if old and not new)
    added = Counter(new.words for _exhibit, (old, new) in pairs if new and not old)
    moved_from, moved_to = removed & added, removed & added
    for exhibit, (old, new) in pairs:
        if old and not new and moved_from[old.words]:
            moved_from[old.words] -= 1
        elif new and not old and moved_to[new.words]:
            moved_to[new.words] -= 1
        else:
            yield exhibit, (old, new)


Placed = tuple[Exhibit, Figure]
"""An exhibit and one of its figures."""


def _by_key(exhibits: Sequence[Exhibit]) -> dict[tuple[str, str, str], Placed]:
    return {
        (*exhibit.place, figure.key): (exhibit, figure)
        for exhibit in exhibits
        for figure in exhibit.figures
    }


def _both(old: Placed | None, new: Placed | None) -> tuple[Exhibit, Figure | None, Figure | None]:
    exhibits = [placed[0] for placed in (new, old) if placed]
    return exhibits[0], old[1] if old else None, new[1] if new else None
