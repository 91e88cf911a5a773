"""The pages that are written rather than computed: the front page and the sources."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from alereport import language as words
from alereport import provenance
from alereport.language import gettext as _
from alereport.publish.book import Book, Page, committee_name, parts
from alereport.publish.copies import OUTSIDE_PARTS
from alereport.workspace import Workspace


def front_page(book: Book) -> str:
    """The site's front page."""
    # A heading, not front matter: so Quarto leaves the page without a chapter's number.
    return f"# {book.pages[0].title} {{.unnumbered}}\n\n{introduction(book, prefix='')}"


def front_matter(page_title: str) -> str:
    return f"---\n{yaml.safe_dump({'title': page_title}, allow_unicode=True)}---\n\n"


def introduction(book: Book, prefix: str) -> str:
    """What the front page says: each committee at a glance, and how to read the report.

    Args:
        book: The staged book.
        prefix: The path from the page to the staged book.
    """
    synthetic = _(
        "All data in this report are synthetic: committees, plans and figures are made up."
    )
    lines = [
        *((f"**{synthetic}**\n",) if book.municipality.synthetic else ()),
        "::: {.lead}\n",
        _(
            "What each committee plans to do and to spend, compared with the years before: every "
            "figure comes from a document and can be followed back to it."
        ),
        "\n:::\n",
        "## " + _("The committees at a glance") + "\n",
        ":::: {.cards}\n",
    ]
    for part, chapters in parts(book.pages):
        if part:
            lines.append(_card(part, chapters, prefix))
    lines += [
        "::::\n",
        "## " + _("How to read the report") + "\n",
        *(f"- {line}" for line in _reading()),
    ]
    return "\n".join(lines) + "\n"


def _card(part: str, chapters: list[Page], prefix: str) -> str:
    """A committee and year: the lead of its finances, or of its first chapter, and its chapters."""
    leads = [page.lead for page in chapters if page.path.endswith("/budget.ipynb")]
    links = [f"- [{page.title}, {part}]({prefix}{page.path})" for page in chapters]
    said = [f"### {part}", *(leads or [chapters[0].lead]), "\n".join(links)]
    return "\n\n".join(["::: {.card}", *said, ":::"]) + "\n"


def _reading() -> Iterable[str]:
    yield _(
        "Amounts are net cost, in thousands of kronor (SEK thousand) unless stated in millions: a "
        "larger number is a larger cost, and an efficiency requirement is negative."
    )
    yield _(
        "A difference is the later figure less the earlier. Percentages are calculated on the size "
        "of the previous budget; shares are rounded so that they add up to exactly 100."
    )
    yield _("In figures, a budget is outlined and a forecast hatched.")
    yield _(
        "Orange is more than the year before and blue is less; neither is good or bad in itself."
    )
    yield _(
        "Where a year does not compare with the one before, the break is marked, its reason is "
        "given and no percentage is shown."
    )


def sources(workspace: Workspace) -> str:
    """The page of sources: every registered document, with the checksum of the file used."""
    registered = provenance.records(workspace, "documents")
    documents = sorted(registered, key=lambda row: row["year"], reverse=True)
    lines = [
        front_matter(_("Sources")),
        f"{OUTSIDE_PARTS}\n",
        _(
            "The figures are transcribed from these documents. The checksum (SHA-256), of which "
            "the beginning is shown, tells which file was used."
        ),
        "",
        "| " + " | ".join([_("Document"), _("Committee"), _("Year"), _("Checksum")]) + " |",
        f"|:{'-' * 32}|:{'-' * 20}|{'-' * 6}:|:{'-' * 20}|",  # proportions, where set wide
    ]
    for row in documents:
        name = f"[{row['title']}]({row['url']})" if row["url"] else row["title"]
        committee = committee_name(workspace, row["committee"]) if row["committee"] else words.DASH
        lines.append(f"| {name} | {committee} | {row['year']} | `{row['sha256'][:16]}…` |")
    lines += ["", ": " + _("Source documents.") + " {#tbl-sources}", ""]
    return "\n".join(lines)
