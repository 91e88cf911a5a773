"""The page of news and corrections: what is new, what was revised and what was wrong, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from alereport import seals
from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _
from alereport.base.markdown import code, in_language, page_link, pipe_table, plain, rule
from alereport.base.workspace import Workspace
from alereport.privacy.disclosure import Disclosure
from alereport.publish.books import FEED, Book
from alereport.publish.changes import wording
from alereport.publish.changes.editions import Change, Edition, News, Reason
from alereport.publish.changes.publication import Publication
from alereport.publish.changes.wording import CORRECTIONS, NEWS, REVISIONS, Markup, Place
from alereport.seals import history as seal_history

MARKDOWN = Markup(words=plain, strong=lambda words: f"**{plain(words)}**", line_break="\\\n  ")

Lines = Iterator[str]


def page(workspace: Workspace, book: Book, publication: Publication) -> str:
    """The page, below its front matter.

    Args:
        publication: The publication whose editions are listed.
    """
    editions = publication.editions
    lines = [
        *_lead(publication),
        *_section(
            NEWS,
            _("New since last time"),
            _no_news(publication),
            [(each, [*_news(book, each)]) for each in editions if each.has_news],
            _nothing_new(publication),
        ),
        *_section(
            REVISIONS,
            _("Revisions"),
            _("No published figure has been restated by a later document."),
            [(each, [*_changes(book, each.revisions)]) for each in editions if each.revisions],
        ),
        *_section(
            CORRECTIONS,
            _("Corrections"),
            _("No published figure has been corrected."),
            [(each, [*_changes(book, each.corrections)]) for each in editions if each.corrections],
        ),
        "## " + _("Data that were corrected or revised"),
        *_data(workspace),
        "## " + _("The editions"),
        "\n".join(map(_line, editions)),
    ]
    return "\n\n".join(lines) + "\n"


def _lead(publication: Publication) -> Lines:
    yield _(
        "What is new in the report, what a later document has changed, and what was wrong, each "
        "apart. What changed is listed with what it showed, what it shows now, and why."
    )
    edition = _("This is edition {number}.").format(number=publication.number)
    as_of = _("Figures as of {day}.").format(day=locales.day(publication.as_of))
    subscribe = _("To hear of each new edition, subscribe to the [feed]({file}) (Atom).")
    yield " ".join([edition, as_of, subscribe.format(file=FEED)])


def _no_news(publication: Publication) -> str:
    if publication.number == 1:
        return _("This is the first publication. There is none before it to compare with.")
    return _("Nothing has been added since the first publication.")


def _nothing_new(publication: Publication) -> str:
    """Says so where the news below are those of earlier editions; else empty."""
    if publication.number == 1 or publication.editions[0].has_news:
        return ""
    return _("Nothing is new in edition {number}.").format(number=publication.number)


def _section(
    anchor: str,
    heading: str,
    empty: str,
    by_edition: Sequence[tuple[Edition, list[str]]],
    first: str = "",
) -> Lines:
    """A section of the page, or the sentence that says that it is empty.

    Args:
        by_edition: What it lists, by edition.
        first: A sentence before the list; empty if none.
    """
    yield f"## {heading} {{#{anchor}}}"
    if lead := first if by_edition else empty:
        yield lead
    for edition, lines in by_edition:
        number = _("Edition {number}").format(number=edition.number)
        yield f"### {number} {{#{wording.anchor(anchor, edition)}}}"
        yield from lines


def _news(book: Book, edition: Edition) -> Lines:
    documents = [each for each in edition.news if each.kind == "document"]
    chapters = [each for each in edition.news if each.kind == "chapter"]
    others = [each for each in edition.news if each.kind not in {"document", "chapter"}]
    yield from _list(_("New documents:"), documents, lambda of: in_language(of.words, of.language))
    yield from _list(_("New chapters:"), chapters, lambda of: _chapter(book, of.report, of.words))
    yield from _places(book, wording.news_by_place(others, MARKDOWN))
    if edition.consequences:
        yield _("Figures that changed since they are made from what is new:")
        yield from _places(book, wording.by_place(edition.consequences, MARKDOWN))
    if edition.added:
        yield wording.added(edition)


def _list(heading: str, news: Sequence[News], item: Callable[[News], str]) -> Lines:
    if news:
        yield heading
        yield "\n".join(f"- {item(each)}" for each in news)


def _changes(book: Book, changes: Sequence[Change]) -> Lines:
    for reasons, group in wording.by_reason(changes):
        yield from map(_reason, reasons)
        if not reasons:
            yield _("No reason is given yet.")
        yield from _places(book, wording.by_place(group, MARKDOWN))


def _places(book: Book, places: Sequence[tuple[Place, list[str]]]) -> Lines:
    for (report, chapter, name), items in places:
        link = _chapter(book, report, chapter)
        yield f"{link}: {plain(name)}:" if name else f"{link}:"
        yield "\n".join(f"- {item}" for item in items)


def _chapter(book: Book, report: str, name: str) -> str:
    """The name of a chapter, as a link where the book has it."""
    page = book.page_of(report)
    return page_link(name, page.path) if page else plain(name)


def _reason(reason: Reason) -> str:
    name = _("Reason")
    text = f"**{name}:** {in_language(reason.words)}"
    if reason.sealed is None:
        return text
    reviewed = _("reviewed {day}").format(day=locales.day(reason.sealed))
    return f"{text} ({code(reason.file)}, {reviewed})"


def _line(edition: Edition) -> str:
    number = _("Edition {number}").format(number=edition.number)
    as_of = _("Figures as of {day}.").format(day=locales.day(edition.as_of))
    return " ".join([f"- {number}.", as_of, *wording.counts(edition)])


def _data(workspace: Workspace) -> Lines:
    """Every data file with a value that changed, from the seals alone, the same in every clone."""
    disclosure, sealed = Disclosure(workspace), seals.read(workspace)
    resealed = [
        (file, seals.change_of(history, index), history[index - 1], history[index])
        for file, history in sealed.items()
        for index in range(1, len(history))
        if seals.change_of(history, index) in {"correction", "revision"}
    ]
    if not resealed:
        yield _("No data file has been corrected or revised since it was first reviewed.")
        return
    yield _(
        "Every data file is reviewed against its document. Those that were changed and reviewed "
        "again, the latest first:"
    )
    kinds = {"correction": _("Correction"), "revision": _("Revision")}
    columns = {
        _("Reviewed"): 14,
        _("Data file"): 28,
        _("Kind"): 12,
        _("Reason"): 30,
        _("Rows and sums"): 18,
    }
    rows = [
        (
            locales.day(after.sealed),
            code(file),
            kinds[change],
            in_language(seal_history.shown_reason(sealed, disclosure, file, after.reason)),
            _sums(before, after) if disclosure.is_all_public(file) else locales.DASH,
        )
        for file, change, before, after in sorted(
            resealed, key=lambda entry: entry[3].sealed, reverse=True
        )
    ]
    caption = _("Corrected and revised data files.") + " {#tbl-corrected-data}"
    yield pipe_table([*columns], [*map(rule, columns.values())], rows, caption)
    if not locales.is_current_language(DATA_LANGUAGE):
        yield _("The reasons are shown in the language they were written in.")


def _sums(before: seals.Seal, after: seals.Seal) -> str:
    changes = [
        f"{name} {old or locales.DASH} → {new or locales.DASH}"
        for name, old, new in (
            (_("rows"), str(before.rows), str(after.rows)),
            *(
                (plain(name), str(before.sums.get(name, "")), str(after.sums.get(name, "")))
                for name in before.sums | after.sums
            ),
        )
        if old != new
    ]
    return ", ".join(changes) or _("the same")
