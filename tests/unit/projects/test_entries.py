"""Entries added to a list in YAML, whose comments and order stay."""

from __future__ import annotations

import pytest

from alereport.base import yaml_files
from alereport.base.errors import ParamsError
from alereport.projects import entries

BOOK = """\
# The book.
- page: index

- part: plan   # each committee
  chapters:
    - notebook: budget
      # Theirs.
      title: {sv: Ekonomi}

    # Then the goals.
    - notebook: goals
      committee: {ks: goals_ks}  # its own
      title: {sv: Mål}
# Last.
- page: sources"""
ENTRY = {"notebook": "mine", "only": ["ks"], "title": {"sv": "Mitt: allt", "nb": "no"}}


@pytest.mark.parametrize(
    ("loc", "before", "after"),
    [
        ((1, "chapters", 0), "title: {sv: Ekonomi}", "\n\n    # Then the goals."),
        ((1, "chapters", 1), "title: {sv: Mål}", "\n# Last."),
        ((2,), "- page: sources", "\n"),
    ],
    ids=["between two", "the last of its list", "the last of the file"],
)
def test_an_entry_follows_another_and_all_else_stays(
    loc: tuple[str | int, ...], before: str, after: str
) -> None:
    text, line = entries.after(BOOK, loc, ENTRY, place="book.yaml")
    start = " " * (4 if len(loc) > 1 else 0)
    written = (
        f"{start}- notebook: mine\n{start}  only: [ks]\n{start}  "
        'title: {sv: "Mitt: allt", nb: no}'
    )
    assert text.splitlines()[line - 1] == f"{start}- notebook: mine"
    assert f"{before}\n{written}{after}" in text
    assert text.replace(f"\n{written}", "").rstrip("\n") == BOOK


def test_an_item_goes_into_the_mapping_that_there_is_or_a_new_one() -> None:
    new, line = entries.with_item(
        BOOK, (1, "chapters", 0), "committee", {"ks": "mine"}, place="book.yaml"
    )
    assert new.splitlines()[line - 1] == "      committee: {ks: mine}"
    more, line = entries.with_item(
        BOOK, (1, "chapters", 1), "committee", {"sn": "mine"}, place="book.yaml"
    )
    assert more.splitlines()[line - 1] == "      committee: {ks: goals_ks, sn: mine}  # its own"


@pytest.mark.parametrize(
    "text",
    [
        "- {notebook: budget, title: {sv: Ekonomi}}\n",
        "[{notebook: budget}]\n",
        "- notebook: budget\n  committee:\n    ks: mine\n",
        "-\n  notebook: budget\n",
    ],
    ids=["an entry in braces", "a list in brackets", "a mapping on several lines", "a bare dash"],
)
def test_what_is_written_in_another_way_is_left_to_a_person(text: str) -> None:
    with pytest.raises(ParamsError, match=r"add it by hand: committee: \{sn: mine\}"):
        entries.with_item(text, (0,), "committee", {"sn": "mine"}, place="book.yaml")


@pytest.mark.parametrize(
    "title", ["Besök", "Besök & samtal", "Mitt: allt", "no", "2024", "- a", "a # b", "Å, ä", "'x'"]
)
def test_a_title_is_written_so_that_it_is_read_as_it_is(title: str) -> None:
    assert yaml_files.load(f"- {entries.flow({'sv': title})}") == [{"sv": title}]
