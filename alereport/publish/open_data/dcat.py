"""The open data's description for data portals: DCAT-AP-SE 3, as Turtle and as JSON-LD.

Addresses are relative to the folder unless the municipality says where it is published, so that
the description is right wherever the folder stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from alereport.base import language as words
from alereport.base.language import gettext as _
from alereport.base.languages import of_the_package
from alereport.base.params import Municipality
from alereport.publish.open_data.table import (
    Table,
    description_of,
    description_of_all,
    formula_note,
    title_of,
)

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PREFIXES = {
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "spdx": str(SPDX),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
LICENCES = {
    "CC0-1.0": URIRef("http://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": URIRef("http://creativecommons.org/licenses/by/4.0/"),
}
"""The licences by the addresses that the profile lists."""
LOCAL_AUTHORITY = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
THEME = URIRef(AUTHORITY + "data-theme/GOVE")
SWEDISH = URIRef(AUTHORITY + "language/SWE")
PUBLIC = URIRef(AUTHORITY + "access-right/PUBLIC")

Statement = tuple[Node, Node, Node]


def files(municipality: Municipality, tables: Sequence[Table]) -> dict[str, str]:
    """The description by file name."""
    graph = described(municipality, tables)
    linked = json.loads(graph.serialize(format="json-ld", context=PREFIXES))
    linked["@graph"] = _in_order(linked["@graph"])
    return {
        "dcat.ttl": graph.serialize(format="turtle"),
        "dcat.jsonld": json.dumps(linked, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
    }


def _in_order(value: Any) -> Any:
    """The same with every list sorted: RDF knows no order, and rdflib gives any."""
    if isinstance(value, dict):
        return {key: _in_order(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def described(municipality: Municipality, tables: Sequence[Table]) -> Graph:
    """The catalogue, its datasets and their files."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for statement in _catalogue(municipality, tables):
        graph.add(statement)
    for table in tables:
        for statement in (*_dataset(municipality, table), *_distribution(municipality, table)):
            graph.add(statement)
    return graph


def _place(municipality: Municipality, path: str) -> URIRef:
    return URIRef((municipality.open_data.address or "./") + path)


def _day(municipality: Municipality) -> Literal:
    return Literal(municipality.as_of.isoformat(), datatype=XSD.date)


def _catalogue(municipality: Municipality, tables: Sequence[Table]) -> Iterator[Statement]:
    it, publisher = _place(municipality, "#catalogue"), _place(municipality, "#publisher")
    yield it, RDF.type, DCAT.Catalog
    said = {
        DCTERMS.title: lambda: _("Open data of {name}: plans and follow-up").format(
            name=municipality.name
        ),
        DCTERMS.description: lambda: description_of_all(municipality),
    }
    yield from _in_every_language(municipality, it, said)
    yield it, DCTERMS.publisher, publisher
    yield it, DCTERMS.license, LICENCES[municipality.open_data.licence]
    yield it, DCTERMS.issued, _day(municipality)
    yield it, DCTERMS.language, SWEDISH
    yield it, DCAT.themeTaxonomy, URIRef(AUTHORITY + "data-theme")
    for table in tables:
        yield it, DCAT.dataset, _place(municipality, f"#{table.name}")
    yield publisher, RDF.type, FOAF.Agent
    yield publisher, FOAF.name, Literal(municipality.name)
    yield publisher, DCTERMS.type, LOCAL_AUTHORITY
    yield from _contact(municipality)


def _in_every_language(
    municipality: Municipality, it: URIRef, said: Mapping[URIRef, Callable[[], str]]
) -> Iterator[Statement]:
    """What is said of something in each language of the reports.

    A language that is not wholly translated says what it lacks in the first language, which is not
    repeated as if it were its own.
    """
    for what, words_of in said.items():
        found: dict[str, str] = {}
        for language in municipality.languages:
            with words.using(language):
                text = words_of()
            if language in of_the_package() or text not in found.values():
                found[language] = text
        yield from ((it, what, Literal(text, language)) for language, text in found.items())


def _contact(municipality: Municipality) -> Iterator[Statement]:
    if contact := municipality.open_data.contact:
        whom = _place(municipality, "#contact")
        yield whom, RDF.type, VCARD.Organization
        yield whom, VCARD.fn, Literal(contact.name)
        yield whom, VCARD.hasEmail, URIRef(f"mailto:{contact.email}")


def _dataset(municipality: Municipality, table: Table) -> Iterator[Statement]:
    it = _place(municipality, f"#{table.name}")
    yield it, RDF.type, DCAT.Dataset
    said = {
        DCTERMS.title: lambda: f"{title_of(table.schema)} – {municipality.name}",
        DCTERMS.description: lambda: description_of(table.name, table.schema),
        DCAT.keyword: lambda: title_of(table.schema).lower(),
    }
    yield from _in_every_language(municipality, it, said)
    yield it, DCTERMS.identifier, Literal(f"alereport-{municipality.code:04}-{table.name}")
    yield it, DCTERMS.publisher, _place(municipality, "#publisher")
    if municipality.open_data.contact:
        yield it, DCAT.contactPoint, _place(municipality, "#contact")
    yield it, DCAT.theme, THEME
    yield it, DCTERMS.issued, _day(municipality)
    yield it, DCTERMS.language, SWEDISH
    yield it, DCTERMS.accessRights, PUBLIC
    for row in table.documents:
        if row["url"]:
            yield it, RDFS.seeAlso, URIRef(row["url"])
    yield it, DCAT.distribution, _place(municipality, f"#{table.name}-csv")


def _distribution(municipality: Municipality, table: Table) -> Iterator[Statement]:
    it, file = _place(municipality, f"#{table.name}-csv"), _place(municipality, table.path)
    yield it, RDF.type, DCAT.Distribution
    said = {DCTERMS.description: lambda: f"CSV. {formula_note()}"}
    yield from _in_every_language(municipality, it, said)
    yield it, DCAT.accessURL, file
    yield it, DCAT.downloadURL, file
    yield it, DCTERMS.format, Literal("text/csv")
    yield it, DCTERMS.license, LICENCES[municipality.open_data.licence]
    yield it, DCAT.byteSize, Literal(len(table.csv), datatype=XSD.nonNegativeInteger)
    yield it, DCTERMS.conformsTo, URIRef("https://www.rfc-editor.org/rfc/rfc4180")
    checksum = _place(municipality, f"#{table.name}-csv-sha256")
    yield it, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield (
        checksum,
        SPDX.checksumValue,
        Literal(table.sha256, datatype=XSD.hexBinary, normalize=False),
    )
