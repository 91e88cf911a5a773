"""The page that explains how to read the report: its signs, its marks and its sources."""

from __future__ import annotations

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain
from alereport.base.settings import Municipality
from alereport.publish.books import GLOSSARY, SOURCES, Book
from alereport.publish.front_matter import block


def reading(book: Book) -> str:
    """The page on how to read the report, in the current language."""
    sections = {
        _("Amounts and signs"): _amounts(),
        _("Marks in the figures"): _marks(),
        _("What is missing, approximate or withheld"): _missing(book.municipality),
        _("What can be judged"): _judged(),
        _("Where the figures come from"): _origin(book),
    }
    lead = _("The same thing looks the same in every figure and table, and says where it is from.")
    lines = [block("lead", lead)]
    for heading, points in sections.items():
        lines += [f"## {heading}", "\n".join(f"- {point}" for point in points)]
    return "\n\n".join(lines) + "\n"


def _amounts() -> list[str]:
    return [
        _(
            "Amounts in the plans and their follow-up are net cost, in thousands of kronor (SEK "
            "thousand) in tables and in millions in texts: a larger number is a larger cost, and "
            "an efficiency requirement is negative."
        ),
        _(
            "A difference is the later figure less the earlier. Percentages are calculated on the "
            "size of the previous budget; shares are rounded so that they add up to exactly 100."
        ),
        _(
            "The council decides how much a committee may cost, its budget; the committee decides "
            "how that is split between its areas. A forecast is what the committee expects while "
            "the year goes on, and an outturn is what the year did cost."
        ),
    ]


def _marks() -> list[str]:
    """The marks, each with a small drawing of it that the theme makes."""
    return [
        _("{mark} **Outturn**: filled.").format(mark=_mark("outturn")),
        _("{mark} **Earlier outturn**: filled in grey.").format(mark=_mark("earlier")),
        _("{mark} **Forecast**: hatched.").format(mark=_mark("forecast")),
        _("{mark} **Budget**, plan and target: an outline.").format(mark=_mark("budget")),
        _("{mark} **More** than before.").format(mark=_mark("more")),
        _(
            "{mark} **Less** than before. Neither more nor less is in itself good or bad, and the "
            "sign is always printed."
        ).format(mark=_mark("less")),
        _(
            "{mark} **Break**: the years on either side are not comparable. The reason is given, "
            "and no percentage is shown."
        ).format(mark=_mark("break")),
    ]


def _mark(name: str) -> str:
    return f"[\u00a0]{{.sample .sample-{name}}}"


def _missing(municipality: Municipality) -> list[str]:
    smallest = municipality.thresholds.smallest_group
    return [
        _("A dash means that the documents do not say. Nothing is estimated in its place."),
        _("A figure that its document calls approximate is shown as approximate."),
        _(
            "Sick leave of a group of at most {count} employees is withheld unless it is already "
            "public, so that nobody can be recognised; so is a figure it could be calculated from."
        ).format(count=locales.count(smallest)),
    ]


def _judged() -> list[str]:
    return [
        _(
            "Whether a goal is reached can be judged only if the documents give a measure, a "
            "number to reach and an outcome no older than the period. Where something is missing, "
            "the report says what."
        ),
        _(
            "Nothing is called late or not reported unless a document covers the time in which it "
            "could have been reported."
        ),
        _(
            "An assignment is answered if the plan says what will be done about it. Which goal it "
            "serves is sometimes said by the plan and sometimes judged by the analyst; the two are "
            "shown apart."
        ),
    ]


def _origin(book: Book) -> list[str]:
    listed = _("The documents, and what is known of each, are listed in [{title}]({page}).")
    explained = _("Words of public finance are explained in [{title}]({page}).")
    pages = {SOURCES: listed, GLOSSARY: explained}
    return [
        _(
            "The figures are transcribed from the documents listed in Sources. Under each figure "
            "and each table stand the document and its section."
        ),
        _(
            "Headlines, key figures and texts are calculated from the same rows as the tables. "
            "What the analyst has written stands apart, under a heading that says so."
        ),
        _("The figures are tested by rules and reviewed against the documents."),
        *(
            sentence.format(title=plain(page.title), page=page.path)
            for path, sentence in pages.items()
            if (page := book.page(path))
        ),
    ]
