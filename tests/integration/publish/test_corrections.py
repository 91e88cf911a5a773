"""The page of corrections: kept over publications, in both languages, and never by a draft."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.batch import run_records
from alereport.publish.changes import snapshot
from tests.conftest import edit, run_alereport
from tests.integration.publish import paper

BUDGET = "data/budget/ks-namndplan-2024.csv"
REASON = "Två belopp för 2022 var avlästa från fel rad"
REVIEWER = "controllerxq"
PUBLISH = ("publish", "--engine", "pandoc")


def text_of(workspace: Workspace, language: str) -> str:
    """The words of the page of corrections on the site."""
    page = (workspace.site(language) / "corrections.html").read_text(encoding="utf-8")
    main = page.split("<main", 1)[1].split('<nav class="turn"', 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def site(workspace: Workspace) -> dict[str, bytes]:
    """Every file of the Swedish site, by its path."""
    found = (path for path in workspace.site("sv").rglob("*") if path.is_file())
    return {workspace.relative(path): path.read_bytes() for path in found}


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
    assert (record.number, record.editions) == (1, ())
    shown = [each.words for exhibit in record.reports["ks-2024/budget"] for each in exhibit.figures]
    assert any(words.startswith(("Totalt | ", "Total | ")) for words in shown)


def test_a_corrected_figure_is_listed_with_what_it_showed_and_why(corrected: Workspace) -> None:
    text = text_of(corrected, "sv")
    assert "Utgåva 2" in text
    assert f"Skäl: {REASON} ( {BUDGET} , granskad " in text
    assert "Kommunstyrelsen 2024: Ekonomi : " in text
    assert re.search(r"20\s450\S* .*20\s451", text)
    assert re.search(r"22\s750\S* .*22\s749", text)
    english = text_of(corrected, "en")
    assert f"Reason: {REASON}" in english
    assert "20,450" in english


def test_who_reviewed_a_file_is_published_nowhere(corrected: Workspace) -> None:
    assert REVIEWER in corrected.seals.read_text(encoding="utf-8")
    published = [path for path in corrected.build.rglob("*") if path.is_file()]
    assert not [path for path in published if REVIEWER.encode() in path.read_bytes()]
    assert REVIEWER not in "".join(paper.pages(corrected.pdf("sv")))


def test_the_pdf_lists_it_too(corrected: Workspace) -> None:
    text = " ".join(" ".join(paper.pages(corrected.pdf("sv"))).split())
    assert "Publicerade uppgifter som ändrats" in text
    assert "Utgåva 2" in text


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
    record = workspace.site("sv") / snapshot.FILE
    assert record.read_bytes() == (corrected.site("sv") / snapshot.FILE).read_bytes()

    why = "Avrundningen är rättad"
    done = run_alereport(workspace, *PUBLISH, "-l", "sv", "--reason", why)
    assert done.returncode == 0, done.stderr
    text = text_of(workspace, "sv")
    assert text.index("Utgåva 3") < text.index(why) < text.index("Utgåva 2") < text.index(REASON)


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
