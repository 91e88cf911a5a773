"""The page that explains how to read the report: its signs, its marks and its sources."""

from __future__ import annotations

from alereport.base.locales import gettext as _
from alereport.base.params import Municipality
from alereport.publish.books import SOURCES, Book, Page
from alereport.publish.front_matter import block


def reading(book: Book) -> str:
    """The page on how to read the report, in the current language."""
    sections = {
        _("Amounts and signs"): _amounts(),
        _("Marks in the figures"): _marks(),
        _("What is missing, approximate or withheld"): _missing(book.municipality),
        _("Where the figures come from"): _origin(book.page(SOURCES)),
    }
    lead = _("The same thing looks the same in every figure and table, and says where it is from.")
    lines = [block("lead", lead)]
    for heading, points in sections.items():
        lines += [f"## {heading}", "\n".join(f"- {point}" for point in points)]
    return "\n\n".join(lines) + "\n"


def _amounts() -> list[str]:
    return [
        _(
            "Amounts are net cost, in thousands of kronor (SEK thousand) unless stated in millions:"
            " a larger number is a larger cost, and an efficiency requirement is negative."
        ),
        _(
            "A difference is the later figure less the earlier. Percentages are calculated on the "
            "size of the previous budget; shares are rounded so that they add up to exactly 100."
        ),
        _(
            "A budget is what the council has decided, a forecast what the committee expects when "
            "the plan is written, and an outturn what it came to."
        ),
    ]


def _marks() -> list[str]:
    return [
        _("**Outturn**: filled, in the text's colour; an earlier outturn filled in grey."),
        _("**Budget**, plan and target: an outline without filling."),
        _("**Forecast**: hatched."),
        _(
            "**Difference**: orange is more than before and blue is less; neither is good or bad "
            "in itself, and the sign is always printed."
        ),
        _(
            "**Break**: where a year does not compare with the one before, a dashed line marks it, "
            "its reason is given and no percentage is shown."
        ),
    ]


def _missing(municipality: Municipality) -> list[str]:
    smallest = municipality.thresholds.smallest_group
    return [
        _("A dash means that the documents do not say. Nothing is estimated in its place."),
        _("A figure that its document calls approximate is shown as approximate."),
        _(
            "Sick leave of a group of at most {count} employees is withheld unless it is already "
            "public, so that nobody can be recognised; so is a figure it could be calculated from."
        ).format(count=smallest),
        _("Each chapter ends with what is missing from it and what does not compare."),
    ]


def _origin(sources: Page | None) -> list[str]:
    documents = _(
        "The documents, and the checksums of the files used, are listed in [{title}]({page})."
    )
    return [
        _(
            "The figures are transcribed from the municipality's own documents. Under each figure "
            "and over each table stand the document and its section."
        ),
        _(
            "Headlines, key figures and texts are calculated from the same rows as the tables. "
            "What the analyst has written stands apart, under a heading that says so."
        ),
        _(
            "Every data file is tested by rules and reviewed against its document. Passed, in the "
            "table that ends a chapter, means that all rules hold and that it is as reviewed."
        ),
        *([documents.format(title=sources.title, page=sources.path)] if sources else []),
    ]
