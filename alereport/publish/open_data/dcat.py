"""The open data's description for data portals: DCAT-AP-SE 3, as Turtle and as JSON-LD.

Addresses are relative to the folder unless the municipality says where it is published, so that
the description is right wherever the folder stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from alereport.base import locales
from alereport.base.languages import of_the_package
from alereport.base.locales import gettext as _
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

Said = dict[URIRef, Iterable[Node]]
"""What is said of something, by property."""


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
    said = _catalogue(municipality, tables)
    for table in tables:
        said |= _dataset(municipality, table) | _distribution(municipality, table)
    for it, properties in said.items():
        for what, values in properties.items():
            for value in values:
                graph.add((it, what, value))
    return graph


def _place(municipality: Municipality, path: str) -> URIRef:
    return URIRef((municipality.open_data.address or "./") + path)


def _day(municipality: Municipality) -> Literal:
    return Literal(municipality.as_of.isoformat(), datatype=XSD.date)


def _title(municipality: Municipality) -> str:
    return _("Open data of {name}: plans and follow-up").format(name=municipality.name)


def _catalogue(municipality: Municipality, tables: Sequence[Table]) -> dict[URIRef, Said]:
    said: dict[URIRef, Said] = {
        _place(municipality, "#catalogue"): {
            RDF.type: [DCAT.Catalog],
            DCTERMS.title: _in_every_language(municipality, lambda: _title(municipality)),
            DCTERMS.description: _in_every_language(
                municipality, lambda: description_of_all(municipality)
            ),
            DCTERMS.publisher: [_place(municipality, "#publisher")],
            DCTERMS.license: [LICENCES[municipality.open_data.licence]],
            DCTERMS.issued: [_day(municipality)],
            DCTERMS.language: [SWEDISH],
            DCAT.themeTaxonomy: [URIRef(AUTHORITY + "data-theme")],
            DCAT.dataset: [_place(municipality, f"#{table.name}") for table in tables],
        },
        _place(municipality, "#publisher"): {
            RDF.type: [FOAF.Agent],
            FOAF.name: [Literal(municipality.name)],
            DCTERMS.type: [LOCAL_AUTHORITY],
        },
    }
    if contact := municipality.open_data.contact:
        said[_place(municipality, "#contact")] = {
            RDF.type: [VCARD.Organization],
            VCARD.fn: [Literal(contact.name)],
            VCARD.hasEmail: [URIRef(f"mailto:{contact.email}")],
        }
    return said


def _in_every_language(municipality: Municipality, words_of: Callable[[], str]) -> list[Node]:
    """What is said of something in each language of the reports.

    A language that is not wholly translated says what it lacks in the first language, which is not
    repeated as if it were its own.
    """
    found: dict[str, str] = {}
    for language in municipality.languages:
        with locales.using(language):
            text = words_of()
        if language in of_the_package() or text not in found.values():
            found[language] = text
    return [Literal(text, language) for language, text in found.items()]


def _dataset(municipality: Municipality, table: Table) -> dict[URIRef, Said]:
    has_contact = municipality.open_data.contact is not None
    name = f"alereport-{municipality.code:04}-{table.name}"
    said: Said = {
        RDF.type: [DCAT.Dataset],
        DCTERMS.title: _in_every_language(
            municipality, lambda: f"{title_of(table.schema)} – {municipality.name}"
        ),
        DCTERMS.description: _in_every_language(
            municipality, lambda: description_of(table.name, table.schema)
        ),
        DCAT.keyword: _in_every_language(municipality, lambda: title_of(table.schema).lower()),
        DCTERMS.identifier: [Literal(name)],
        DCTERMS.publisher: [_place(municipality, "#publisher")],
        DCAT.contactPoint: [_place(municipality, "#contact")] if has_contact else [],
        DCAT.theme: [THEME],
        DCTERMS.issued: [_day(municipality)],
        DCTERMS.language: [SWEDISH],
        DCTERMS.accessRights: [PUBLIC],
        RDFS.seeAlso: [URIRef(row["url"]) for row in table.documents if row["url"]],
        DCAT.distribution: [_place(municipality, f"#{table.name}-csv")],
    }
    return {_place(municipality, f"#{table.name}"): said}


def _distribution(municipality: Municipality, table: Table) -> dict[URIRef, Said]:
    file = _place(municipality, table.path)
    checksum = _place(municipality, f"#{table.name}-csv-sha256")
    sha256 = Literal(table.sha256, datatype=XSD.hexBinary, normalize=False)
    return {
        _place(municipality, f"#{table.name}-csv"): {
            RDF.type: [DCAT.Distribution],
            DCTERMS.description: _in_every_language(municipality, lambda: f"CSV. {formula_note()}"),
            DCAT.accessURL: [file],
            DCAT.downloadURL: [file],
            DCTERMS.format: [Literal("text/csv")],
            DCTERMS.license: [LICENCES[municipality.open_data.licence]],
            DCAT.byteSize: [Literal(len(table.csv), datatype=XSD.nonNegativeInteger)],
            DCTERMS.conformsTo: [URIRef("https://www.rfc-editor.org/rfc/rfc4180")],
            SPDX.checksum: [checksum],
        },
        checksum: {
            RDF.type: [SPDX.Checksum],
            SPDX.algorithm: [SPDX.checksumAlgorithm_sha256],
            SPDX.checksumValue: [sha256],
        },
    }
