"""What must hold of the data cannot vanish unseen: each rule is held by the lock."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import rules, rules_lock, schemas
from tests.conftest import ROOT, edit

RULES = "data/budget/rules.yaml"
TABLE = "data/budget/table.yaml"
LOCK = "data/rules.lock"
RULE = "parts-equal-total"
TODAY = date(2026, 11, 29)


@pytest.fixture
def locked(project: Workspace) -> Workspace:
    """A project whose rules were locked as they are."""
    project.rules_lock.unlink(missing_ok=True)
    rules_lock.lock(project, "De prövades mot alla planer.", TODAY)
    assert rules_lock.differences(project) == []
    return project


def change_rules(workspace: Workspace, change: dict[str, object] | None, rule: str = RULE) -> None:
    """Change some keys of a rule of the budget; remove it for None."""
    path = workspace.root / RULES
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = [each for each in loaded if each["rule"] != rule]
    assert len(kept) == len(loaded) - 1
    changed = [each | change for each in loaded if each["rule"] == rule] if change else []
    path.write_text(yaml.safe_dump(kept + changed, allow_unicode=True), encoding="utf-8")


def lines(workspace: Workspace) -> list[str]:
    return list(map(str, rules_lock.weakenings(workspace)))


def test_the_committed_rules_are_as_they_were_locked() -> None:
    assert list(map(str, rules_lock.differences(Workspace(ROOT)))) == []


def test_a_removed_rule_is_one_clear_line(locked: Workspace) -> None:
    change_rules(locked, None)
    (line,) = lines(locked)
    assert line == (
        f"{RULES}: the rule {RULE} is gone; expected the rule as it was locked 2026-11-29; "
        'restore it, or accept it with alereport rules --lock --reason "…".'
    )


@pytest.mark.parametrize(
    ("change", "kind", "found"),
    [
        ({"severity": "warning"}, "weaker", f"the rule {RULE} is a warning"),
        ({"arguments": {"total": "sum"}}, "changed", f"the rule {RULE} has another condition"),
        (
            {"expectation": "ExpectRowsToSatisfy"},
            "changed",
            f"the rule {RULE} has another condition",
        ),
        ({"over_files": True}, "changed", f"the rule {RULE} has another condition"),
    ],
)
def test_a_rule_that_may_ask_for_less_is_seen(
    locked: Workspace, change: dict[str, object], kind: str, found: str
) -> None:
    change_rules(locked, change)
    (weakening,) = rules_lock.weakenings(locked)
    assert (weakening.file, weakening.kind, weakening.found) == (RULES, kind, found)


def test_a_join_that_takes_other_rows_is_another_condition(locked: Workspace) -> None:
    joined = [
        (name, rule)
        for name in locked.datasets
        for rule in rules.of_dataset(locked, name)
        if rule.join
    ]
    name, rule = joined[0]
    path = locked.dataset(name) / "rules.yaml"
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    (entry,) = [each for each in loaded if each["rule"] == rule.rule]
    entry["join"][0]["where"] = {"kind": "plan"}
    path.write_text(yaml.safe_dump(loaded, allow_unicode=True), encoding="utf-8")
    assert [(each.rule, each.kind) for each in rules_lock.weakenings(locked)] == [
        (rule.rule, "changed")
    ]


def test_other_words_of_a_reason_and_another_order_change_nothing(locked: Workspace) -> None:
    change_rules(locked, {"why": {"en": "Otherwise.", "sv": "På annat sätt."}})
    edit(locked, TABLE, "description: ", "description: Now ")
    assert rules_lock.differences(locked) == []


@pytest.mark.parametrize("text", ["[]\n", "# Nothing.\n[]\n", None])
def test_emptied_rules_are_a_line_for_each(locked: Workspace, text: str | None) -> None:
    names = sorted(rule.rule for rule in rules.of_dataset(locked, "budget"))
    path = locked.root / RULES
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    weakened = rules_lock.weakenings(locked)
    assert [each.rule for each in weakened] == names
    assert {(each.file, each.kind) for each in weakened} == {(RULES, "gone")}


def test_rules_that_cannot_be_read_are_left_to_the_gate(locked: Workspace) -> None:
    (locked.root / RULES).write_text("", encoding="utf-8")
    assert rules_lock.differences(locked) == []
    with pytest.raises(TableError, match="it is empty"):
        rules_lock.lock(locked, "Allt är borta.", TODAY)


@pytest.mark.parametrize(
    ("key", "value", "check", "kind"),
    [
        ("required", False, "required", "gone"),
        ("required", None, "required", "gone"),
        ("minimum", None, "range", "changed"),
        ("pattern", ".*", "pattern", "changed"),
        ("enum", ["a", "b", "c"], "enum", "changed"),
    ],
)
def test_a_check_of_the_schema_that_asks_for_less_is_seen(
    locked: Workspace, key: str, value: object, check: str, kind: str
) -> None:
    path = locked.root / TABLE
    schema = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema["fields"][0]["constraints"] = {
        "required": True,
        "minimum": 1,
        "maximum": 9,
        "pattern": "a+",
        "enum": ["a", "b"],
    }
    path.write_text(yaml.safe_dump(schema, allow_unicode=True), encoding="utf-8")
    rules_lock.lock(locked, "Hårdare krav.", TODAY)
    if value is None:
        del schema["fields"][0]["constraints"][key]
    else:
        schema["fields"][0]["constraints"][key] = value
    path.write_text(yaml.safe_dump(schema, allow_unicode=True), encoding="utf-8")
    column = schema["fields"][0]["name"]
    assert [(each.file, each.rule, each.kind) for each in rules_lock.weakenings(locked)] == [
        (TABLE, f"{column}-{check}", kind)
    ]


def test_a_key_a_reference_a_column_and_a_scope_are_held(locked: Workspace) -> None:
    path = locked.root / TABLE
    schema = yaml.safe_load(path.read_text(encoding="utf-8"))
    dropped = schema["foreignKeys"].pop(0)
    schema["primaryKey"].pop()
    column = schema["fields"].pop()["name"]
    del schema["sheet"]  # It names the column.
    schema["scope"] = "municipality"
    path.write_text(yaml.safe_dump(schema, allow_unicode=True), encoding="utf-8")
    kinds = {each.rule: each.kind for each in rules_lock.weakenings(locked)}
    reference = f"{'+'.join(dropped['fields'])}-in-{dropped['reference']['resource']}"
    expected = {"primary-key": "changed", "scope": "changed", reference: "gone"}
    assert expected.items() <= kinds.items()
    assert kinds[f"{column}-type"] == "gone"


def test_a_column_that_may_have_to_be_withheld_stays_so(locked: Workspace) -> None:
    private = schemas.schema(locked, "sick_leave").private
    path = locked.dataset("sick_leave") / "table.yaml"
    text = path.read_text(encoding="utf-8")
    public = re.sub(r"^privacy:\n(  .*\n)*", "", text, flags=re.MULTILINE)
    path.write_text(public.replace("private: true", "private: false"), encoding="utf-8")
    gone = {each.rule for each in rules_lock.weakenings(locked) if each.kind == "gone"}
    assert {f"{column}-private" for column in private} < gone


def test_a_dataset_that_is_gone_takes_no_rule_along_unseen(locked: Workspace) -> None:
    for path in locked.dataset("breaks").iterdir():
        path.unlink()
    locked.dataset("breaks").rmdir()
    weakened = rules_lock.weakenings(locked)
    files = {f"data/breaks/{name}" for name in ("table.yaml", "rules.yaml")}
    assert files == {each.file for each in weakened}


def test_a_new_rule_and_a_stricter_one_weaken_nothing(locked: Workspace) -> None:
    change_rules(locked, {"severity": "warning"})
    rules_lock.lock(locked, "Bara en varning.", TODAY)
    change_rules(locked, {"severity": "error"})
    path = locked.root / RULES
    new = "\n- rule: new\n  expectation: ExpectRowsToSatisfy\n  arguments: {condition: a}\n"
    new += "  severity: error\n  why: {en: New., sv: Ny.}\n"
    path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")
    assert rules_lock.weakenings(locked) == []
    kinds = {each.rule: each.kind for each in rules_lock.compared(locked)}
    assert kinds == {RULE: "stricter", "new": "new"}


def test_a_missing_lock_says_how_to_make_one(project: Workspace) -> None:
    project.rules_lock.unlink(missing_ok=True)
    (line,) = lines(project)
    assert line == (
        f"{LOCK}: it is missing; expected the rules as they were accepted; "
        'run alereport rules --lock --reason "…".'
    )


@pytest.mark.parametrize(
    "text",
    [
        "rules: [\n",
        "rules: {}\n",
        "reasons: []\nrules: {}\n",
        "",
        "reasons:\n- {locked: 2026-11-29, reason: A.}\nrules: {a: {b: error}}\n",
        "reasons:\n- {locked: 2026-11-29, reason: A.}\nrules: {a: {b: 'silent 0123456789ab'}}\n",
    ],
)
def test_a_lock_that_is_not_readable_holds_nothing_and_says_so(
    locked: Workspace, text: str
) -> None:
    locked.rules_lock.write_text(text, encoding="utf-8")
    (line,) = lines(locked)
    assert line.startswith(f"{LOCK}: ")
    assert "restore the file, or remove it" in line
    assert "\n" not in line
    with pytest.raises(TableError, match="restore the file"):
        rules_lock.lock(locked, "Ett nytt lås.", TODAY)


def test_the_lock_has_a_line_for_each_rule_in_order(locked: Workspace) -> None:
    text = locked.rules_lock.read_text(encoding="utf-8")
    line, *_others = [each for each in text.splitlines() if each.startswith(f"    {RULE}: ")]
    assert line.split()[1] == "error"
    stored = yaml.safe_load(text)["rules"]
    assert list(stored) == sorted(stored)
    assert all(list(pins) == sorted(pins) for pins in stored.values())
    count = sum(map(len, stored.values())) + len(stored)
    assert len(text.splitlines()) == count + len(["# ", "# ", "reasons", "- ", "rules"])


def test_the_reasons_are_kept_and_the_oldest_left_to_git(locked: Workspace) -> None:
    for number in range(rules_lock.KEPT + 2):
        change_rules(locked, {"over_files": number % 2 == 0})
        assert rules_lock.lock(locked, f"Skäl {number}.", TODAY)
    lock = rules_lock.read(locked)
    assert lock
    expected = [f"Skäl {number}." for number in range(2, rules_lock.KEPT + 2)]
    assert [each.reason for each in lock.reasons] == expected


def test_locking_what_is_locked_writes_nothing(locked: Workspace) -> None:
    before = locked.rules_lock.read_bytes()
    assert rules_lock.lock(locked, "En gång till.", TODAY) == []
    assert locked.rules_lock.read_bytes() == before
