"""What changed between two publications, and whether anyone says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.corrections import diff
from alereport.publish.corrections.snapshot import Exhibit, Figure, Publication

FILE = "data/budget/x.csv"
NUMBER = re.compile(r"\d[\d\u00a0]*\d|\d")
SEAL = "- {{sealed: 2024-0{month}-01, reason: {reason}, sha256: a, rows: 1, sums: {{}}}}\n"


def publication(*figures: tuple[str, str], label: str = "tbl-a", sealed: int = 1) -> Publication:
    """A publication of one table: its rows, each with the fingerprint of its data."""
    exhibit = Exhibit(id="a", label=label, caption="Budget", figures=tuple(keyed(figures)))
    return Publication(
        number=1,
        as_of=date(2024, 1, 1),
        seals={FILE: sealed},
        reports={"ks-2024/budget": (exhibit,)},
    )


def keyed(figures: Iterable[tuple[str, str]]) -> Iterator[Figure]:
    """Rows known by their first cell, and by their year where they have one; a sentence as lead."""
    for words, data in figures:
        name, *cells = words.split(" | ")
        key = "/".join([name, *cells[:-1]]) if cells else "lead"
        numbers = NUMBER.findall(words)
        yield Figure(key=key, words=words, cells=dict(numbered(numbers)), rows={FILE: data})


def numbered(numbers: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{at}", number) for at, number in enumerate(sorted(numbers)))


def without_keys(made: Publication) -> Publication:
    """The same as it was kept before figures had keys."""
    reports = {
        report: tuple(
            Exhibit(
                label=each.label,
                caption=each.caption,
                figures=tuple(Figure(words=one.words, rows=one.rows) for one in each.figures),
            )
            for each in exhibits
        )
        for report, exhibits in made.reports.items()
    }
    return made.model_copy(update={"reports": reports})


@pytest.fixture
def twice_sealed(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    history = [SEAL.format(month=at, reason=why) for at, why in ((1, "Granskad"), (2, "Förväxlat"))]
    write_atomically(workspace.seals, f"{FILE}:\n{''.join(history)}")
    assert len(seals.read(workspace)[FILE]) == 2
    return workspace


def following(
    workspace: Workspace, before: Publication, now: Publication, reason: str = ""
) -> Publication:
    return diff.next_publication(
        workspace, before, now, reason=reason, chapter_name=lambda report: f"Kapitel {report}"
    )


def test_a_figure_whose_data_were_sealed_anew_is_corrected_for_that_reason(
    twice_sealed: Workspace,
) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = following(twice_sealed, before, publication(("HR | 11", "c"), ("IT | 20", "b"), sealed=2))
    (edition,) = now.editions
    (correction,) = edition.corrections
    assert (now.number, edition.number) == (2, 2)
    assert (correction.before, correction.after) == ("HR | 10", "HR | 11")
    assert (correction.chapter, correction.label) == ("Kapitel ks-2024/budget", "tbl-a")
    assert [(each.words, each.file) for each in correction.reasons] == [("Förväxlat", FILE)]
    diff.require_reasons(now, before)


def test_the_same_figures_again_are_the_same_publication(twice_sealed: Workspace) -> None:
    first = publication(("HR | 10", "a"))
    second = following(twice_sealed, first, publication(("HR | 11", "c"), sealed=2))
    third = following(twice_sealed, second, publication(("HR | 11", "c"), sealed=2))
    assert third == second


def test_a_later_correction_stands_before_the_earlier(twice_sealed: Workspace) -> None:
    first = publication(("HR | 10", "a"))
    second = following(twice_sealed, first, publication(("HR | 11", "c"), sealed=2))
    third = following(twice_sealed, second, publication(("HR | 12", "c"), sealed=2), "Avrundning")
    assert [each.number for each in third.editions] == [3, 2]
    assert third.editions[0].corrections[0].reasons[0].words == "Avrundning"
    assert third.editions[1:] == second.editions


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (("HR | 11", "a"), 'it shows "HR | 11" without a reason'),
        (("HR | 11", "c"), 'it shows "HR | 11" without a reason'),
        (None, "it is no longer shown without a reason"),
    ],
    ids=["the same data", "data that were not sealed anew", "withdrawn"],
)
def test_a_figure_that_changed_without_a_reason_is_refused(
    twice_sealed: Workspace, after: tuple[str, str] | None, found: str
) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"), sealed=2)
    rows = [*([after] if after else []), ("IT | 20", "b")]
    now = following(twice_sealed, before, publication(*rows, sealed=2))
    with pytest.raises(PublishError) as refused:
        diff.require_reasons(now, before)
    message = str(refused.value)
    assert message.startswith(f"ks-2024/budget, tbl-a: {found}")
    assert '"HR | 10", as it was published; say why with --reason' in message
    given = following(twice_sealed, before, publication(*rows, sealed=2), "Ny beräkning")
    diff.require_reasons(given, before)
    assert given.editions[0].corrections[0].reasons[0].words == "Ny beräkning"


def test_other_words_for_the_same_numbers_need_no_reason_and_are_counted(
    twice_sealed: Workspace,
) -> None:
    before = publication(("Budgeten är 154\u00a0390 tkr för 2024.", "a"), label="")
    now = following(
        twice_sealed, before, publication(("För 2024 är budgeten 154\u00a0390 tkr.", "a"), label="")
    )
    assert (now.editions[0].reworded, now.editions[0].corrections) == (1, ())


def test_a_status_in_words_is_a_figure_too(twice_sealed: Workspace) -> None:
    before = publication(("Policy | pågår", "a"))
    now = following(twice_sealed, before, publication(("Policy | klar", "b"), sealed=2))
    assert now.editions[0].corrections[0].after == "Policy | klar"


def test_what_is_new_or_only_moved_is_no_correction(twice_sealed: Workspace) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = publication(("IT | 20", "b"), ("HR | 10", "a"), ("Kost | 30", "c"))
    found = following(twice_sealed, before, now)
    assert (found.editions[0].corrections, found.editions[0].added) == ((), 1)
    renamed = publication(("HR | 10", "a"), ("IT | 20", "b"), label="tbl-b")
    assert following(twice_sealed, before, renamed) == renamed


def test_a_figure_is_known_by_its_name_not_by_its_place(twice_sealed: Workspace) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"))
    now = publication(("IT | 20", "b"), ("Kost | 30", "d"), ("HR | 11", "c"), sealed=2)
    (correction,) = following(twice_sealed, before, now).editions[0].corrections
    assert (correction.before, correction.after) == ("HR | 10", "HR | 11")


def test_rows_of_one_name_are_told_apart_by_their_cells(twice_sealed: Workspace) -> None:
    before = publication(("Kök | 2020 | 5", "a"), ("Kök | 2021 | 6", "b"))
    now = publication(("Kök | 2021 | 7", "c"), ("Kök | 2020 | 4", "d"), sealed=2)
    found = following(twice_sealed, before, now).editions[0].corrections
    assert [(each.before, each.after) for each in found] == [
        ("Kök | 2020 | 5", "Kök | 2020 | 4"),
        ("Kök | 2021 | 6", "Kök | 2021 | 7"),
    ]


def test_a_whole_chapter_that_is_withdrawn_is_told(twice_sealed: Workspace) -> None:
    before = publication(("HR | 10", "a"))
    now = publication().model_copy(update={"reports": {}})
    (correction,) = following(twice_sealed, before, now, "Utgår").editions[0].corrections
    assert correction.after == ""


def test_a_publication_that_kept_the_marks_of_markdown_is_read_as_a_reader_saw_it(
    twice_sealed: Workspace,
) -> None:
    marked = publication(("[HR]{.term}: [Ökar]{lang=sv} 5 \\$", "a"), label="")
    now = publication(("HR: Ökar 5 $", "a"), label="")
    again = following(twice_sealed, marked, now)
    assert (again.number, again.editions) == (1, ())


@pytest.mark.parametrize("label", ["tbl-a", ""])
def test_a_publication_without_keys_is_compared_by_its_words_and_names(
    twice_sealed: Workspace, label: str
) -> None:
    before = publication(("HR | 10", "a"), ("IT | 20", "b"), ("Kost | 30", "d"), label=label)
    now = publication(("IT | 20", "b"), ("HR | 11", "c"), sealed=2, label=label)
    found = following(twice_sealed, without_keys(before), now, "Utgår").editions[0]
    assert [(each.before, each.after) for each in found.corrections] == [
        ("HR | 10", "HR | 11"),
        ("Kost | 30", ""),
    ]
    same = following(twice_sealed, without_keys(now), now)
    assert (same.number, same.editions) == (1, ())


def test_a_sentence_without_a_key_is_known_apart_from_its_numbers(twice_sealed: Workspace) -> None:
    before = publication(("Budgeten är 154\u00a0390 tkr.", "a"), label="")
    now = publication(("Budgeten är 154\u00a0391 tkr.", "b"), label="", sealed=2)
    (correction,) = following(twice_sealed, without_keys(before), now).editions[0].corrections
    assert correction.after == "Budgeten är 154\u00a0391 tkr."


def test_a_row_without_kept_values_is_reworded_where_its_numbers_stay(
    twice_sealed: Workspace,
) -> None:
    before = without_keys(publication(("HR | 10 tkr, 2 år", "a")))
    (edition,) = following(twice_sealed, before, publication(("HR | 2 år: 10 tkr", "a"))).editions
    assert (edition.reworded, edition.corrections) == (1, ())
    other = publication(("HR | 2 år: 11 tkr", "a"))
    (edition,) = following(twice_sealed, before, other, "Rättat").editions
    assert (edition.reworded, len(edition.corrections)) == (0, 1)


def test_a_value_that_is_shown_as_before_is_no_correction(twice_sealed: Workspace) -> None:
    before, now = publication(("HR | 10", "a")), publication(("HR | 10", "c"), sealed=2)
    assert following(twice_sealed, before, now).editions == ()


def test_other_words_with_another_value_are_a_correction_whatever_the_data(
    twice_sealed: Workspace,
) -> None:
    before = publication(("Budgeten är 10 tkr.", "a"), label="")
    now = publication(("Budgeten uppgår till 11 tkr.", "a"), label="")
    (edition,) = following(twice_sealed, before, now).editions
    assert (edition.reworded, len(edition.corrections)) == (0, 1)
