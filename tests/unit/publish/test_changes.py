"""What changed between two publications: news, revisions and corrections, and who says why."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from alereport import seals
from alereport.base import locales
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.changes import diff, snapshot
from alereport.publish.changes.editions import Edition, News
from alereport.publish.changes.publication import Exhibit, Figure, Publication
from tests.conftest import ROOT

FILE = "data/budget/ks-2024.csv"
NEW_FILE = "data/budget/ks-2025.csv"
REGISTER = "data/documents/documents.csv"
REPORT = "ks-2024/budget"
COLUMNS = {"name": "Område", "budget_tkr": "Budget"}
AS_OF = date(2024, 1, 1)
FIRST = Edition(number=1, as_of=AS_OF, updated=AS_OF)
NUMBER = re.compile(r"\d[\d\u00a0]*\d|\d")

Rows = str | dict[str, str]
"""The fingerprint of a figure's rows in the one file, or in each."""


def publication(
    *figures: tuple[str, Rows], label: str = "tbl-a", seal_counts: Mapping[str, int] | None = None
) -> Publication:
    """A publication of one table or text: its figures, each with the fingerprint of its data."""
    exhibit = Exhibit(
        id="a",
        label=label,
        caption="Budget per område." if label else "",
        columns=COLUMNS if label else {},
        figures=tuple(figure(words, rows) for words, rows in figures),
    )
    return of_reports({REPORT: (exhibit,)}, seal_counts)


def of_reports(
    reports: dict[str, tuple[Exhibit, ...]], seal_counts: Mapping[str, int] | None = None
) -> Publication:
    return Publication(
        number=1,
        as_of=AS_OF,
        seals={FILE: 1} if seal_counts is None else dict(seal_counts),
        chapters={report: f"Kapitel {report}" for report in reports},
        reports=reports,
        editions=(FIRST,),
    )


def test_a_chapter_that_is_called_otherwise_is_compared_with_itself() -> None:
    before = of_reports({"ks-2016/annual": (), REPORT: ()})
    renamed = before.renamed({"ks-2016/annual": "ks-2016/follow_up", "ks-2024/annual": REPORT})
    assert list(renamed.reports) == ["ks-2016/follow_up", REPORT]
    assert renamed.chapters["ks-2016/follow_up"] == before.chapters["ks-2016/annual"]


def figure(words: str, rows: Rows) -> Figure:
    """A row known by its first cell, with its values by column; or a sentence, as lead."""
    name, *cells = words.split(" | ")
    columns = [*COLUMNS, *(f"column-{number}" for number in range(len(cells)))]
    numbers = {f"{at}": number for at, number in enumerate(sorted(NUMBER.findall(words)))}
    return Figure(
        key=name.lower() if cells else "lead",
        words=words,
        cells=dict(zip(columns, (name, *cells), strict=False)) if cells else numbers,
        rows={FILE: rows} if isinstance(rows, str) else rows,
    )


Sealed = tuple[str, str]
"""What a seal says that it approves, and why."""


def project(root: Path, **sealed: list[Sealed]) -> Workspace:
    """A project with the seals of its files: a month apart, the first as they were published."""
    files = {"file": FILE, "new_file": NEW_FILE, "register": REGISTER}
    history = {
        files[name]: [
            {
                "sealed": date(2024, month, 1),
                "reason": reason,
                "sha256": "a",
                "rows": 1,
                "sums": {},
                "change": change,
                "reviewed_by": ["Ekonom", "AB"],
            }
            for month, (change, reason) in enumerate(entries, start=1)
        ]
        for name, entries in sealed.items()
    }
    workspace = Workspace(root)
    write_atomically(workspace.seals, yaml.safe_dump(history))
    _write_register(workspace)
    assert seals.read(workspace)[FILE]
    return workspace


def _write_register(workspace: Workspace) -> None:
    """Register the plans for 2024 and 2025, with the columns that the register has."""
    shutil.copytree(ROOT / "data/documents", workspace.dataset("documents"))
    path = workspace.root / REGISTER
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        template, columns = next(rows), rows.fieldnames or ()
    with path.open("w", encoding="utf-8", newline="") as file:
        register = csv.DictWriter(file, columns)
        register.writeheader()
        for year in ("2024", "2025"):
            changed = {"document": f"ks-{year}", "title": f"Plan {year}", "year": year}
            translated = {column: "" for column in columns if column.startswith("title_")}
            register.writerow({**template, **translated, **changed})


GRANSKAD: Sealed = ("first", "Granskad")


def sealed_as(root: Path, change: str, reason: str = "Därför") -> Workspace:
    """A project whose file was sealed once more since it was published."""
    return project(root, file=[GRANSKAD, (change, reason)])


def following(
    workspace: Workspace, before: Publication, now: Publication, reason: str = ""
) -> Publication:
    return diff.next_publication(workspace, before, now, reason=reason)


def edition_of(
    workspace: Workspace, before: Publication, now: Publication, reason: str = ""
) -> Edition:
    """The latest edition, which nothing keeps from being published."""
    after = following(workspace, before, now, reason)
    diff.require_reasons(after, before)
    return after.editions[0]


def test_a_correction_names_the_cell_and_the_reason_of_its_seal(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction", "Förväxlat")
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    edition = edition_of(workspace, before, publication(("HR | 11", "c"), ("IT | 20", "b")))
    (correction,) = edition.corrections
    assert (edition.number, edition.updated) == (2, AS_OF)
    assert (correction.chapter, correction.label) == (f"Kapitel {REPORT}", "tbl-a")
    assert (correction.exhibit, correction.key, correction.row) == ("a", "hr", "HR")
    (cell,) = correction.cells
    assert (cell.column, cell.heading, cell.before, cell.after) == (
        "budget_tkr",
        "Budget",
        "10",
        "11",
    )
    assert [(each.words, each.file) for each in correction.reasons] == [("Förväxlat", FILE)]
    assert (edition.has_news, edition.revisions) == (False, ())


def test_a_seal_made_before_its_change_was_recorded_is_a_correction(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    entry = "- {{sealed: 2024-0{}-01, reason: {}, sha256: a, rows: 1, sums: {{}}}}\n"
    history = entry.format(1, "Granskad") + entry.format(2, "Förväxlat")
    write_atomically(workspace.seals, f"{FILE}:\n{history}")
    edition = edition_of(workspace, publication(("HR | 10", "a")), publication(("HR | 11", "c")))
    assert len(edition.corrections) == 1


def test_what_a_later_document_restates_is_a_revision(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "revision", "Årsredovisningen anger 11")
    edition = edition_of(workspace, publication(("HR | 10", "a")), publication(("HR | 11", "c")))
    (revision,) = edition.revisions
    assert revision.reasons[0].words == "Årsredovisningen anger 11"
    assert (edition.corrections, edition.has_news) == ((), False)


def test_a_file_that_was_revised_and_corrected_is_a_correction_with_both_reasons(
    tmp_path: Path,
) -> None:
    workspace = project(tmp_path, file=[GRANSKAD, ("revision", "Ny"), ("correction", "Fel")])
    edition = edition_of(workspace, publication(("HR | 10", "a")), publication(("HR | 11", "c")))
    (correction,) = edition.corrections
    assert [reason.words for reason in correction.reasons] == ["Ny", "Fel"]


def test_restructured_data_are_a_change_to_nobody(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "restructured")
    before = publication(("HR | 10", "a"), ("IT | 20", "b"), ("Kost | 30", "d"))
    now = publication(("HR | 10,0", "c"), ("It | 20", "e"), ("Städ | 5", "f"))
    after = following(workspace, before, now)
    diff.require_reasons(after, before)
    assert after.number == 1
    (edition,) = after.editions
    assert (edition.is_empty, edition.restructured) == (True, 4)
    again = following(workspace, after, now.model_copy(update={"seals": {FILE: 2}}))
    assert again.editions == after.editions


def test_a_value_that_follows_from_a_new_file_is_news(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    before = publication(("Den senaste planen är för 2024.", "a"), label="")
    now = publication(("Den senaste planen är för 2025.", {NEW_FILE: "b"}), label="")
    edition = edition_of(workspace, before, now)
    assert edition.news == (News(kind="document", words="Plan 2025"),)
    (consequence,) = edition.consequences
    assert (consequence.before, consequence.after) == (
        "Den senaste planen är för 2024.",
        "Den senaste planen är för 2025.",
    )
    assert (edition.corrections, edition.revisions) == ((), ())


def test_a_file_that_was_corrected_before_anybody_read_it_is_new_all_the_same(
    tmp_path: Path,
) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD, ("correction", "Fel")])
    before = publication(("Totalt | 10", "a"))
    now = publication(("Totalt | 12", {FILE: "a", NEW_FILE: "b"}))
    edition = edition_of(workspace, before, now)
    assert (len(edition.consequences), edition.corrections) == (1, ())


def test_a_document_that_was_sealed_and_not_published_is_new_when_it_is(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    before = publication(("Totalt | 10", "a"), seal_counts={FILE: 1, NEW_FILE: 1})
    now = publication(("Totalt | 12", {FILE: "a", NEW_FILE: "b"}))
    edition = edition_of(workspace, before, now)
    assert [each.words for each in edition.news] == ["Plan 2025"]
    assert len(edition.consequences) == 1


def test_a_new_file_excuses_no_correction_beside_it(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD, ("correction", "Fel")], new_file=[GRANSKAD])
    before = publication(("Totalt | 10", "a"))
    now = publication(("Totalt | 12", {FILE: "c", NEW_FILE: "b"}))
    (correction,) = edition_of(workspace, before, now).corrections
    assert [reason.words for reason in correction.reasons] == ["Fel"]


def test_the_title_of_a_new_document_is_marked_with_its_language(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    now = publication(("HR | 10", "a"), ("IT | 1", {NEW_FILE: "b"}))
    with locales.using("en"):
        document, _row = edition_of(workspace, publication(("HR | 10", "a")), now).news
    assert (document.words, document.language) == ("Plan 2025", "sv")


def test_a_register_that_only_got_rows_of_another_document_corrects_nothing(
    tmp_path: Path,
) -> None:
    workspace = project(
        tmp_path, file=[GRANSKAD], register=[GRANSKAD, ("correction", "Planen för 2025")]
    )
    history = yaml.safe_load(workspace.seals.read_text(encoding="utf-8"))
    own = [{"ks-2024": "a"}, {"ks-2024": "a", "ks-2025": "b"}]
    sealed = [{**entry, "own": each} for entry, each in zip(history[REGISTER], own, strict=True)]
    write_atomically(workspace.seals, yaml.safe_dump({**history, REGISTER: sealed}))
    counts = {FILE: 1, REGISTER: 1}
    before = publication(("Planer | 1", {REGISTER: "a"}), seal_counts=counts)
    now = publication(("Planer | 2", {REGISTER: "b"}))
    edition = edition_of(workspace, before, now)
    assert (len(edition.consequences), edition.corrections) == (1, ())
    changed = [{**sealed[0]}, {**sealed[1], "own": {"ks-2024": "c", "ks-2025": "b"}}]
    write_atomically(workspace.seals, yaml.safe_dump({**history, REGISTER: changed}))
    assert len(edition_of(workspace, before, now).corrections) == 1


def test_a_new_chapter_is_news_and_not_a_list_of_its_figures(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    before = publication(("HR | 10", "a"))
    chapter = publication(("HR | 11", {NEW_FILE: "b"}), ("IT | 12", {NEW_FILE: "c"}))
    now = of_reports({**before.reports, "ks-2025/budget": chapter.reports[REPORT]})
    edition = edition_of(workspace, before, now)
    assert [(each.kind, each.words) for each in edition.news] == [
        ("document", "Plan 2025"),
        ("chapter", "Kapitel ks-2025/budget"),
    ]


def test_new_rows_and_tables_are_news_whatever_the_seal_of_their_file(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction")
    before = publication(("HR | 10", "a"))
    rows = publication(("HR | 10", "a"), ("IT | 20", "b")).reports[REPORT]
    table = Exhibit(id="b", label="tbl-b", caption="Ny.", figures=(figure("HR | 1", "c"),))
    edition = edition_of(workspace, before, of_reports({REPORT: (*rows, table)}))
    assert [(each.kind, each.words) for each in edition.news] == [("row", "IT"), ("exhibit", "Ny.")]
    assert edition.corrections == ()


def test_a_new_column_is_news_once_and_changes_no_row(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction")
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = publication(("HR | 10 | 5", "a"), ("IT | 20 | 6", "b"))
    (exhibit,) = now.reports[REPORT]
    columns = {**COLUMNS, "column-0": "Andel"}
    now = of_reports({REPORT: (exhibit.model_copy(update={"columns": columns}),)})
    edition = edition_of(workspace, before, now)
    assert [(each.kind, each.words) for each in edition.news] == [("column", "Andel")]
    assert edition.corrections == ()


def test_a_column_with_another_key_and_the_same_value_is_only_reworded(tmp_path: Path) -> None:
    before = publication(("HR | 10", "a"))
    (exhibit,) = publication(("HR: | 10", "a")).reports[REPORT]
    renamed = Figure(
        key="hr", words="HR: | 10", cells={"area": "HR", "amount": "10"}, rows={FILE: "a"}
    )
    now = of_reports({REPORT: (exhibit.model_copy(update={"figures": (renamed,)}),)})
    after = following(sealed_as(tmp_path, "correction"), before, now)
    assert (after.number, after.editions[0].reworded) == (1, 1)


@pytest.mark.parametrize(
    ("after", "sealed", "found"),
    [
        (("HR | 11", "a"), 1, 'it shows "HR | 11" without a reason'),
        (("HR | 11", "c"), 1, 'it shows "HR | 11" without a reason'),
        (("HR | 11", "a"), 2, 'it shows "HR | 11" without a reason'),
        (None, 1, "it is no longer shown without a reason"),
    ],
    ids=["the same data", "data not sealed again", "sealed again but the same", "withdrawn"],
)
def test_a_figure_that_changed_without_a_reason_is_refused(
    tmp_path: Path, after: tuple[str, str] | None, sealed: int, found: str
) -> None:
    workspace = project(tmp_path, file=[GRANSKAD, ("correction", "Fel")][:sealed])
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = publication(*([after] if after else []), ("IT | 20", "b"))
    with pytest.raises(PublishError) as refused:
        diff.require_reasons(following(workspace, before, now), before)
    message = str(refused.value)
    assert message.startswith(f"{REPORT}, tbl-a: {found}")
    assert '"HR | 10", as it was published; say why with --reason' in message
    (correction,) = edition_of(workspace, before, now, "Ny beräkning").corrections
    assert [(reason.words, reason.file) for reason in correction.reasons] == [("Ny beräkning", "")]


def test_a_figure_that_is_withdrawn_has_the_reason_of_its_seal(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction", "Raden stod två gånger")
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    (correction,) = edition_of(workspace, before, publication(("IT | 20", "b"))).corrections
    assert (correction.row, correction.after, correction.cells) == ("HR", "", ())
    assert correction.reasons[0].words == "Raden stod två gånger"


def test_a_row_that_a_new_document_displaces_is_news(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = publication(("IT | 20", "b"), ("Kost | 30", {NEW_FILE: "c"}))
    edition = edition_of(workspace, before, now)
    assert [(each.kind, each.words) for each in edition.news] == [
        ("document", "Plan 2025"),
        ("row", "Kost"),
    ]
    assert [each.row for each in edition.consequences] == ["HR"]
    assert edition.corrections == ()


@pytest.mark.parametrize(
    ("kind", "year", "as_of"),
    [
        ("interim_report", "2024", "2024-12-31"),  # The year has its outturn: no forecast is open.
        ("interim_report", "2023", "2023-12-31"),  # Of another year.
        ("interim_report", "2024", "2024-04-30"),  # An earlier report that came late.
        ("plan", "2024", "2024-12-31"),  # A plan stays as it was made.
    ],
)
def test_what_an_interim_report_said_of_its_day_may_go_when_a_later_one_has_come(
    tmp_path: Path, kind: str, year: str, as_of: str
) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    _register(workspace, "ks-2024", kind=kind, year="2024", as_of="2024-08-31")
    _register(workspace, "ks-2025", kind="annual_report", year=year, as_of=as_of)
    before = of_reports({REPORT: (*publication(("HR | 10", "a"), label="tbl-b").reports[REPORT],)})
    now = publication(("Kost | 30", {NEW_FILE: "c"}))
    if (kind, year, as_of) == ("interim_report", "2024", "2024-12-31"):
        edition = edition_of(workspace, before, now)
        assert [each.row for each in edition.consequences] == ["HR"]
        assert edition.corrections == ()
    else:
        with pytest.raises(PublishError, match="no longer shown without a reason"):
            edition_of(workspace, before, now)


@pytest.mark.parametrize("committee", ["ks", "sn"])
@pytest.mark.parametrize("report", [REPORT, "municipality/overview"])
def test_the_front_page_alone_may_leave_an_earlier_plan_for_the_next_one(
    tmp_path: Path, report: str, committee: str
) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], new_file=[GRANSKAD])
    _register(workspace, "ks-2025", committee=committee)
    gone = publication(("HR | 10", "a"), label="tbl-b").reports[REPORT]
    left = publication(("Kost | 30", {NEW_FILE: "c"})).reports[REPORT]
    before, now = of_reports({report: gone}), of_reports({report: left})
    if report == REPORT:
        with pytest.raises(PublishError, match="no longer shown without a reason"):
            edition_of(workspace, before, now)
    else:
        edition = edition_of(workspace, before, now)
        assert [each.row for each in edition.consequences] == ["HR"]
        assert edition.corrections == ()


def _register(workspace: Workspace, document: str, **cells: str) -> None:
    """Say otherwise of a document in the register."""
    path = workspace.root / REGISTER
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(cells if row["document"] == document else {})
    with path.open("w", encoding="utf-8", newline="") as file:
        register = csv.DictWriter(file, rows[0].keys())
        register.writeheader()
        register.writerows(rows)


def test_rows_added_to_a_register_excuse_nothing_that_is_gone(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD], register=[GRANSKAD, ("correction", "Ny plan")])
    history = yaml.safe_load(workspace.seals.read_text(encoding="utf-8"))
    for entry, own in zip(history[REGISTER], ({"a": "1"}, {"a": "1", "b": "2"}), strict=True):
        entry["own"] = own
    write_atomically(workspace.seals, yaml.safe_dump(history))
    counts = {FILE: 1, REGISTER: 1}
    before = publication(
        ("HR | 10", {FILE: "a", REGISTER: "r"}), ("IT | 20", "b"), seal_counts=counts
    )
    with pytest.raises(PublishError, match="no longer shown without a reason"):
        edition_of(workspace, before, publication(("IT | 20", "b"), seal_counts=counts))


def test_a_chapter_that_is_withdrawn_is_one_correction(tmp_path: Path) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    workspace = project(tmp_path, file=[GRANSKAD])
    (correction,) = edition_of(workspace, before, of_reports({}), "Utgår").corrections
    assert correction.is_chapter
    assert (correction.before, correction.after) == (f"Kapitel {REPORT}", "")
    with pytest.raises(PublishError, match="no longer shown without a reason"):
        edition_of(workspace, before, of_reports({}))


def test_a_value_that_is_withheld_now_is_not_repeated(tmp_path: Path) -> None:
    before = publication(("HR | 5,5", "a"))
    edition = edition_of(sealed_as(tmp_path, "correction"), before, publication(("HR | ..", "b")))
    (correction,) = edition.corrections
    assert "5,5" not in edition.model_dump_json()
    assert (correction.cells[0].before, correction.cells[0].after) == ("..", "..")


def test_the_same_figures_again_are_the_same_publication(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction")
    now = publication(("HR | 11", "c"), seal_counts={FILE: 2})
    second = following(workspace, publication(("HR | 10", "a")), now)
    assert following(workspace, second, now) == second


def test_a_later_edition_stands_before_the_earlier(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction")
    counts = {FILE: 2}
    second = following(
        workspace,
        publication(("HR | 10", "a")),
        publication(("HR | 11", "c"), seal_counts=counts),
    )
    third = following(
        workspace, second, publication(("HR | 12", "c"), seal_counts=counts), "Avrundning"
    )
    assert [each.number for each in third.editions] == [3, 2, 1]
    assert third.editions[0].corrections[0].reasons[0].words == "Avrundning"
    assert third.editions[1:] == second.editions


def test_other_words_for_the_same_numbers_are_counted_to_the_edition_there_is(
    tmp_path: Path,
) -> None:
    before = publication(("Budgeten är 154\u00a0390 tkr för 2024.", "a"), label="")
    now = publication(("För 2024 är budgeten 154\u00a0390 tkr.", "a"), label="")
    after = following(project(tmp_path, file=[GRANSKAD]), before, now)
    assert (after.number, after.editions[0].reworded) == (1, 1)
    assert after.editions[0].is_empty


def test_other_words_with_another_value_are_a_correction_whatever_the_data(
    tmp_path: Path,
) -> None:
    before = publication(("Budgeten är 10 tkr.", "a"), label="")
    now = publication(("Budgeten uppgår till 11 tkr.", "a"), label="")
    edition = edition_of(project(tmp_path, file=[GRANSKAD]), before, now, "Rättat")
    assert (edition.reworded, len(edition.corrections)) == (0, 1)


def test_a_sentence_without_values_is_compared_by_the_numbers_in_it(tmp_path: Path) -> None:
    def shown(words: str) -> Publication:
        only = Figure(key="lead", words=words, rows={FILE: "a"})
        return of_reports({REPORT: (Exhibit(id="a", label="", caption="", figures=(only,)),)})

    workspace = project(tmp_path, file=[GRANSKAD])
    same = following(workspace, shown("HR: 10 tkr, 2 år"), shown("HR: 2 år och 10 tkr"))
    assert same.editions[0].reworded == 1
    edition = edition_of(workspace, shown("HR: 10 tkr"), shown("HR: 11 tkr"), "Rättat")
    assert len(edition.corrections) == 1


def test_a_status_in_words_is_a_figure_too(tmp_path: Path) -> None:
    before = publication(("Policy | pågår", "a"))
    edition = edition_of(
        sealed_as(tmp_path, "correction"), before, publication(("Policy | klar", "b"))
    )
    assert edition.corrections[0].cells[0].after == "klar"


def test_what_only_moved_is_the_same_publication(tmp_path: Path) -> None:
    workspace = project(tmp_path, file=[GRANSKAD])
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    moved = publication(("IT | 20", "b"), ("HR | 10", "a"))
    assert following(workspace, before, moved) == moved
    renamed = publication(("HR | 10", "a"), ("IT | 20", "b"), label="tbl-b")
    assert following(workspace, before, renamed) == renamed


def test_a_value_that_is_shown_as_before_is_no_correction(tmp_path: Path) -> None:
    now = publication(("HR | 10", "c"))
    after = following(sealed_as(tmp_path, "correction"), publication(("HR | 10", "a")), now)
    assert after == now


def test_no_record_names_who_reviewed(tmp_path: Path) -> None:
    workspace = sealed_as(tmp_path, "correction")
    after = following(workspace, publication(("HR | 10", "a")), publication(("HR | 11", "c")))
    assert "Ekonom" not in after.as_json()


VERSION_1 = {
    "number": 2,
    "as_of": "2023-12-31",
    "seals": {FILE: 1},
    "reports": {
        REPORT: [
            {
                "id": "a",
                "label": "tbl-a",
                "caption": "Budget per område.",
                "figures": [
                    {
                        "key": "hr",
                        "words": "HR | 10",
                        "cells": {"name": "HR", "budget_tkr": "10"},
                        "rows": {FILE: "a"},
                    }
                ],
            }
        ]
    },
    "editions": [
        {
            "number": 2,
            "as_of": "2023-12-31",
            "corrections": [
                {
                    "report": REPORT,
                    "chapter": "Kommunstyrelsen 2024: Ekonomi",
                    "label": "tbl-a",
                    "caption": "Budget per område.",
                    "before": "HR | 9",
                    "after": "HR | 10",
                    "reasons": [{"words": "Fel rad", "file": FILE, "sealed": "2024-02-01"}],
                }
            ],
            "reworded": 3,
            "added": 4,
        }
    ],
}
"""What alereport 0.2 wrote, of one figure."""


def recorded(folder: Path, record: object) -> Publication:
    """The publication that is read from a record."""
    path = folder / "sites/sv" / snapshot.FILE
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(record), encoding="utf-8")
    found = snapshot.previous_publication(Workspace(folder), "sv", folder / "sites")
    assert found is not None
    return found


def test_a_record_of_the_version_before_is_read_with_its_corrections(tmp_path: Path) -> None:
    before = recorded(tmp_path, VERSION_1)
    (edition,) = before.editions
    assert (before.version, before.number) == (2, 2)
    assert (edition.number, edition.updated) == (2, date(2024, 2, 1))
    assert (edition.reworded, edition.added) == (3, 4)
    (correction,) = edition.corrections
    assert (correction.row, correction.is_chapter) == ("HR", False)
    assert [(cell.before, cell.after) for cell in correction.cells] == [("9", "10")]
    assert Publication.model_validate_json(before.as_json()) == before


def test_a_first_publication_of_the_version_before_has_its_edition(tmp_path: Path) -> None:
    before = recorded(tmp_path, {**VERSION_1, "number": 1, "editions": []})
    day = date(2023, 12, 31)
    assert before.editions == (Edition(number=1, as_of=day, updated=day),)


def test_the_next_publication_after_the_version_before_corrects_what_changed_alone(
    tmp_path: Path,
) -> None:
    before = recorded(tmp_path / "published", VERSION_1)
    workspace = sealed_as(tmp_path, "correction")
    same = following(workspace, before, publication(("HR | 10", "a")))
    assert (same.number, same.editions) == (2, before.editions)
    edition = edition_of(workspace, before, publication(("HR | 11", "b")))
    (correction,) = edition.corrections
    assert (edition.number, correction.cells[0].heading) == (3, "Budget")


def without_keys() -> dict[str, object]:
    reports = json.loads(json.dumps(VERSION_1["reports"]))
    for exhibit in reports[REPORT]:
        for one in exhibit["figures"]:
            del one["key"]
    return {**VERSION_1, "reports": reports}


@pytest.mark.parametrize(
    ("record", "found", "next_step"),
    [
        ({**VERSION_1, "version": 3}, "it is of version 3", "publish with a newer alereport"),
        (without_keys(), "its figures have no keys", "publish once with alereport 0.2"),
        ([], "it is no publication", "restore it"),
        ({"number": 1}, "it is no publication", "restore it"),
    ],
    ids=["newer", "older", "a list", "half"],
)
def test_any_other_record_is_refused_in_one_line(
    tmp_path: Path, record: object, found: str, next_step: str
) -> None:
    with pytest.raises(PublishError) as refused:
        recorded(tmp_path, record)
    (line,) = str(refused.value).splitlines()
    assert f"{snapshot.FILE}: {found}" in line
    assert next_step in line
