"""The open data: every row, described for programs and portals, and nothing that is withheld."""

from __future__ import annotations

import csv
import json
import shutil
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, Graph

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.publish.open_data import dcat
from alereport.publish.open_data import files as opendata
from tests.conftest import ROOT, edit

with warnings.catch_warnings():  # What they import warns of its own future.
    warnings.simplefilter("ignore")
    import frictionless
    import pyshacl

SHAPES = Path(__file__).with_name("dcat-ap-se.ttl")
SMALL_UNIT = (
    "document,section,committee,unit,unit_en,period,group,employees,hedge,total_percent,"
    "long_term_percent,long_term_share_percent,base,already_public\n"
    "ks-namndplan-2024,7,ks,registraturen,registry,2023,total,8,,12.5,3.1,,,false\n"
    "ks-namndplan-2024,7,ks,kommunen,municipality,2023,total,90,,5.50,1.0,,,false\n"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The open data of the committed project."""
    root = tmp_path_factory.mktemp("open")
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, root / name)
    return opendata.folder(Workspace(root), draft=False)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def package_in(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def errors_of(folder: Path) -> list[str]:
    """What `frictionless validate datapackage.json` finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = frictionless.validate(str(folder / "datapackage.json"))
    of_all = [*found.errors, *(error for task in found.tasks for error in task.errors)]
    return [f"{error.type}: {error.message}" for error in of_all]


def graph_in(path: Path, place: str = "https://www.example.se/") -> Graph:
    with warnings.catch_warnings():  # The parser of JSON-LD warns of itself.
        warnings.simplefilter("ignore")
        return Graph().parse(path, publicID=place + path.name)


def conforms(graph: Graph) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), advanced=True)[0])


def test_every_row_of_every_dataset_is_there_as_it_is_written(published: Path) -> None:
    workspace = Workspace(ROOT)
    assert {path.stem for path in published.glob("*.csv")} == {
        *schemas.names(workspace),
        "budget-flat",
    }
    for name in schemas.names(workspace):
        files = [path for path in workspace.data_files(name) if path.suffix == ".csv"]
        written = [row for path in files for row in rows_of(path)]
        found = rows_of(published / f"{name}.csv")
        assert not files or found == [
            {column: f"'{cell}" if cell == "-tal" else cell for column, cell in row.items()}
            for row in written
        ]


def test_the_budget_is_there_ready_to_chart_with_every_name_on_each_row(published: Path) -> None:
    rows, amounts = rows_of(published / "budget-flat.csv"), rows_of(published / "budget.csv")
    assert [row["amount_tkr"] for row in rows] == [row["amount_tkr"] for row in amounts]
    total = next(row for row in rows if row["amount_tkr"] == "154390")
    assert total["municipality_code"] == "1440"
    assert (total["committee_name"], total["area_name"]) == ("Kommunstyrelsen", "Totalt")
    assert (total["kind"], total["kind_sv"]) == ("budget", "budget")
    named = ("municipality", "committee_name", "committee_name_en", "area_name", "document_title")
    assert [row for row in rows if not all(row[name] for name in named)] == []


def test_frictionless_finds_nothing(published: Path) -> None:
    assert errors_of(published) == []


def test_frictionless_sees_what_is_spoilt(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(published, folder)
    for file, old, new in (
        ("budget.csv", ",20450", ",20450.5"),
        ("budget.csv", ",forecast,", ",guess,"),
        ("goals.csv", "ks-namndplan-2024", "ks-namndplan-1999"),
        ("committees.csv", "sn,", "ks,"),
    ):
        text = (folder / file).read_bytes().decode()
        assert old in text
        (folder / file).write_bytes(text.replace(old, new, 1).encode())
    kinds = {error.split(": ")[0] for error in errors_of(folder)}
    assert {"type-error", "constraint-error", "foreign-key", "primary-key"} <= kinds


def test_the_package_says_what_the_schemas_say(published: Path) -> None:
    package = package_in(published)
    assert package["$schema"].endswith("/profiles/2.0/datapackage.json")
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert package["contributors"] == [{"title": "Ale kommun", "roles": ["publisher"]}]
    by_name = {each["name"]: each for each in package["resources"]}
    for name in schemas.names(Workspace(ROOT)):
        schema = schemas.schema(Workspace(ROOT), name)
        table = by_name[name]["schema"]
        assert [field["name"] for field in table["fields"]] == schema.columns
        assert table["primaryKey"] == list(schema.primary_key)
        assert by_name[name]["title"] == schema.title_sv
    amounts = next(f for f in by_name["budget"]["schema"]["fields"] if f["name"] == "kind")
    assert amounts["constraints"] == {
        "required": True,
        "enum": ["forecast", "budget", "plan", "outturn"],
    }
    sources = {source["title"] for source in by_name["budget"]["sources"]}
    assert sources == {
        "Nämndplan 2024",
        "Verksamhetsplan med budget 2022",
        "Verksamhetsplan med budget 2021",
    }


def test_a_pair_of_which_one_may_be_empty_is_a_key_column_by_column(published: Path) -> None:
    by_name = {each["name"]: each for each in package_in(published)["resources"]}
    keys = by_name["goals"]["schema"]["foreignKeys"]
    assert {"fields": ["parent"], "reference": {"fields": ["goal"]}} in keys


def test_the_files_are_as_long_and_have_the_checksums_that_the_package_lists(
    published: Path,
) -> None:
    for each in package_in(published)["resources"]:
        path = published / each["path"]
        assert path.stat().st_size == each["bytes"]
        assert sha256(path.read_bytes()).hexdigest() == each["hash"].removeprefix("sha256:")


def test_a_formula_in_the_data_is_not_one_in_the_open_data(project: Workspace) -> None:
    edit(project, "data/investments/ks-namndplan-2024.csv", "Årsanslag", "=HYPERLINK(")
    (row,) = [
        row
        for row in rows_of(opendata.folder(project, draft=False) / "investments.csv")
        if "HYPERLINK" in row["item"]
    ]
    assert row["item"].startswith("'=HYPERLINK(")


def test_a_dataset_without_a_file_has_its_columns_and_no_rows(project: Workspace) -> None:
    for path in project.data_files("sick_leave"):
        path.unlink()
    text = (opendata.folder(project, draft=False) / "sick_leave.csv").read_text(encoding="utf-8")
    columns = ",".join(schemas.schema(project, "sick_leave").columns)
    assert text.splitlines() == [columns]


def test_what_privacy_withholds_is_not_in_the_open_data(project: Workspace) -> None:
    path = project.dataset("sick_leave") / "ks-namndplan-2024.csv"
    path.write_text(SMALL_UNIT, encoding="utf-8")
    folder = opendata.folder(project, draft=False)
    rows = rows_of(folder / "sick_leave.csv")
    assert [row["unit"] for row in rows] == ["kommunen", "kontaktcenter", "kontaktcenter"]
    assert not [path for path in folder.iterdir() if "registraturen" in path.read_text("utf-8")]
    assert rows[0]["total_percent"] == "5.50"


def test_the_catalogue_has_what_the_swedish_profile_requires(published: Path) -> None:
    for name in ("dcat.ttl", "dcat.jsonld"):
        assert conforms(graph_in(published / name)), name


@pytest.mark.parametrize("missing", [DCTERMS.license, DCTERMS.publisher, DCAT.accessURL])
def test_a_catalogue_without_a_required_property_is_seen(published: Path, missing: Any) -> None:
    graph = graph_in(published / "dcat.ttl")
    assert len(graph) > len(graph.remove((None, missing, None)))
    assert not conforms(graph)


def test_turtle_and_json_ld_say_the_same(published: Path) -> None:
    place = "https://www.example.se/rapport/sv/open-data/"
    turtle = graph_in(published / "dcat.ttl", place)
    linked = graph_in(published / "dcat.jsonld", place)
    assert set(turtle) == set(linked)
    files = {str(file).removeprefix(place) for file in turtle.objects(None, DCAT.downloadURL)}
    assert files == {path.name for path in published.glob("*.csv")}


def test_the_municipality_says_where_it_publishes_and_whom_to_ask(project: Workspace) -> None:
    place = "https://www.example.se/data/"
    edit(
        project,
        "params/municipality.yaml",
        "  licence: CC0-1.0\n",
        f"  licence: CC-BY-4.0\n  address: {place}\n"
        "  contact: {name: Ekonomienheten, email: ekonomi@example.se}\n",
    )
    graph = graph_in(opendata.folder(project, draft=False) / "dcat.ttl")
    assert conforms(graph)
    assert (None, None, rdflib.URIRef("mailto:ekonomi@example.se")) in graph
    licences = set(graph.objects(None, DCTERMS.license))
    assert licences == {dcat.LICENCES["CC-BY-4.0"]}
    assert all(str(each).startswith(place) for each in graph.objects(None, DCAT.accessURL))


def test_a_draft_says_so_in_its_metadata(project: Workspace) -> None:
    assert package_in(opendata.folder(project, draft=True))["title"].startswith("UTKAST: ")


def test_only_what_changed_is_made_again(project: Workspace) -> None:
    first = opendata.folder(project, draft=False)
    assert opendata.folder(project, draft=False) == first
    edit(project, "data/committees/committees.csv", "Service Committee", "Services")
    second = opendata.folder(project, draft=False)
    assert second != first
    assert not first.exists()


def test_the_texts_are_in_the_main_language_whatever_is_spoken(project: Workspace) -> None:
    with locales.using("en"):
        package = package_in(opendata.folder(project, draft=False))
    assert package["language"] == params.municipality(project).languages[0] == "sv"
    assert package["title"] == "Nämndernas planer och uppföljning"
