"""The open data's description for data portals: DCAT-AP-SE 3, as Turtle and as JSON-LD.

Addresses are relative to the folder unless the municipality's params give its public address, so
that the description is right wherever the folder is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from alereport.base import locales
from alereport.base.languages import package_languages
from alereport.base.locales import gettext as _
from alereport.base.settings import Municipality
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
"""The address of each licence in the profile's list."""
LOCAL_AUTHORITY = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
THEME = URIRef(AUTHORITY + "data-theme/GOVE")
SWEDISH = URIRef(AUTHORITY + "language/SWE")
PUBLIC = URIRef(AUTHORITY + "access-right/PUBLIC")

Properties = dict[URIRef, Iterable[Node]]
"""The values of each property of a resource."""


def files(municipality: Municipality, tables: Sequence[Table]) -> dict[str, str]:
    """The description as Turtle and JSON-LD, by file name."""
    graph = catalogue_graph(municipality, tables)
    document = json.loads(graph.serialize(format="json-ld", context=PREFIXES))
    document["@graph"] = _sorted(document["@graph"])
    return {
        "dcat.ttl": graph.serialize(format="turtle"),
        "dcat.jsonld": json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
    }


def _sorted(value: Any) -> Any:
    """Sort every list, since RDF has no order and rdflib writes a random one."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def catalogue_graph(municipality: Municipality, tables: Sequence[Table]) -> Graph:
    """The catalogue, its datasets and their files as a graph."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    resources = _catalogue(municipality, tables)
    for table in tables:
        resources |= _dataset(municipality, table) | _distribution(municipality, table)
    for resource, properties in resources.items():
        for name, values in properties.items():
            for value in values:
                graph.add((resource, name, value))
    return graph


def _address(municipality: Municipality, path: str) -> URIRef:
    return URIRef((municipality.open_data.address or "./") + path)


def _day(municipality: Municipality) -> Literal:
    return Literal(municipality.as_of.isoformat(), datatype=XSD.date)


def _title(municipality: Municipality) -> str:
    return _("Open data of {name}: plans and follow-up").format(name=municipality.name)


def _catalogue(municipality: Municipality, tables: Sequence[Table]) -> dict[URIRef, Properties]:
    resources: dict[URIRef, Properties] = {
        _address(municipality, "#catalogue"): {
            RDF.type: [DCAT.Catalog],
            DCTERMS.title: _in_all_languages(municipality, lambda: _title(municipality)),
            DCTERMS.description: _in_all_languages(
                municipality, lambda: description_of_all(municipality)
            ),
            DCTERMS.publisher: [_address(municipality, "#publisher")],
            DCTERMS.license: [LICENCES[municipality.open_data.licence]],
            DCTERMS.issued: [_day(municipality)],
            DCTERMS.language: [SWEDISH],
            DCAT.themeTaxonomy: [URIRef(AUTHORITY + "data-theme")],
            DCAT.dataset: [_address(municipality, f"#{table.name}") for table in tables],
        },
        _address(municipality, "#publisher"): {
            RDF.type: [FOAF.Agent],
            FOAF.name: [Literal(municipality.name)],
            DCTERMS.type: [LOCAL_AUTHORITY],
        },
    }
    if contact := municipality.open_data.contact:
        resources[_address(municipality, "#contact")] = {
            RDF.type: [VCARD.Organization],
            VCARD.fn: [Literal(contact.name)],
            VCARD.hasEmail: [URIRef(f"mailto:{contact.email}")],
        }
    return resources


def _in_all_languages(municipality: Municipality, text_of: Callable[[], str]) -> list[Node]:
    """A text in each language of the reports.

    An incompletely translated language may give the text of another; that text is left out.
    """
    texts: dict[str, str] = {}
    for language in municipality.languages:
        with locales.using(language):
            text = text_of()
        if language in package_languages() or text not in texts.values():
            texts[language] = text
    return [Literal(text, language) for language, text in texts.items()]


def _dataset(municipality: Municipality, table: Table) -> dict[URIRef, Properties]:
    has_contact = municipality.open_data.contact is not None
    name = f"alereport-{municipality.code:04}-{table.name}"
    properties: Properties = {
        RDF.type: [DCAT.Dataset],
        DCTERMS.title: _in_all_languages(
            municipality, lambda: f"{title_of(table.schema)} – {municipality.name}"
        ),
        DCTERMS.description: _in_all_languages(municipality, lambda: description_of(table.schema)),
        DCAT.keyword: _in_all_languages(municipality, lambda: title_of(table.schema).lower()),
        DCTERMS.identifier: [Literal(name)],
        DCTERMS.publisher: [_address(municipality, "#publisher")],
        DCAT.contactPoint: [_address(municipality, "#contact")] if has_contact else [],
        DCAT.theme: [THEME],
        DCTERMS.issued: [_day(municipality)],
        DCTERMS.language: [SWEDISH],
        DCTERMS.accessRights: [PUBLIC],
        RDFS.seeAlso: [URIRef(row["url"]) for row in table.documents if row["url"]],
        DCAT.distribution: [_address(municipality, f"#{table.name}-csv")],
    }
    return {_address(municipality, f"#{table.name}"): properties}


def _distribution(municipality: Municipality, table: Table) -> dict[URIRef, Properties]:
    file = _address(municipality, table.path)
    checksum = _address(municipality, f"#{table.name}-csv-sha256")
    sha256 = Literal(table.sha256, datatype=XSD.hexBinary, normalize=False)
    return {
        _address(municipality, f"#{table.name}-csv"): {
            RDF.type: [DCAT.Distribution],
            DCTERMS.description: _in_all_languages(municipality, lambda: f"CSV. {formula_note()}"),
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
