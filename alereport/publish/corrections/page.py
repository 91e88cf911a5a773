"""The page of corrections: which published figures changed and why, and which data did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from alereport import seals
from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.markdown import code, in_language, pipe_table, plain, rule
from alereport.base.workspace import Workspace
from alereport.exhibits.traced import APART
from alereport.privacy import withheld
from alereport.publish.books import Book
from alereport.publish.corrections.snapshot import Correction, Edition, Publication, Reason

PATH = "corrections.qmd"


def page(workspace: Workspace, book: Book, publication: Publication) -> str:
    """The page, below its front matter.

    Args:
        publication: What it shows, and what was corrected in it.
    """
    lines = [
        _(
            "When a published figure changes, it stands here: what it showed, what it shows now, "
            "and why. New figures are not corrections."
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
    dated = _("Figures as of {day}.").format(day=locales.day(edition.as_of))
    yield " ".join([dated, *_counted(edition)])
    by_reason = groupby(
        sorted(edition.corrections, key=lambda each: _order(each.reasons)),
        key=lambda each: each.reasons,
    )
    for reasons, corrections in by_reason:
        yield from (
            (_reason(each) for each in reasons) if reasons else (_("No reason is given yet."),)
        )
        for place, there in groupby(corrections, key=lambda each: _place(book, each)):
            yield f"{place}:"
            yield "\n".join(map(_difference, there))


def _order(reasons: Sequence[Reason]) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(each.sealed or ""), each.file, each.words) for each in reasons)


def _counted(edition: Edition) -> Iterator[str]:
    many = len(edition.corrections)
    yield ngettext(
        "{many} published figure changed.", "{many} published figures changed.", many
    ).format(many=locales.number(many))
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
    told = f"**{name}:** {in_language(reason.words)}"
    if reason.sealed is None:
        return told
    reviewed = _("reviewed {day}").format(day=locales.day(reason.sealed))
    return f"{told} ({code(reason.file)}, {reviewed})"


def _place(book: Book, correction: Correction) -> str:
    path = f"{correction.report}.ipynb"
    chapter = plain(correction.chapter)
    there = any(page.path == path for page in book.pages)
    linked = f"[{chapter}]({path})" if there else chapter
    name = correction.caption.split(". ")[0].removesuffix(".")
    return f"{linked}: {plain(name)}" if name else linked


def _difference(correction: Correction) -> str:
    """What is shown of a figure before and after: of a row of a table its name and what differs."""
    old, new = (said.split(APART) for said in (correction.before, correction.after))
    if len(old) == len(new) > 1 and old[0] == new[0]:
        differ = [at for at in range(1, len(old)) if old[at] != new[at]]
        named = plain(f"{old[0]}: ")
        old, new = ([side[at] for at in differ] for side in (old, new))
    else:
        named = ""
    was = _("It showed: {words}").format(words=named + plain(", ".join(old)))
    if not correction.after:
        gone = _("It is no longer shown.")
        return f"- {was}\\\n  {gone}"
    is_now = _("It shows: {words}").format(words=f"{named}**{plain(', '.join(new))}**")
    return f"- {was}\\\n  {is_now}"


def _data(workspace: Workspace) -> Iterator[str]:
    """Every data file that was sealed anew, from the seals alone: so every clone says the same."""
    found = [
        (file, before, after)
        for file, history in seals.read(workspace).items()
        for before, after in pairwise(history)
    ]
    if not found:
        yield _("No data file has been corrected since it was first reviewed.")
        return
    yield _(
        "Every data file is reviewed against its document. Those that were changed and reviewed "
        "anew, the latest first:"
    )
    columns = {_("Reviewed"): 14, _("Data file"): 28, _("Reason"): 34, _("Rows and sums"): 20}
    rows = [
        (
            locales.day(after.sealed),
            code(file),
            in_language(after.reason),
            locales.DASH if f"/{withheld.DATASET}/" in file else _sums(before, after),
        )
        for file, before, after in sorted(found, key=lambda each: each[2].sealed, reverse=True)
    ]
    caption = _("Corrected data files.") + " {#tbl-corrected-data}"
    yield pipe_table([*columns], [*map(rule, columns.values())], rows, caption)


def _sums(before: seals.Seal, after: seals.Seal) -> str:
    told = [
        f"{name} {was or locales.DASH} → {now or locales.DASH}"
        for name, was, now in (
            (_("rows"), str(before.rows), str(after.rows)),
            *(
                (plain(name), str(before.sums.get(name, "")), str(after.sums.get(name, "")))
                for name in before.sums | after.sums
            ),
        )
        if was != now
    ]
    return ", ".join(told) or _("the same")
