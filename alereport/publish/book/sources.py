"""The page of sources: every registered document, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.markdown import in_language, line, link, pipe_table, plain, rule
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.exhibits import documents
from alereport.publish.books import Book, committee_name
from alereport.publish.front_matter import block


def page(workspace: Workspace, book: Book) -> str:
    """The page, below its front matter."""
    register = registers.register_rows(workspace, "documents")
    listed = sorted(register, key=lambda row: row["year"], reverse=True)
    lead = _("The figures are transcribed from these documents.")
    table = pipe_table(
        [_("Document"), _("What it is"), _("Committee and year"), _("Status")],
        [rule(26), rule(18), rule(18), rule(38)],
        [_row(workspace, document) for document in listed],
        _("Source documents.") + " {#tbl-sources}",
    )
    unpublished = [row["title"] for row in listed if not row["url"]]
    return (
        "\n\n".join(
            [block("lead", lead), table, *_asking(book.municipality, unpublished, len(listed))]
        )
        + "\n"
    )


def _row(workspace: Workspace, document: Mapping[str, str]) -> tuple[str, ...]:
    committee = document["committee"]
    whose = committee_name(workspace, committee) if committee else _("The whole municipality")
    return (
        link(document["title"], document["url"]),
        plain(documents.kind(document["kind"])),
        f"{plain(whose)} {plain(document['year'])}",
        " ".join(_status(document)),
    )


def _status(document: Mapping[str, str]) -> list[str]:
    """What the document is, what shows it, and how it is dated and registered."""
    sentences = [plain(str(documents.about(document)))]
    if signs := [sign.strip() for sign in document.get("status_signs", "").split(";") if sign]:
        quoted = locales.listing([in_language(f"”{sign}”") for sign in signs])
        sentences.append(_("It says {signs}.").format(signs=quoted))
    if dated := document.get("dated", ""):
        sentences.append(_("Dated {day}.").format(day=locales.period(dated)))
    if reference := document.get("reference", ""):
        sentences.append(_("Registry number {number}.").format(number=plain(reference)))
    return [sentence for sentence in sentences if sentence]


def _asking(municipality: Municipality, titles: list[str], count: int) -> list[str]:
    """How to get the documents that have no address, of so many; nobody has made-up ones."""
    if not titles or municipality.synthetic:
        return []
    if len(titles) == count > 1:
        found = _("No address is known for any of the documents.")
    elif len(titles) == 1:
        found = _("No address is known for {document}.")
    else:
        found = _("No address is known for these documents: {document}.")
    names = locales.listing([in_language(title) for title in titles])
    asking = _("They are public records, and anyone may ask the municipality for them.")
    release = municipality.release
    ways = [_("Ask {contact}.").format(contact=line(release.contact.as_text))] if release else []
    return [
        "## " + _("Where to get the documents"),
        " ".join([found.format(document=names), asking, *ways]),
    ]
