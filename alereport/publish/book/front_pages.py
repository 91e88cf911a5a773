"""The pages that are written rather than computed: the front page and the sources."""

from __future__ import annotations

import yaml

from alereport.base import language as words
from alereport.base.language import gettext as _
from alereport.base.markdown import code, link, plain
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.publish.book.copies import page_mark
from alereport.publish.order import READING, Book, Page, committee_name, parts


def front_page(book: Book) -> str:
    """The site's front page."""
    # A heading, not front matter: so Quarto leaves the page without a chapter's number.
    return f"# {book.pages[0].title} {{.unnumbered}}\n\n{introduction(book, prefix='')}"


def front_matter(page_title: str) -> str:
    """What a page that is written begins with."""
    return f"---\n{yaml.safe_dump({'title': page_title}, allow_unicode=True)}---\n\n"


def introduction(book: Book, prefix: str) -> str:
    """What the front page says: each committee at a glance, and where to read how.

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
    lines.append("::::\n")
    if guide := book.page(READING):
        lead_to = _("What the words and the marks mean stands in [{title}]({page}).")
        lines.append(lead_to.format(title=guide.title, page=prefix + guide.path))
    return "\n".join(lines) + "\n"


def _card(part: str, chapters: list[Page], prefix: str) -> str:
    """A committee and year: the lead that is to stand there, or the first, and its chapters."""
    leads = [page.lead for page in chapters if page.card]
    name = plain(part)
    links = [f"- [{page.title}, {name}]({prefix}{page.path})" for page in chapters]
    said = [f"### {name}", *(leads or [chapters[0].lead]), "\n".join(links)]
    return "\n\n".join(["::: {.card}", *said, ":::"]) + "\n"


def sources(workspace: Workspace, title: str) -> str:
    """The page of sources: every registered document, with the checksum of the file used."""
    registered = registers.records(workspace, "documents")
    documents = sorted(registered, key=lambda row: row["year"], reverse=True)
    lines = [
        front_matter(title),
        f"{page_mark('sources')}\n",
        _(
            "The figures are transcribed from these documents. The checksum (SHA-256), of which "
            "the beginning is shown, tells which file was used."
        ),
        "",
        "| " + " | ".join([_("Document"), _("Committee"), _("Year"), _("Checksum")]) + " |",
        f"|:{'-' * 32}|:{'-' * 20}|{'-' * 6}:|:{'-' * 20}|",  # proportions, where set wide
    ]
    for row in documents:
        committee = committee_name(workspace, row["committee"]) if row["committee"] else words.DASH
        cells = (
            link(row["title"], row["url"]),
            plain(committee),
            plain(row["year"]),
            code(f"{row['sha256'][:16]}…"),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", ": " + _("Source documents.") + " {#tbl-sources}", ""]
    return "\n".join(lines)
