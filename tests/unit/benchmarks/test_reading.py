"""How a page reads, counted on pages made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import questions, reading
from benchmarks.prose import lix, words


def page(main: str) -> str:
    return f"<html><body><nav>Meny här</nav><main>{main}</main><footer>Slut</footer></body></html>"


@pytest.mark.parametrize(
    ("main", "count", "about_itself"),
    [
        ("<p>Budgeten minskar med 2,9 mkr.</p>", 5, 0),
        ('<nav class="trail">Start Ekonomi</nav><p>Ett ord till.</p>', 5, 2),
        ("<details><summary>Visa mer</summary><p>Det som är vikt.</p></details>", 2, 2),
        ("<details open><summary>Visa mer</summary><p>Det syns nu.</p></details>", 5, 2),
        ('<p hidden>Dolt här.</p><p aria-hidden="true">Dolt.</p><p>Synligt.</p>', 1, 0),
        ('<img alt="Stapel hög"><svg><text>Osett</text></svg>', 2, 0),
        ("<table><caption>Budget 2024. Källa: Planen, avsnitt 4.</caption></table>", 6, 4),
        ("<p>Källa: Planen.</p><table><tr><th>Skolan</th></tr></table>", 3, 2),
        ('<table><tr><th class="beside">Skolan</th></tr></table>', 1, 0),
        ('<div class="source"><p>Planen, avsnitt 4.</p></div>', 3, 3),
        ('<div class="report-note"><p>Så läser du.</p></div><p>Sak.</p>', 4, 3),
        ("<h2>Varifrån siffrorna kommer</h2><p>Två filer.</p><h2>Nästa</h2><p>Sak.</p>", 7, 5),
    ],
)
def test_the_words_of_a_page_and_those_about_the_report_itself(
    main: str, count: int, about_itself: int
) -> None:
    found = words(page(main))
    assert (found.count, found.about_itself) == (count, about_itself)


def test_prose_is_sentences_without_tables_numerals_and_names() -> None:
    found = words(
        page(
            "<h1>Ekonomi</h1><p>Nämnden får 3 mkr mer av Ale kommun. Det räcker.</p>"
            "<ul><li>En punkt utan slut</li></ul><table><tr><td>Tal här.</td></tr></table>"
        )
    )
    assert found.sentences == [
        ["Nämnden", "får", "mkr", "mer", "av", "kommun"],
        ["Det", "räcker"],
        ["En", "punkt", "utan", "slut"],
    ]


def test_lix_is_words_a_sentence_and_per_cent_long_words() -> None:
    prose = ["Nämnden", "får", "mer", ".", "Räddningstjänsten", "får", "mest", "."]
    assert lix(prose) == pytest.approx(6 / 2 + 100 * 2 / 6)
    assert lix([]) == 0


def test_an_unmet_aim_is_shown_as_unmet() -> None:
    met = reading.Aim("pages", "at most 40", "39", is_met=True)
    unmet = reading.Aim("pages", "at most 40", "41", is_met=False)
    assert met.row == "| pages | at most 40 | 39 | met |"
    assert unmet.row == "| pages | at most 40 | 41 | **not met** |"


def test_the_aims_are_judged_on_pages_that_are_not_about_the_report(tmp_path: Path) -> None:
    prose = "Nämnden har fått mer pengar till skolan i år. " * 12
    about = '<div class="source">' + "ord " * 400 + "</div>"
    (tmp_path / "ks-2024").mkdir()
    (tmp_path / "ks-2024" / "budget.html").write_text(page(f"<p>{prose}</p>"), "utf-8")
    (tmp_path / "ks-2024" / "easy.html").write_text(page(f"<p>{prose}</p>"), "utf-8")
    (tmp_path / "reading.html").write_text(page(f"<p>{prose}</p>{about}"), "utf-8")
    found = reading.pages(tmp_path)
    assert [each.name for each in found] == ["ks-2024/budget", "ks-2024/easy", "reading"]
    assert all(aim.is_met for aim in reading.aims_of_pages(found))
    (tmp_path / "ks-2024" / "budget.html").write_text(page(f"<p>{prose}</p>{about}"), "utf-8")
    verdicts = {aim.what: aim.is_met for aim in reading.aims_of_pages(reading.pages(tmp_path))}
    assert verdicts["the same, the page with most"] is False


def test_clicks_are_counted_from_the_front_page(tmp_path: Path) -> None:
    (tmp_path / "ks").mkdir()
    (tmp_path / "index.html").write_text('<a href="ks/one.html#x">1</a>', "utf-8")
    (tmp_path / "ks" / "one.html").write_text(
        '<a href="two.html">2</a><a href="http://x/">', "utf-8"
    )
    (tmp_path / "ks" / "two.html").write_text('<a href="../index.html">0</a>', "utf-8")
    assert questions.clicks(tmp_path) == {"index": 0, "ks/one": 1, "ks/two": 2}


def test_there_are_twenty_questions_each_with_pages_and_an_answer() -> None:
    asked = {question.words for question in questions.QUESTIONS}
    assert len(asked) == len(questions.QUESTIONS) == 20
    assert all(question.pages and question.answer for question in questions.QUESTIONS)


def test_two_parts_of_an_answer_stand_near_each_other_in_either_order() -> None:
    import re

    pattern = questions.near("prognos", "13,2 m")
    assert re.search(pattern, "Prognosen är 13,2 mkr under budget")
    assert re.search(pattern, "13,2 mkr under, enligt prognosen")
    assert not re.search(pattern, "Prognosen" + " ord" * 60 + " 13,2 mkr")
