"""A YAML file merged from a project's, the standard's before and today's."""

from __future__ import annotations

import re
from pathlib import Path

from alereport.base import yaml_files
from alereport.migration import merging
from alereport.migration.conversions import checksum
from alereport.migration.merging import Merged, Part


def rules(text: str) -> list[Part]:
    return merging.items(text, yaml_files.load(text) or [], "rule")[1]


def rule(name: str, asked: str, comment: str = "") -> str:
    return f"- rule: {name}\n  asked: {asked}\n{comment}"


BEFORE = rule("one", "a") + rule("two", "b") + rule("three", "c")


def merged(mine: str, standard: str, renamed: dict[str, str] | None = None) -> Merged:
    before = {part.name: checksum(part.value) for part in rules(BEFORE)}
    return merging.merge(rules(mine), rules(standard), before, renamed)


def asked(result: Merged) -> dict[str, str]:
    return {part.name: part.value["asked"] for part in result.parts}


def test_what_only_the_standard_changed_is_the_standards() -> None:
    result = merged(BEFORE, rule("one", "new") + rule("four", "d"))
    assert asked(result) == {"one": "new", "four": "d"}
    assert (result.retired, result.own) == (["two", "three"], [])


def test_what_only_the_project_changed_stays() -> None:
    mine = BEFORE.replace("asked: b", "asked: mine")
    result = merged(mine, BEFORE)
    assert asked(result) == {"one": "a", "two": "mine", "three": "c"}
    assert result.kept == ["two"]


def test_what_both_changed_is_the_standards_and_is_told() -> None:
    mine = BEFORE.replace("asked: b", "asked: mine")
    result = merged(mine, BEFORE.replace("asked: b", "asked: new"))
    assert asked(result)["two"] == "new"
    assert (result.kept, result.replaced) == ([], ["two"])


def test_what_the_project_removed_is_not_brought_back() -> None:
    result = merged(rule("one", "a") + rule("three", "c"), BEFORE)
    assert list(asked(result)) == ["one", "three"]
    assert result.removed == ["two"]


def test_what_the_project_added_stays_where_it_stood() -> None:
    mine = rule("one", "a") + rule("mine", "m") + rule("two", "b") + rule("three", "c")
    result = merged(mine, BEFORE + rule("four", "d"))
    assert list(asked(result)) == ["one", "mine", "two", "three", "four"]
    assert result.own == ["mine"]


def test_what_the_project_added_after_something_that_is_gone_stays_too() -> None:
    result = merged(BEFORE + rule("mine", "m"), rule("one", "a"))
    assert list(asked(result)) == ["one", "mine"]


def test_a_renamed_rule_that_the_project_had_not_changed_is_the_standards() -> None:
    result = merged(BEFORE, rule("one", "a") + rule("second", "new"), {"two": "second"})
    assert asked(result)["second"] == "new"
    assert result.retired == ["three"]


def test_a_rule_of_the_projects_own_with_a_name_of_the_standard_clashes() -> None:
    result = merged(BEFORE + rule("four", "mine"), BEFORE + rule("four", "d"))
    assert result.clashes == ["four"]


def test_a_rule_that_is_the_same_in_both_does_not_clash() -> None:
    assert merged(BEFORE + rule("four", "d"), BEFORE + rule("four", "d")).clashes == []


def test_words_in_one_more_language_stay_with_what_the_standard_changed() -> None:
    mine = "- rule: one\n  why: {en: Old., sv: Gammalt., nb: Gammelt.}\n"
    result = merged(mine, "- rule: one\n  why: {en: New., sv: Nytt.}\n")
    assert result.parts[0].value["why"] == {"nb": "Gammelt.", "en": "New.", "sv": "Nytt."}


def test_a_column_keeps_its_words_in_one_more_language_and_that_it_is_private() -> None:
    mine = Part("goal", {"name": "goal", "type": "date", "private": True, "description_nb": "Mål"})
    standard = Part("goal", {"name": "goal", "type": "string"})
    result = merging.merge([mine], [standard], {"goal": "before"})
    assert result.parts[0].value == {
        "name": "goal",
        "type": "string",
        "private": True,
        "description_nb": "Mål",
    }


def test_comments_stay_with_what_stays_the_same(tmp_path: Path) -> None:
    mine = rule("one", "a", "  # Asked for by the auditors.\n") + rule("two", "b")
    path = tmp_path / "rules.yaml"
    merging.write_items(path, "# Ours.\n", merged(mine, rule("one", "a")).parts)
    assert path.read_text() == (
        "# Ours.\n- rule: one\n  asked: a\n  # Asked for by the auditors.\n"
    )


def test_a_rule_is_written_out_where_the_text_that_it_refers_to_is_gone(tmp_path: Path) -> None:
    mine = "- rule: one\n  join: &goal {dataset: goals}\n- rule: mine\n  join: *goal\n"
    before = {"one": checksum(rules(mine)[0].value)}
    result = merging.merge(rules(mine), rules(rule("one", "new")), before)
    path = tmp_path / "rules.yaml"
    merging.write_items(path, "", result.parts)
    assert yaml_files.load(path.read_bytes()) == [
        {"rule": "one", "asked": "new"},
        {"rule": "mine", "join": {"dataset": "goals"}},
    ]


def test_a_file_in_another_style_is_written_anew(tmp_path: Path) -> None:
    result = merged("[{rule: one, asked: a}, {rule: mine, asked: 'no'}]", rule("one", "new"))
    path = tmp_path / "rules.yaml"
    path.write_text("")
    merging.write_items(path, "", result.parts)
    assert yaml_files.load(path.read_bytes()) == [
        {"rule": "one", "asked": "new"},
        {"rule": "mine", "asked": "no"},
    ]


def test_a_list_that_loses_its_last_item_is_a_list_still(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    merging.write_items(path, "# None.\n", [])
    assert not path.exists()
    path.write_text("")
    merging.write_items(path, "# None.\n", [])
    assert path.read_text() == "# None.\n[]\n"


def test_texts_by_language_stand_on_a_line_each() -> None:
    text = merging.dumped([{"rule": "x", "row": {"a": 1, "b": "c"}, "why": {"en": "X", "sv": "Y"}}])
    assert re.sub(r"\s+", " ", text) == "- rule: x row: {a: 1, b: c} why: en: X sv: Y"
    assert text.count("\n") == 4
