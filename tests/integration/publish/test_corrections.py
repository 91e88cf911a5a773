"""The page of news and corrections: kept over publications, in both languages, never by a draft."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from alereport.base.workspace import Workspace
from alereport.batch import run_records
from alereport.publish.changes import snapshot
from tests.conftest import ROOT, edit, run_alereport
from tests.integration.publish import paper

BUDGET = "data/budget/ks-namndplan-2024.csv"
REASON = "Två belopp för 2022 var avlästa från fel rad"
REVIEWER = "controllerxq"
PUBLISH = ("publish", "--engine", "pandoc")


def text_of(workspace: Workspace, language: str) -> str:
    """The words of the page of news and corrections on the site."""
    page = (workspace.site(language) / "corrections.html").read_text(encoding="utf-8")
    main = page.split("<main", 1)[1].split('<nav class="turn"', 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def site(workspace: Workspace) -> dict[str, bytes]:
    """Every file of the Swedish site, by its path."""
    found = (path for path in workspace.site("sv").rglob("*") if path.is_file())
    return {workspace.relative(path): path.read_bytes() for path in found}


def feed_titles(workspace: Workspace, language: str) -> list[str]:
    """The titles of the feed's entries, the latest first."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.parse(workspace.site(language) / "feed.xml").getroot()
    return [entry.findtext(f"{atom}title", "") for entry in root.findall(f"{atom}entry")]


def show_otherwise(workspace: Workspace, language: str, report: str, old: str, new: str) -> None:
    """Make an executed report show something else, as changed code would have made it."""
    path = workspace.executed(language, report)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    update_record(workspace, language, report)


def update_record(workspace: Workspace, language: str, report: str) -> None:
    """Make the run record say that the report was executed as it now stands."""
    stored = workspace.record(language, report)
    record = json.loads(stored.read_text(encoding="utf-8"))
    record["output"] = run_records.output_fingerprint(workspace, language, report)
    stored.write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture(scope="module")
def corrected(brief: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A project published, corrected in two figures, sealed with a reason and published again."""
    root = tmp_path_factory.mktemp("corrected") / "project"
    shutil.copytree(brief.root, root)
    workspace = Workspace(root)
    edit(workspace, BUDGET, ",20450,\n", ",20451,\n")
    edit(workspace, BUDGET, ",22750,\n", ",22749,\n")
    sealing = ("seal", BUDGET, "--reason", REASON, "--reviewed-by", REVIEWER)
    assert run_alereport(workspace, *sealing).returncode == 0
    done = run_alereport(workspace, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    return workspace


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "Det här är den första publiceringen."), ("en", "This is the first publication.")],
)
def test_a_first_publication_says_that_it_is(built: Workspace, language: str, words: str) -> None:
    assert words in text_of(built, language)
    record = snapshot.previous_publication(built, language)
    assert record is not None
    assert record.number == 1
    (edition,) = record.editions
    assert edition.is_empty
    shown = [each.words for exhibit in record.reports["ks-2024/budget"] for each in exhibit.figures]
    assert any(words.startswith(("Totalt | ", "Total | ")) for words in shown)


def test_a_corrected_figure_is_listed_with_what_it_showed_and_why(corrected: Workspace) -> None:
    text = text_of(corrected, "sv")
    assert "Utgåva 2" in text
    assert f"Skäl: {REASON} ( {BUDGET} , granskad " in text
    place = "Kommunstyrelsens ekonomi 2024 : Budget 2024 per område, nettokostnad i tkr : "
    assert place in text
    text_of_table = text[text.index(place) :]
    assert re.search(r"Ekonomiavdelningen, Budget 2024: 20\s450 → 20\s451", text_of_table)
    changed = r"Kansli- och säkerhetsavdelningen, Budget 2024: 22\s750 → 22\s749"
    assert re.search(changed, text_of_table)
    assert text.index("Nytt sedan sist Inget har tillkommit") < text.index("Utgåva 2")
    english = text_of(corrected, "en")
    assert f"Reason: {REASON}" in english
    assert "20,450" in english


def test_who_reviewed_a_file_is_published_nowhere(corrected: Workspace) -> None:
    assert REVIEWER in corrected.seals.read_text(encoding="utf-8")
    published = [path for path in corrected.build.rglob("*") if path.is_file()]
    assert not [path for path in published if REVIEWER.encode() in path.read_bytes()]
    assert REVIEWER not in "".join(paper.pages(corrected.pdf("sv")))


def test_the_pdf_says_that_it_was_corrected_and_where_it_is_listed(corrected: Workspace) -> None:
    text = " ".join(" ".join(paper.pages(corrected.pdf("sv"))).split())
    listed = re.search(r"Nytt: 0\. Reviderat: 0\. Rättat: [1-9]\d*\.", text_of(corrected, "sv"))
    assert listed
    assert f"Nytt sedan sist Det här är utgåva 2. {listed[0]} Allt som är nytt," in text
    assert "reviderat eller rättat står i Nytt och rättat." in text


def test_each_page_links_to_the_feed_which_has_the_edition(corrected: Workspace) -> None:
    assert feed_titles(corrected, "sv") == ["Rättelser i utgåva 2", "Nytt i utgåva 1"]
    assert feed_titles(corrected, "en") == ["Corrections in edition 2", "New in edition 1"]
    for page, address in (("index.html", "feed.xml"), ("ks-2024/budget.html", "../feed.xml")):
        text = (corrected.site("sv") / page).read_text(encoding="utf-8")
        assert '<link rel="alternate" type="application/atom+xml"' in text
        assert f'href="{address}">' in text.split("</head>")[0]
    page = (corrected.site("sv") / "corrections.html").read_text(encoding="utf-8")
    assert '<a href="feed.xml">flödet</a>' in page
    assert 'id="corrections-2"' in page


def as_version_1(record: dict[str, object]) -> dict[str, object]:
    """A first publication as the version before recorded it."""
    reports = json.loads(json.dumps(record["reports"]))
    for exhibits in reports.values():
        for exhibit in exhibits:
            del exhibit["columns"]
    kept = {name: record[name] for name in ("number", "as_of", "seals")}
    return {**kept, "reports": reports, "editions": []}


def test_after_a_publication_of_the_version_before_nothing_is_corrected_falsely(
    brief: Workspace, corrected: Workspace, tmp_path: Path
) -> None:
    sites, root = tmp_path / "sites", tmp_path / "project"
    for language in ("sv", "en"):
        record = json.loads((brief.site(language) / snapshot.FILE).read_text(encoding="utf-8"))
        path = sites / language / snapshot.FILE
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(as_version_1(record)), encoding="utf-8")
    shutil.copytree(corrected.root, root)
    workspace = Workspace(root)
    done = run_alereport(workspace, *PUBLISH, "--previous", str(sites))
    assert done.returncode == 0, done.stderr
    for language in ("sv", "en"):
        found = [
            [
                json.loads((each.site(language) / snapshot.FILE).read_text(encoding="utf-8"))[
                    "editions"
                ][0][kind]
                for kind in ("news", "consequences", "revisions", "corrections")
            ]
            for each in (workspace, corrected)
        ]
        assert found[0] == found[1]


def test_a_plan_that_was_not_published_is_news_and_asks_for_no_reason(
    brief_copy: Workspace,
) -> None:
    shutil.copyfile(ROOT / "params/sn-2021.yaml", brief_copy.params / "sn-2021.yaml")
    done = run_alereport(brief_copy, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    text = text_of(brief_copy, "sv")
    news = text[text.index("Utgåva 2 Nya dokument:") : text.index("Revideringar Ingen")]
    chapters = "Servicenämndens ekonomi 2021 Servicenämnden 2021 på lätt svenska"
    assert f"Nya kapitel: {chapters}" in news
    assert "Ingen publicerad uppgift har rättats." in text
    assert feed_titles(brief_copy, "sv") == ["Nytt i utgåva 2", "Nytt i utgåva 1"]
    english = (brief_copy.site("en") / "corrections.html").read_text(encoding="utf-8")
    titles = english[english.index("New documents:") : english.index("New chapters:")]
    assert 'lang="sv"' in titles


def test_a_file_sealed_as_restructured_corrects_nothing(brief_copy: Workspace) -> None:
    edit(brief_copy, BUDGET, ",20450,\n", ",20451,\n")
    edit(brief_copy, BUDGET, ",22750,\n", ",22749,\n")
    assert run_alereport(brief_copy, "seal", BUDGET, "--reason", "Ny form").returncode == 0
    history = yaml.safe_load(brief_copy.seals.read_text(encoding="utf-8"))
    history[BUDGET][-1] |= {"change": "restructured", "reviewed_by": ["Gransk-Gunilla"]}
    brief_copy.seals.write_text(yaml.safe_dump(history, allow_unicode=True), encoding="utf-8")
    done = run_alereport(brief_copy, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    text = text_of(brief_copy, "sv")
    assert "Ingen publicerad uppgift har rättats." in text
    assert BUDGET not in text, "it is no data file that was corrected or revised"
    assert "uppgifter redovisas på annat sätt" in text
    assert "Det här är utgåva 1." in text
    published = (path for path in brief_copy.sites.rglob("*") if path.is_file())
    assert not [path for path in published if b"Gransk-Gunilla" in path.read_bytes()]


def test_the_same_publication_again_is_the_same_bytes_here_and_on_another_machine(
    brief: Workspace, corrected: Workspace, tmp_path: Path
) -> None:
    before = site(corrected)
    shutil.copytree(corrected.root, tmp_path / "project")
    elsewhere = Workspace(tmp_path / "project")
    assert run_alereport(elsewhere, *PUBLISH, "-l", "sv").returncode == 0
    assert site(elsewhere) == before
    shutil.rmtree(elsewhere.site("sv"))
    done = run_alereport(elsewhere, *PUBLISH, "-l", "sv", "--previous", str(brief.sites))
    assert done.returncode == 0, done.stderr
    assert site(elsewhere) == before


def test_a_figure_that_code_changed_needs_a_reason_and_keeps_the_history(
    corrected: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(corrected.root, tmp_path / "project")
    workspace = Workspace(tmp_path / "project")
    show_otherwise(workspace, "sv", "ks-2024/easy", "154\u00a0miljoner", "155\u00a0miljoner")
    before = (workspace.site("sv") / "index.html").read_bytes()
    refused = run_alereport(workspace, *PUBLISH)
    assert refused.returncode == 15
    (line,) = refused.stderr.strip().splitlines()
    assert line.startswith('ks-2024/easy: it shows "Kommunstyrelsen får använda 155')
    assert line.endswith('say why with --reason "…", or publish a draft with --draft.')
    assert (workspace.site("sv") / "index.html").read_bytes() == before

    draft = run_alereport(workspace, *PUBLISH, "-l", "sv", "--draft")
    assert draft.returncode == 0, draft.stderr
    assert "Inget skäl är angivet ännu." in text_of(workspace, "sv")
    assert feed_titles(workspace, "sv") == ["Rättelser i utgåva 2", "Nytt i utgåva 1"]
    record = workspace.site("sv") / snapshot.FILE
    assert record.read_bytes() == (corrected.site("sv") / snapshot.FILE).read_bytes()

    why = "Avrundningen är rättad"
    done = run_alereport(workspace, *PUBLISH, "-l", "sv", "--reason", why)
    assert done.returncode == 0, done.stderr
    text = text_of(workspace, "sv")
    assert text.index("Utgåva 3") < text.index(why) < text.index("Utgåva 2") < text.index(REASON)
    assert feed_titles(workspace, "sv") == [
        "Rättelser i utgåva 3",
        "Rättelser i utgåva 2",
        "Nytt i utgåva 1",
    ]


def test_a_previous_publication_that_is_not_there_is_one_message(
    corrected: Workspace, tmp_path: Path
) -> None:
    done = run_alereport(corrected, *PUBLISH, "--previous", str(tmp_path))
    assert done.returncode == 15
    assert f"{tmp_path}/sv/publication.json: there is no such file; expected" in done.stderr


def test_a_previous_publication_that_cannot_be_read_is_one_message(
    corrected: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "sv").mkdir()
    (tmp_path / "sv" / snapshot.FILE).write_text("{", encoding="utf-8")
    done = run_alereport(corrected, *PUBLISH, "--previous", str(tmp_path))
    assert done.returncode == 15
    (line,) = done.stderr.strip().splitlines()
    assert "it is no publication" in line


def test_a_previous_publication_of_a_newer_version_is_one_message(
    corrected: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "sv").mkdir()
    (tmp_path / "sv" / snapshot.FILE).write_text('{"version": 3}', encoding="utf-8")
    done = run_alereport(corrected, *PUBLISH, "--previous", str(tmp_path))
    assert done.returncode == 15
    (line,) = done.stderr.strip().splitlines()
    assert "it is of version 3; expected a record of version 2, or of the one before" in line
