"""The sections of a document, its running text, and whether it is the registered one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from alereport.base.errors import SourceError
from alereport.base.workspace import Workspace
from alereport.texts import document
from alereport.texts.document import Source, Text
from tests.conftest import ROOT, edit

PLAN = """Nämndplan

Innehåll
1 Uppdrag\t3
2 Mål\t4

1 Uppdrag

Nämnden ska särskilt

1. Leda arbetet med
2. Följa ekonomin,
3. Samordna styr-

ningen av allt.

2 Mål
2.1 Trygghet
Tio av 12 platser är klara.
2.1.1 Uppdrag: Platser
Minst en plats.
2.2 Service
3 Ekonomi
"""

REPORT = """Årsredovisning

Kund/Brukare

Befolkningen ökade.

Ekonomi är ett ord som också inleder en mening.

Ekonomi

Resultatet är 3 Mkr.
"""


def lines(source: Source, section: str) -> list[int]:
    return [line.number for line in source.section(section)]


def test_numbered_headings_are_found_but_neither_contents_nor_lists() -> None:
    source = Source("plan", PLAN)
    assert source.starts == {"1": 7, "2": 17, "2.1": 18, "2.1.1": 20, "2.2": 22, "3": 23}


def test_a_section_holds_its_subsections_and_ends_at_the_next() -> None:
    source = Source("plan", PLAN)
    assert lines(source, "2.1") == [18, 19, 20, 21]
    assert lines(source, "2") == [17, 18, 19, 20, 21, 22]
    assert lines(source, "2.1.1") == [20, 21]


def test_a_section_the_document_does_not_have_has_no_lines() -> None:
    assert Source("plan", PLAN).section("2.3") == []
    assert Source("plan", PLAN, ["Bilaga"]).section("Bilaga") == []


def test_section_ten_follows_nine_and_is_not_within_one() -> None:
    text = "\n".join(f"3.{number} Uppdrag" for number in range(1, 12))
    source = Source("plan", f"1 Ett\n2 Två\n3 Tre\n{text}\n")
    assert lines(source, "3.1") == [4]
    assert lines(source, "3.10") == [13]


def test_an_unnumbered_heading_is_the_line_with_its_words_alone() -> None:
    source = Source("report", REPORT, ["Kund/Brukare", "Ekonomi"])
    assert source.starts == {"Kund/Brukare": 3, "Ekonomi": 9}
    assert lines(source, "Kund/Brukare") == [3, 4, 5, 6, 7, 8]


def test_an_unnumbered_heading_may_go_on_but_not_in_a_table_of_contents() -> None:
    text = "Innehåll\nOmråde 1 Samspel\t5\nOmråde 10 Annat\nOmråde 1 Samspel\n"
    assert Source("evaluation", text, ["Område 1"]).starts == {"Område 1": 4}


def test_a_word_divided_between_lines_is_whole_in_the_running_text() -> None:
    text = Text(Source("plan", "Planen ska tillämpas kommun-\nfullmäktige för").lines)
    assert text.contains("kommunfullmäktige  för")
    assert not text.contains("kommun fullmäktige")


def test_a_hyphen_before_a_name_at_the_end_of_a_line_stays() -> None:
    text = Text(Source("plan", "Hela IT-\nSverige och 2020-\n2021").lines)
    assert text.contains("IT- Sverige")
    assert text.contains("2020- 2021")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("särskilda", [3]), ("Utredningar", [3, 4]), ("raden om", [1, 3]), ("nästa år", [])],
)
def test_words_are_traced_to_the_lines_they_stand_on(words: str, numbers: list[int]) -> None:
    text = Text(Source("plan", "Första raden\n\nom särskilda ut-\nredningar nu").lines)
    assert [line.number for line in text.lines_of(words)] == numbers


def test_the_documents_of_the_register_are_opened_as_they_are(sources: Path) -> None:
    opened = document.open_all(Workspace(ROOT), sources)
    assert list(opened) == [
        "sn-verksamhetsplan-2021",
        "ks-verksamhetsplan-2022",
        "ks-namndplan-2024",
        "kommunkompassen-2020",
        "ks-arsredovisning-2016",
    ]
    assert len(opened["ks-verksamhetsplan-2022"].lines) == 311
    assert opened["ks-verksamhetsplan-2022"].contains("till 26,7 procent")


def test_a_missing_document_is_refused(project: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        document.open_all(project, tmp_path)
    place = tmp_path / "sn-verksamhetsplan-2021.txt"
    assert str(caught.value).startswith(f"{place}: it cannot be read (No such file")


def test_a_document_that_is_not_utf8_is_refused(project: Workspace, tmp_path: Path) -> None:
    (tmp_path / "sn-verksamhetsplan-2021.txt").write_bytes("nämnden".encode("latin-1"))
    with pytest.raises(SourceError, match="is not UTF-8"):
        document.open_all(project, tmp_path)


def test_a_changed_document_names_both_checksums_and_where_it_is_registered(
    project: Workspace, tmp_path: Path
) -> None:
    content = b"another text"
    (tmp_path / "sn-verksamhetsplan-2021.txt").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        document.open_all(project, tmp_path)
    assert hashlib.sha256(content).hexdigest() in str(caught.value)
    assert "b432a384e62f9d85" in str(caught.value)
    assert "as data/documents/documents.csv:2 has it" in str(caught.value)


def test_a_document_without_a_checksum_is_not_registered_whether_its_file_is_there(
    project: Workspace, tmp_path: Path
) -> None:
    register = "data/documents/documents.csv"
    checksum = "b432a384e62f9d850113fac92011d7256c8787a1be2e8d1dcbce80eb34af8a98"
    edit(project, register, checksum, "")
    with pytest.raises(SourceError) as caught:
        document.open_all(project, tmp_path)
    assert str(caught.value) == (
        f"{register}:2: sn-verksamhetsplan-2021 has no checksum: it is not registered; expected "
        f"the sha256 of its file; run alereport register {tmp_path}/sn-verksamhetsplan-2021.txt."
    )
