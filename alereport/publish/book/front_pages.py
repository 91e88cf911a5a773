"""Pages that no notebook computes: the front page and the sources."""

from __future__ import annotations

from collections.abc import Mapping

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.markdown import code, link, pipe_table, plain, rule
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.publish.books import READING, Book, Page, committee_name, parts
from alereport.publish.front_matter import block


def front_page(book: Book) -> str:
    """The site's front page."""
    # A heading, not front matter, so that Quarto gives the page no chapter number.
    return f"# {book.pages[0].title} {{.unnumbered}}\n\n{introduction(book, prefix='')}"


def introduction(book: Book, prefix: str) -> str:
    """The text of the front page: each committee at a glance, and a link to the guide.

    Args:
        prefix: The path from the page to the staged book.
    """
    synthetic = _(
        "All data in this report are synthetic: committees, plans and figures are made up."
    )
    lead = _(
        "What each committee plans to do and to spend, compared with the years before: every "
        "figure comes from a document and can be followed back to it."
    )
    lines = [
        *([f"**{synthetic}**"] if book.municipality.synthetic else []),
        block("lead", lead),
        "## " + _("The committees at a glance"),
        ":::: {.cards}",
        *(_card(part, chapters, prefix) for part, chapters in parts(book.pages) if part),
        "::::",
    ]
    if guide := book.page(READING):
        sentence = _("The words and the marks are explained in [{title}]({page}).")
        lines.append(sentence.format(title=guide.title, page=prefix + guide.path))
    return "\n\n".join(lines) + "\n"


def _card(part: str, chapters: list[Page], prefix: str) -> str:
    """A committee and year: the leads chosen for its card, or the first lead, and its chapters."""
    leads = [page.lead for page in chapters if page.card]
    name = plain(part)
    links = [f"- [{page.title}, {name}]({prefix}{page.path})" for page in chapters]
    lines = [f"### {name}", *(leads or [chapters[0].lead]), "\n".join(links)]
    return block("card", "\n\n".join(lines))


def sources(workspace: Workspace) -> str:
    """The page of sources: every registered document, with the checksum of the file used."""
    register = registers.register_rows(workspace, "documents")
    documents = sorted(register, key=lambda row: row["year"], reverse=True)
    text = _(
        "The figures are transcribed from these documents. The checksum (SHA-256), of which "
        "the beginning is shown, tells which file was used."
    )
    table = pipe_table(
        [_("Document"), _("Committee"), _("Year"), _("Checksum")],
        [rule(32), rule(20), rule(6, figures=True), rule(20)],
        [_source(workspace, document) for document in documents],
        _("Source documents.") + " {#tbl-sources}",
    )
    return f"{text}\n\n{table}\n"


def _source(workspace: Workspace, document: Mapping[str, str]) -> tuple[str, ...]:
    committee = document["committee"]
    return (
        link(document["title"], document["url"]),
        plain(committee_name(workspace, committee) if committee else locales.DASH),
        plain(document["year"]),
        code(f"{checksum[:16]}…") if (checksum := document["sha256"]) else locales.DASH,
    )
