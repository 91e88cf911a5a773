"""The whole year of a committee by the command line alone, in a project that begins empty."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.data import schemas
from tests.conftest import ROOT, Ended, run_alereport
from tests.integration.publish.test_planted import texts
from tests.typing_in import Cells, type_in

pytestmark = pytest.mark.slow

Sheets = Mapping[str, Sequence[Cells]]
MOST_COMMANDS = 7
STEPS = (
    *("plan", "amendment", "april", "survey", "august", "annual", "next plan", "other committee"),
)
BUILT = ("plan", "other committee")
"""The steps after which the report is published, each an edition of its own; all in the soak."""
REASON = "Granskad rad för rad mot dokumentet"
NOT_FIGURES = ("year", "employees")
"""Years, and how many a percentage is of, which decides what may be shown."""
AREAS = ("Äldreomsorg", "Individ- och familjeomsorg", "Socialnämnden")
GOAL = "Brukare i hemtjänsten möter färre personer"
ASSIGNMENT = "Utreda valfrihet i hemtjänsten"
MEASURE = "Olika medarbetare som en brukare möter under två veckor"


def economy(**columns: tuple[int, int, int]) -> list[Cells]:
    """A line an area of an economy sheet, with what each column has for each area."""
    return [
        {"area": area, **{f"amount_tkr/{name}": each[at] for name, each in columns.items()}}
        for at, area in enumerate(AREAS)
    ]


PLAN: Sheets = {
    "areas": [
        {"name": "Äldreomsorg"},
        {"name": "Individ- och familjeomsorg"},
    ],
    "budget": [
        {"area": area, "amount_tkr/budget/2024": before, "amount_tkr/budget/2025": now}
        for area, before, now in zip(
            AREAS, (214300, 64200, 278500), (221750, 68500, 290250), strict=True
        )
    ],
    "goals": [
        {
            "title": GOAL,
            "level": "nämndmål",
            "decided_by": "nämnden",
            "whose": "nämndens",
            "section": "2",
        },
        {
            "title": ASSIGNMENT,
            "level": "uppdrag",
            "decided_by": "fullmäktige",
            "whose": "nämndens",
            "due": "2025-09-30",
            "section": "2",
        },
    ],
    "measures": [
        {
            "name": MEASURE,
            "goal": GOAL,
            "kind": "målvärde",
            "year": 2025,
            "comparator": "högst",
            "value": 12,
            "unit": "personer",
            "better": "lägre",
            "whose": "nämndens",
            "as_printed": "högst 12 personer 2025",
            "section": "2",
        }
    ],
}
AMENDMENT: Sheets = {
    "amendments": [
        {
            "area": area,
            "amount_tkr": amount,
            "amendment": "loneokningar",
            "decided": "2025-03-26",
            "decided_by": "fullmäktige",
            "reference": "§ 31",
            "reason": "Löneökningar enligt avtal",
            "section": "1",
        }
        for area, amount in zip(AREAS, (1000, 1500, 2500), strict=True)
    ]
}
BUDGET = (222750, 70000, 292750)
APRIL: Sheets = {
    "outturn": economy(
        budget_period=(74250, 23333, 97583),
        outturn_period=(75110, 26420, 101530),
        budget_year=BUDGET,
        forecast_year=(224150, 76300, 300450),
    ),
    "deviations": [
        {
            "cause": "Fler placeringar av barn och unga",
            "area": AREAS[1],
            "measure_taken": "Fler familjehem i egen regi",
            "responsible": "Verksamhetschefen",
            "due": "2025-09",
            "status": "pågår",
            "section": "3",
        }
    ],
    "follow_up": [
        {
            "goal": GOAL,
            "status": "pågår",
            "note": "Det nya planeringssystemet är infört.",
            "section": "4",
        }
    ],
    "projects": [
        {
            "item": "Nytt äldreboende",
            "decided_total_tkr": 96100,
            "spent_total_tkr": 12340,
            "forecast_total_tkr": 97530,
            "forecast_year_tkr": 31470,
            "finished": "2026-12",
            "section": "5",
        }
    ],
    "personnel": [
        {
            "unit": "Hemtjänsten",
            "role": "alla",
            "headcount": 317,
            "as_printed": "317 medarbetare",
            "section": "6",
        }
    ],
    "sick_leave": [
        {
            "unit": "total",
            "period": "2025-01/2025-04",
            "group": "alla",
            "employees": 512,
            "total_percent": 8.3,
            "already_public": "ja",
            "section": "6",
        }
    ],
}
AUGUST: Sheets = {
    "outturn": economy(
        budget_period=(148500, 46667, 195167),
        outturn_period=(149320, 51275, 200595),
        budget_year=BUDGET,
        forecast_year=(224400, 75100, 299500),
    ),
    "deviations": [
        {
            "cause": "Placeringarna är färre men dyrare",
            "area": AREAS[1],
            "follows": "fler-placeringar-av-barn-och-unga",
            "measure_taken": "Avtalen om vård omförhandlas",
            "responsible": "Verksamhetschefen",
            "due": "2025-12",
            "status": "pågår",
            "section": "3",
        }
    ],
    "follow_up": [
        {
            "goal": ASSIGNMENT,
            "status": "förslag lämnat",
            "note": "Utredningen är lämnad till nämnden.",
            "section": "4",
        }
    ],
}
ANNUAL: Sheets = {
    "outturn": economy(budget_year=BUDGET, outturn_year=(224031, 75842, 299873)),
    "deviations": [
        {
            "cause": "Placeringarna blev dyrare än väntat",
            "area": AREAS[1],
            "follows": "placeringarna-ar-farre-men-dyrare",
            "section": "3",
        }
    ],
    "follow_up": [
        {
            "goal": ASSIGNMENT,
            "status": "klart",
            "note": "Nämnden har beslutat att inte införa valfrihet.",
            "section": "4",
        }
    ],
    "measures": [
        {
            "name": MEASURE,
            "goal": GOAL,
            "kind": "utfall",
            "year": 2025,
            "comparator": "exakt",
            "value": 13,
            "unit": "personer",
            "better": "lägre",
            "whose": "nämndens",
            "as_printed": "13 personer",
            "section": "4",
        }
    ],
}
NEXT_PLAN: Sheets = {
    "budget": [
        {"area": area, "amount_tkr/budget/2025": before, "amount_tkr/budget/2026": now}
        for area, before, now in zip(AREAS, BUDGET, (229400, 74600, 304000), strict=True)
    ],
}
OTHER_PLAN: Sheets = {
    "areas": [{"name": "Räddningstjänst"}],
    "budget": [
        {"area": area, "amount_tkr/budget/2024": before, "amount_tkr/budget/2025": now}
        for area, before, now in (
            ("Räddningstjänst", 18110, 18725),
            ("Kommunstyrelsen", 18110, 18725),
        )
    ],
}


SURVEY = "son-medarbetarenkat-2025"
"""A survey of the staff, which nobody but the administration has read, and has no date."""
UNITS = {"Hemtjänsten": (143, 6.4), "Korttidsboendet": (7, 17.3), "Nattpatrullen": (5, 23.8)}
"""The employees of each unit in it, and their sick leave in June."""
SHOWN = {"Hemtjänsten"}
"""The units with so many employees that their sick leave is shown."""


@dataclass
class Year:
    """A project and what was done in it.

    Attributes:
        workspace: The project.
        built: The steps after which the report is published.
        commands: How many commands each step took.
        corrections: What the page of corrections had after each step that was built.
        overwritten: The data files of earlier steps that a later step changed, registers apart.
    """

    workspace: Workspace
    built: Sequence[str] = ()
    commands: dict[str, int] = field(default_factory=dict)
    corrections: dict[str, int] = field(default_factory=dict)
    overwritten: dict[str, list[str]] = field(default_factory=dict)

    def run(self, step: str, *arguments: str) -> Ended:
        """A command that succeeds."""
        ended = run_alereport(self.workspace, *arguments)
        assert ended.returncode == 0, (arguments, ended.stdout, ended.stderr)
        self.commands[step] = self.commands.get(step, 0) + 1
        return ended

    def turn(self, step: str, document: Sequence[str], sheets: Sheets, *named: str) -> None:
        """A step of the year, from a new document to its pages.

        Args:
            step: What it is called.
            document: The kind, committee, year and day of the document, as the commands ask.
            sheets: What is typed.
            named: What else `new` is told.
        """
        before = self._files()
        file = self.workspace.root / f"{step}.xlsx"
        self.run(step, "new", *document, *named)
        self.run(step, "template", *document, "-o", file.name)
        type_in(file, sheets, sections="1")
        filled = self.run(step, "fill", file.name)
        name = filled.stdout.rpartition("alereport count ")[2].split()[0]
        self.run(step, "count", name, "--counted")
        self.run(step, "validate")
        self.run(step, "seal", "--all", "--reason", REASON)
        if step in self.built:
            self.run(step, "build", "--engine", "pandoc")
        self.finish(step, before)

    def survey(self) -> None:
        """A document that is no plan or report: its rows are written by hand, and few are shown."""
        before = self._files()
        source = self.workspace.root / f"{SURVEY}.txt"
        source.write_text("Medarbetarenkät 2025", encoding="utf-8")
        of_it = ("-c", "son", "-y", "2025", "--kind", "evaluation", "--as-of", "2025-06-30")
        self.run("survey", "register", source.name, "--title", "Medarbetarenkät 2025", *of_it)
        columns = schemas.schema(self.workspace, "sick_leave").columns
        rows = [
            {
                **dict.fromkeys(columns, ""),
                "document": SURVEY,
                "section": "1",
                "committee": "son",
                "unit": unit,
                "period": "2025-06",
                "group": "total",
                "employees": str(employees),
                "total_percent": str(percent),
                "already_public": "false",
            }
            for unit, (employees, percent) in UNITS.items()
        ]
        lines = [",".join(columns), *(",".join(row.values()) for row in rows)]
        path = self.workspace.dataset("sick_leave") / f"{SURVEY}.csv"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        self.run("survey", "count", SURVEY, "--counted")
        warned = self.run("survey", "validate").stdout
        (undated,) = re.findall(r"^(\S+) .*reports-and-evaluations-are-dated", warned, re.MULTILINE)
        why = ("--reason", "Enkäten har inget datum", "--by", "dataförvaltaren")
        self.run("survey", "accept", undated, *why)
        self.run("survey", "seal", "--all", "--reason", REASON)
        self.finish("survey", before)

    def finish(self, step: str, before: dict[str, bytes]) -> None:
        """Note what a step made of what was there before it."""
        after = self._files()
        self.overwritten[step] = [name for name in before if before[name] != after.get(name)]
        self.corrections[step] = corrections(self.workspace)

    def _files(self) -> dict[str, bytes]:
        """What earlier steps wrote: the data of documents, and the rows of each register."""
        files = {
            self.workspace.relative(path): path.read_bytes()
            for path in self.workspace.data_files()
            if path.parent.name not in {"areas", "committees", "documents"}
        }
        rows = {
            f"{path.parent.name}: {row}": b""
            for path in self.workspace.data_files("areas", "committees", "documents")
            for row in path.read_text(encoding="utf-8").splitlines()
        }
        return files | rows


def corrections(workspace: Workspace) -> int:
    """How many corrections and revisions the seals list."""
    listed = run_alereport(workspace, "seal", "--list").stdout
    (number,) = re.findall(r"Corrections and revisions: (\d+)\.", listed)
    return int(number)


def empty_project(root: Path) -> Workspace:
    """The repository's schemas, rules, notebooks and book, and no row of data."""
    for path in (ROOT / "data").glob("*/*.yaml"):
        if path.name in {"table.yaml", "rules.yaml"}:
            to = root / "data" / path.parent.name / path.name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)
    (root / "params").mkdir()
    shutil.copy2(ROOT / "params" / "book.yaml", root / "params")
    settings = yaml.safe_load((ROOT / "params" / "municipality.yaml").read_text(encoding="utf-8"))
    own = {
        "name": "Exempelkommunen",
        "code": 1499,
        "synthetic": True,
        "languages": ["sv"],
        "habits": {"registers_in_order": True},
    }
    text = yaml.safe_dump({**settings, **own}, allow_unicode=True)
    (root / "params" / "municipality.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copy2(ROOT / name, root / name)
    workspace = Workspace(root)
    assert run_alereport(workspace, "rules", "--lock", "--reason", "Nytt projekt").returncode == 0
    return workspace


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(BUILT, id="published at its ends"),
        pytest.param(STEPS, id="published at each step", marks=pytest.mark.long),
    ],
)
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year of Socialnämnden, with the plan of the next and that of another committee."""
    root = tmp_path_factory.mktemp("year") / "project"
    root.mkdir()
    turned = Year(empty_project(root), request.param)
    of_committee, other = ("-c", "son", "-y", "2025"), ("-c", "ks", "-y", "2025")
    names = ("--name", "Socialnämnden")
    turned.turn("plan", ("plan", *of_committee), PLAN, *names)
    turned.turn("amendment", ("amendment", *of_committee, "--as-of", "2025-03-26"), AMENDMENT)
    dated = ("--dated", "2025-05-20")
    turned.turn("april", ("interim", *of_committee, "--as-of", "2025-04-30"), APRIL, *dated)
    turned.survey()
    dated = ("--dated", "2025-09-24")
    turned.turn("august", ("interim", *of_committee, "--as-of", "2025-08-31"), AUGUST, *dated)
    turned.turn("annual", ("annual", *of_committee), ANNUAL, "--dated", "2026-02-11")
    turned.turn("next plan", ("plan", "-c", "son", "-y", "2026"), NEXT_PLAN)
    names = ("--name", "Kommunstyrelsen")
    turned.turn("other committee", ("plan", *other), OTHER_PLAN, *names)
    return turned


@pytest.mark.parametrize("step", STEPS)
def test_a_step_takes_few_commands_and_changes_no_earlier_row(year: Year, step: str) -> None:
    assert year.commands[step] + (step not in year.built) <= MOST_COMMANDS
    assert year.overwritten[step] == []


def test_no_step_is_a_correction(year: Year) -> None:
    assert year.corrections == dict.fromkeys(STEPS, 0)


def figures() -> Iterator[tuple[str, int | float]]:
    """Every amount and value that was typed and is shown, with where."""
    sheets = (PLAN, AMENDMENT, APRIL, AUGUST, ANNUAL, NEXT_PLAN, OTHER_PLAN)
    for number, each in enumerate(sheets):
        for dataset, lines in each.items():
            for line in lines:
                for column, value in line.items():
                    if isinstance(value, (int, float)) and column not in NOT_FIGURES:
                        yield f"{number}, {dataset}, {column}", value
    yield from ((f"survey, {unit}", UNITS[unit][1]) for unit in SHOWN)


def test_every_figure_that_was_typed_is_on_a_page(year: Year) -> None:
    texts = [
        " ".join(html.unescape(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))).split())
        for path in year.workspace.site("sv").rglob("*.html")
    ]
    with locales.using("sv"):
        missing = [(where, value) for where, value in figures() if not is_printed(value, texts)]
    assert missing == []


def test_what_is_withheld_is_said_to_be_and_in_no_published_byte(year: Year) -> None:
    hidden = [UNITS[unit][1] for unit in UNITS if unit not in SHOWN]
    page = (year.workspace.site("sv") / "son-2025" / "personnel.html").read_text(encoding="utf-8")
    said = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert re.search("(?i)(2|två) uppgifter om sjukfrånvaro är utelämnade", said)
    assert all(unit in said for unit in UNITS)
    figure = re.compile(r"(?<![\d.,])(?:17[.,]3|23[.,]8)(?![\d.,]*\d)")
    assert all(figure.search(f"{each} %") for each in hidden)
    published = [path for path in year.workspace.build.glob("site/**/*") if path.is_file()]
    published += [*year.workspace.build.glob("*.pdf"), *year.workspace.build.glob("open-data/**/*")]
    telling = [
        path for path in published if path.is_file() and any(map(figure.search, texts(path)))
    ]
    assert telling == []


def is_printed(value: float, texts: Sequence[str]) -> bool:
    """True if a figure stands in one of the texts, as the language writes it."""
    figure = re.escape(" ".join(locales.number(value).split()))
    return any(re.search(rf"(?<!\d){figure}(?!\d)", text) for text in texts)


def test_a_correction_of_one_cell_stands_alone_on_the_page_of_corrections(
    year: Year, tmp_path: Path
) -> None:
    shutil.copytree(year.workspace.root, tmp_path / "project")
    corrected = Year(Workspace(tmp_path / "project"))
    file = corrected.workspace.root / "corrected.xlsx"
    day = ("--as-of", "2025-08-31")
    corrected.run("c", "template", "interim", "-c", "son", "-y", "2025", *day, "-o", file.name)
    (deviation,) = AUGUST["deviations"]
    type_in(file, {"deviations": [{"cause": deviation["cause"], "due": "2025-11"}]})
    refused = run_alereport(corrected.workspace, "fill", file.name)
    assert refused.returncode == 13
    assert "due is 2025-11; expected 2025-12" in refused.stderr
    corrected.run("c", "fill", file.name, "--replace")
    corrected.run("c", "seal", "--all", "--change", "correction", "--reason", "Fel månad")
    corrected.run("c", "build", "--engine", "pandoc")
    assert corrections(corrected.workspace) == 1
    assert corrected.commands["c"] <= MOST_COMMANDS
    page = (corrected.workspace.site("sv") / "corrections.html").read_text(encoding="utf-8")
    assert "Fel månad" in page
