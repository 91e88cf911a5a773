"""The page of corrections: which published figures and which data files changed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from alereport import seals
from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.markdown import code, in_language, pipe_table, plain, rule
from alereport.base.workspace import Workspace
from alereport.exhibits.traced import CELL_SEPARATOR
from alereport.privacy import withheld
from alereport.publish.books import Book
from alereport.publish.corrections.snapshot import Correction, Edition, Publication, Reason

PATH = "corrections.qmd"


def page(workspace: Workspace, book: Book, publication: Publication) -> str:
    """The page, below its front matter.

    Args:
        publication: The publication whose corrections are listed.
    """
    lines = [
        _(
            "When a published figure changes, it is listed here: what it showed, what it shows "
            "now, and why. New figures are not corrections."
        ),
        "## " + _("Published figures that changed"),
    ]
    if publication.number == 1:
        lines.append(_("This is the first publication. There is none before it to compare with."))
    elif not any(edition.corrections for edition in publication.editions):
        lines.append(_("No published figure has changed since the first publication."))
    for edition in publication.editions:
        lines += _edition(book, edition)
    lines += ["## " + _("Data that were corrected"), *_data(workspace)]
    return "\n\n".join(lines) + "\n"


def _edition(book: Book, edition: Edition) -> Iterator[str]:
    number = _("Edition {number}").format(number=edition.number)
    yield f"### {number}"
    date_sentence = _("Figures as of {day}.").format(day=locales.day(edition.as_of))
    yield " ".join([date_sentence, *_counts(edition)])
    by_reason = groupby(
        sorted(edition.corrections, key=lambda correction: _order(correction.reasons)),
        key=lambda correction: correction.reasons,
    )
    for reasons, corrections in by_reason:
        yield from (
            (_reason(reason) for reason in reasons) if reasons else (_("No reason is given yet."),)
        )
        by_place = groupby(corrections, key=lambda correction: _place(book, correction))
        for place, at_place in by_place:
            yield f"{place}:"
            yield "\n".join(map(_difference, at_place))


def _order(reasons: Sequence[Reason]) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(reason.sealed or ""), reason.file, reason.words) for reason in reasons)


def _counts(edition: Edition) -> Iterator[str]:
    count = len(edition.corrections)
    yield ngettext(
        "{many} published figure changed.", "{many} published figures changed.", count
    ).format(many=locales.number(count))
    if edition.reworded:
        yield ngettext(
            "{many} is said in other words, from the same data and with the same numbers.",
            "{many} are said in other words, from the same data and with the same numbers.",
            edition.reworded,
        ).format(many=locales.number(edition.reworded))
    if edition.added:
        yield ngettext("{many} is new.", "{many} are new.", edition.added).format(
            many=locales.number(edition.added)
        )


def _reason(reason: Reason) -> str:
    name = _("Reason")
    text = f"**{name}:** {in_language(reason.words)}"
    if reason.sealed is None:
        return text
    reviewed = _("reviewed {day}").format(day=locales.day(reason.sealed))
    return f"{text} ({code(reason.file)}, {reviewed})"


def _place(book: Book, correction: Correction) -> str:
    path = f"{correction.report}.ipynb"
    chapter = plain(correction.chapter)
    is_in_book = any(page.path == path for page in book.pages)
    place = f"[{chapter}]({path})" if is_in_book else chapter
    name = correction.caption.split(". ")[0].removesuffix(".")
    return f"{place}: {plain(name)}" if name else place


def _difference(correction: Correction) -> str:
    """What a figure showed and shows; for a row of a table its name and the changed cells."""
    old, new = (words.split(CELL_SEPARATOR) for words in (correction.before, correction.after))
    if len(old) == len(new) > 1 and old[0] == new[0]:
        changed = [index for index in range(1, len(old)) if old[index] != new[index]]
        row_name = plain(f"{old[0]}: ")
        old, new = ([cells[index] for index in changed] for cells in (old, new))
    else:
        row_name = ""
    old_sentence = _("It showed: {words}").format(words=row_name + plain(", ".join(old)))
    if not correction.after:
        removed = _("It is no longer shown.")
        return f"- {old_sentence}\\\n  {removed}"
    new_sentence = _("It shows: {words}").format(words=f"{row_name}**{plain(', '.join(new))}**")
    return f"- {old_sentence}\\\n  {new_sentence}"


def _data(workspace: Workspace) -> Iterator[str]:
    """Every data file that was sealed again, from the seals alone, the same in every clone."""
    resealed = [
        (file, before, after)
        for file, history in seals.read(workspace).items()
        for before, after in pairwise(history)
    ]
    if not resealed:
        yield _("No data file has been corrected since it was first reviewed.")
        return
    yield _(
        "Every data file is reviewed against its document. Those that were changed and reviewed "
        "again, the latest first:"
    )
    columns = {_("Reviewed"): 14, _("Data file"): 28, _("Reason"): 34, _("Rows and sums"): 20}
    rows = [
        (
            locales.day(after.sealed),
            code(file),
            in_language(after.reason),
            locales.DASH if f"/{withheld.DATASET}/" in file else _sums(before, after),
        )
        for file, before, after in sorted(resealed, key=lambda entry: entry[2].sealed, reverse=True)
    ]
    caption = _("Corrected data files.") + " {#tbl-corrected-data}"
    yield pipe_table([*columns], [*map(rule, columns.values())], rows, caption)


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
