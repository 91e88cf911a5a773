"""The page of sources: every registered document, what is known of it, and all other sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.markdown import in_language, line, link, pipe_table, plain, rule
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.exhibits import documents
from alereport.publish.books import Book, committee_name
from alereport.publish.front_matter import block


def page(workspace: Workspace, book: Book) -> str:
    """The page, below its front matter."""
    register = registers.register_rows(workspace, "documents")
    listed = sorted(register, key=lambda row: row["year"], reverse=True)
    others = sorted(_others(workspace))
    lead = _("The figures are transcribed from these documents.")
    if others:
        lead = _("The figures are transcribed from these documents, and from the sources below.")
    table = pipe_table(
        [_("Document"), _("What it is"), _("Committee and year"), _("Status")],
        [rule(26), rule(18), rule(18), rule(38)],
        [_row(workspace, document) for document in listed],
        _("Source documents.") + " {#tbl-sources}",
    )
    unpublished = [row["title"] for row in listed if not row["url"]]
    return (
        "\n\n".join(
            [
                block("lead", lead),
                table,
                *_asking(book.municipality, unpublished, len(listed)),
                *_reference_series(others),
            ]
        )
        + "\n"
    )


def _others(workspace: Workspace) -> Iterator[tuple[str, str, str]]:
    """Yield each source that is no document: what is from it, the source, and when it was read.

    A dataset has the source in the column `source` or in its schema.
    """
    for dataset in schemas.names(workspace):
        table = schemas.schema(workspace, dataset)
        day = table.day_read
        if not day or table.is_on_people:
            continue
        rows = [
            row
            for path in workspace.data_files(dataset)
            for row in data_files.records(workspace, path)
        ]
        if "source" in table.columns:
            named = {plain(row["source"]): row["source"] for row in rows}
        else:
            named = {link(each.title, each.path or ""): "" for each in table.sources}
        for shown, source in named.items():
            days = [row[day] for row in rows if not source or row["source"] == source]
            if days:
                title = locales.for_reader(table.by_language("title"))
                yield plain(title), shown, plain(locales.period(max(days)))


def _reference_series(others: list[tuple[str, str, str]]) -> list[str]:
    if not others:
        return []
    table = pipe_table(
        [_("What"), _("Source"), _("Date read")],
        [rule(34), rule(42), rule(24)],
        others,
        _("Other sources.") + " {#tbl-other-sources}",
    )
    return ["## " + _("Other sources"), table]


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
