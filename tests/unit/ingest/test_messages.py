"""What readers, gate and lint say is said in the language of the page, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alereport.base import catalogues, languages, locales
from alereport.base.errors import CellsError, Failure, GateError, IngestError, TableError
from alereport.base.workspace import Workspace
from alereport.data import rules
from alereport.gate.conditions import RULES
from alereport.ingest import accepting
from alereport.ingest.review import wording
from alereport.ingest.review.messages import Messages
from tests.conftest import ROOT

PACKAGE = ROOT / "alereport"
CATALOGUES = PACKAGE / "locale" / "messages"
SAYING = (
    *sorted((PACKAGE / "ingest").glob("*.py")),
    *(PACKAGE / "workbooks" / name for name in ("filling.py", "places.py")),
    *(PACKAGE / "gate" / name for name in ("schema_checks.py", "privacy_checks.py", "claims.py")),
    *(PACKAGE / "texts" / "lint" / name for name in ("wording.py", "names.py")),
    PACKAGE / "data" / "registration.py",
)
"""The modules whose every sentence may stand on a page."""
SILENT = {
    *(" is given; expected ", "{} is given; expected {}", ", or say --proved"),
    *("its {} {} not told", "{}, as elsewhere", "{whole: {}, parts: [{}]}", "by its label"),
    # What is wrong with a schema: no document is read with it.
    *("a foreign key refers to {}, which does not exist", "correct the foreign key"),
    *("the dataset {}", "the column {} of {}", "{}.notna() == {}.notna()"),
}
"""What is split or joined before it is shown, and what is never shown."""
NO_SENTENCE = re.compile(r"\bT[frm]\b|\(\?|\\|^alereport |^[#<]|^ *-- *|: *$|^areas\.")
"""What a pattern, a command or a part of a file has."""
SWEDISH = re.compile(r"[åäöÅÄÖ]")


@pytest.fixture(scope="module")
def messages() -> Messages:
    return Messages(Workspace(ROOT))


def in_swedish(messages: Messages, text: str) -> str:
    with locales.using("sv"):
        return str(messages.of(text))


def is_known(messages: Messages, text: str) -> bool:
    return 'lang="en"' not in in_swedish(messages, text)


def sentences(path: Path) -> Iterator[str]:
    """The texts of two words or more in a module, with {} where something is put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for each in body if isinstance(body, list) else ():
            if isinstance(each, ast.Expr):
                skipped.add(id(each.value))  # A docstring.
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Why":
            skipped |= {id(part) for part in ast.walk(node)}  # It has its languages itself.
    for node in ast.walk(tree):
        if id(node) in skipped or not (text := _text(node)):
            continue
        words = re.findall(r"[^\W\d_]{2,}", text.replace("{}", ""))
        if len(words) > 1 and " " in text.strip() and not NO_SENTENCE.search(text):
            yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return ""


@pytest.mark.parametrize("path", SAYING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_sentence_of_a_module_is_said_in_swedish(messages: Messages, path: Path) -> None:
    said = {each for each in sentences(path) if each not in SILENT and not SWEDISH.search(each)}
    filled = {each.replace("{}", "7") for each in said}
    with locales.using("sv"):
        places = {each for each in filled if wording.place(each) != each}
    assert {each for each in filled - places if not is_known(messages, each)} == set()


def test_what_a_rule_asks_is_said_in_swedish(messages: Messages) -> None:
    workspace = Workspace(ROOT)
    asked = {
        str(rule.arguments["asked"])
        for name in workspace.datasets
        for rule in rules.of_dataset(workspace, name)
        if "asked" in rule.arguments
    }
    assert len(asked) > 100
    assert {
        each for each in asked if not is_known(messages, re.sub(r"\$[\w.]+\w", "7", each))
    } == set()


def test_what_a_condition_expects_is_said_in_swedish(messages: Messages) -> None:
    expected = {each.expects for each in RULES.values() if each.expects not in {"", "{asked}"}}
    filled = {re.sub(r"\{\w+\}", "title", each) for each in expected}
    assert {each for each in filled if not is_known(messages, each)} == set()


def test_every_message_of_a_catalogue_is_translated() -> None:
    for path in CATALOGUES.glob("*.po"):
        assert path.stem in languages.package_languages()
        data = path.read_bytes()
        whole = catalogues.read(path.name, data)
        assert len(list(whole)) == data.count(b"\nmsgid ")
        assert b"fuzzy" not in data


def test_a_message_holds_messages_places_and_names(messages: Messages) -> None:
    said = {
        "its rows sum to 1 234": "dess rader summerar till 1 234",
        "its kind, year are not told": "slag, år framgår inte",
        "the table at page 3 prints 12": "tabellen på sidan 3 har 12",
        "which unit it is; which unit it is": "vilken enhet det gäller; vilken enhet det gäller",
        "3 rows of the section, not 2, as data/sections/ks.csv declares": (
            "3 rader i avsnittet, inte 2, som data/sections/ks.csv anger"
        ),
        "write empty": "skriv empty",
    }
    assert {each: in_swedish(messages, each) for each in said} == said
    with locales.using("en"):
        assert {each: messages.of(each) for each in said} == {each: each for each in said}


def test_what_is_not_known_is_marked_as_english(messages: Messages) -> None:
    assert in_swedish(messages, "a new <b>") == '<span lang="en">a new &lt;b&gt;</span>'
    half = in_swedish(messages, "which unit it is; a new one")
    assert half == 'vilken enhet det gäller; <span lang="en">a new one</span>'


def test_an_error_is_said_whole(messages: Messages) -> None:
    cut = IngestError("plan.pdf", "it is empty", "a PDF", "ask for the file again")
    one = TableError("plan.pdf, page 3, x", "area is empty", "a value", "correct the row")
    with locales.using("sv"):
        said = messages.of_error(cut)
        several = messages.of_error(CellsError((one, one)))
    assert said == "plan.pdf: den är tom; väntat: en PDF. Gör så här: be om filen igen."
    assert several.count("<li>plan.pdf, page 3, x: area är tom; väntat: ett värde.") == 2


def test_a_failure_has_the_reason_of_its_rule_in_swedish(messages: Messages) -> None:
    workspace = Workspace(ROOT)
    rule = rules.of_dataset(workspace, "budget")[0]
    failure = Failure("x", 1, "amount_tkr", "empty", rule.rule, "a value", rule.why.en)
    with locales.using("sv"):
        said = messages.of_error(GateError((failure,)))
        reviewed = messages.of_failure(replace(failure, next_step=accepting.STEP))
    assert reviewed == said.removesuffix(" Gör så här: rätta raden mot dokumentet.")
    assert said == (
        '<code translate="no">amount_tkr</code> är tom; väntat: ett värde. '
        f"{rule.why.by_language['sv']} Gör så här: rätta raden mot dokumentet."
    )
