"""The edition of a book: its page of news and corrections, its feed, and the record of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alereport.base.workspace import Workspace, write_atomically
from alereport.batch.scheduling import Task
from alereport.publish.book.options import Options
from alereport.publish.books import CORRECTIONS, FEED, Book
from alereport.publish.changes import diff, feed, page, snapshot
from alereport.publish.changes.publication import Publication
from alereport.publish.front_matter import markdown_page


def write(
    workspace: Workspace, book: Book, folder: Path, tasks: Sequence[Task], options: Options
) -> Publication | None:
    """Write the page of news and corrections, its feed, and the record of the publication.

    The next publication is compared with the record. A draft, or a single chapter, is not recorded:
    the next one is compared with the same record, and the feed has nothing of a draft. Of a draft
    to look at there is nothing but an empty feed.
    """
    if options.incomplete:
        write_atomically(folder / FEED, feed.feed(book, ()))
        return None
    previous = snapshot.previous_publication(workspace, book.language, options.previous)
    if options.only and previous:
        current = previous
    else:  # Reports that are compared with nothing are not read.
        names = {each.report: each.name for each in book.pages if each.report}
        compared_tasks = tasks if previous or not book.draft else ()
        current = snapshot.first_publication(workspace, compared_tasks, names)
        if previous:
            renamed = {each.formerly: each.report for each in book.pages if each.formerly}
            before = previous.renamed(renamed)
            current = _next_publication(workspace, book, before, current, reason=options.reason)
    if own := book.page(CORRECTIONS):
        text = page.page(workspace, book, current)
        write_atomically(folder / own.path, markdown_page(own.path, own.name, text))
    record = previous if book.draft else current
    write_atomically(folder / FEED, feed.feed(book, record.editions if record else ()))
    if record:
        write_atomically(folder / snapshot.FILE, record.as_json())
    return current


def _next_publication(
    workspace: Workspace, book: Book, previous: Publication, current: Publication, *, reason: str
) -> Publication:
    """The current reports as the publication after an earlier one.

    Raises:
        PublishError: A published figure changed without a reason.
    """
    publication = diff.next_publication(workspace, previous, current, reason=reason)
    if not book.draft:
        diff.require_reasons(publication, previous)
    return publication
