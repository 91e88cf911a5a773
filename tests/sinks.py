"""What a published text may become: each way out of a project, read as its readers' programs do."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pikepdf
import pypdf
import rdflib

from alereport.base import printable
from alereport.base.workspace import Workspace
from alereport.exhibits.model import MIME

LEADS = {"", "http", "https", "mailto"}
"""The schemes of addresses that a link may have."""
RUNNING = {
    "iframe",
    "object",
    "embed",
    "base",
    "frame",
    "applet",
    "foreignobject",
    "animate",
    "set",
}
FORMULA = re.compile(r"[=+\-@\t\r](?!\d+(\.\d+)?$).", re.DOTALL)
"""What a spreadsheet takes for a formula: a number alone is none."""
ATOM = "{http://www.w3.org/2005/Atom}"


class Reader(HTMLParser):
    """Notes what a browser would run, load from elsewhere or be led away by."""

    def __init__(self, *, own_style: bool = False) -> None:
        super().__init__()
        self.found: list[str] = []
        self._own_style = own_style

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        runs = tag in RUNNING or (tag == "script" and "site.js" not in given.get("src", ""))
        leaves = tag == "meta" and given.get("http-equiv", CSP) != CSP
        listens = any(name.startswith("on") or name == "srcdoc" for name in given)
        styled = "style" in given and not self._own_style
        address = given.get("href", "").strip()
        leads = urlsplit(address).scheme.lower() not in LEADS and address != NO_ICON
        scheme = urlsplit(given.get("src", "")).scheme
        loads = scheme not in {"", "data"} or given.get("src", "").startswith("//")
        if runs or leaves or listens or styled or leads or loads:
            self.found.append(self.get_starttag_text() or tag)


CSP = "Content-Security-Policy"
NO_ICON = "data:,"


def running(html: str, *, own_style: bool = False) -> list[str]:
    """The elements of a page or a part of one that are more than words, links and tables."""
    reader = Reader(own_style=own_style)
    reader.feed(html)
    return [*reader.found, *unprintable(html)]


def unprintable(text: str) -> list[str]:
    found = printable.unprintable(text)
    return [f"the character {found}"] if found else []


def of_pages(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in workspace.sites.rglob("*.html"):
        yield path.name, running(path.read_text(encoding="utf-8"))


def of_drawings(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in workspace.sites.rglob("*.svg"):
        root = ET.fromstring(path.read_bytes())
        tags = {f"{each.tag}".rpartition("}")[2].lower() for each in root.iter()}
        found = sorted(tags & {*RUNNING, "script", "a"})
        found += [name for each in root.iter() for name in each.attrib if name.startswith("on")]
        yield path.name, found


def of_paper(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in (*workspace.sites.rglob("*.pdf"), *workspace.build.glob("*.pdf")):
        with pikepdf.open(path) as opened:
            found = [one for each in opened.objects for one in _actions(each)]
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        found += ["Typst code ran"] if "INJ42" in text else []
        yield path.name, [*found, *unprintable(text.replace("\x00", ""))]


def _actions(value: pikepdf.Object) -> list[str]:
    if not isinstance(value, pikepdf.Dictionary):
        return []
    kinds = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia"}
    found = sorted(kinds & set(value.keys()))
    action = str(value.get("/S", ""))
    found += [action] if action in {"/Launch", "/JavaScript", "/GoToR", "/SubmitForm"} else []
    address = str(value.get("/URI", ""))
    return [*found, *([address] if urlsplit(address).scheme not in LEADS else [])]


def of_workbooks(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in workspace.sites.rglob("*.xlsx"):
        found = []
        with zipfile.ZipFile(path) as opened:
            for name in opened.namelist():
                if not name.endswith((".xml", ".rels")):
                    continue
                root = ET.fromstring(opened.read(name))
                found += [f"{name}: a formula" for each in root.iter() if each.tag.endswith("}f")]
                found += [f"{name}: {each.get('Target')}" for each in root if _is_outside(each)]
                found += unprintable("".join(root.itertext()).replace("\r", ""))
        yield path.name, found


def _is_outside(element: ET.Element) -> bool:
    return element.get("TargetMode") == "External"


def of_tables(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in (*workspace.sites.rglob("*.csv"), *workspace.open_data.rglob("*.csv")):
        text = path.read_text(encoding="utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        yield path.name, [cell for cell in cells if FORMULA.match(cell)]


def of_feeds(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for path in workspace.sites.rglob("feed.xml"):
        root = ET.fromstring(path.read_bytes())
        found = [one for each in root.iter(f"{ATOM}content") for one in running(each.text or "")]
        links = [each.get("href", "") for each in root.iter(f"{ATOM}link")]
        yield path.name, [*found, *(each for each in links if urlsplit(each).scheme not in LEADS)]


def of_catalogues(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    for folder in (workspace.open_data, *workspace.sites.glob("*/open-data")):
        turtle, as_json = (_graph(folder / name) for name in ("dcat.ttl", "dcat.jsonld"))
        found = [] if len(turtle) == len(as_json) else [f"{len(turtle)} and {len(as_json)} triples"]
        terms = {term for triple in turtle for term in triple if isinstance(term, rdflib.URIRef)}
        found += [str(term) for term in terms if urlsplit(term).scheme not in LEADS]
        json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        yield folder.name, found


def _graph(file: Path) -> rdflib.Graph:
    with warnings.catch_warnings():  # rdflib's own deprecations
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(file, publicID="https://x.se/")


def of_exhibits(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    """What JupyterLab shows of the package's own exhibits."""
    for path in (workspace.build / "notebooks").rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
        own = ["".join(data.get("text/html", "")) for data in shown if MIME in data]
        yield path.name, [one for html in own for one in running(html, own_style=True)]


def of_everything(workspace: Workspace) -> dict[str, list[str]]:
    """What is more than words in anything published, by file; and how much was read."""
    found: dict[str, list[str]] = {}
    for sink in SINKS:
        read = list(sink(workspace))
        assert read, sink.__name__
        found |= {f"{sink.__name__}: {name}": bad for name, bad in read if bad}
    return found


SINKS = (
    *(of_pages, of_drawings, of_paper, of_workbooks, of_tables, of_feeds),
    *(of_catalogues, of_exhibits),
)


def data_docs(workspace: Workspace) -> list[Path]:
    """The pages that the gate makes for the steward, which nobody publishes."""
    return sorted((workspace.quality / "data-docs").rglob("*.html"))
