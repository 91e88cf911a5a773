"""Numbers and words in Swedish and English."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import alereport
from alereport.base import locales, params
from alereport.base.workspace import Workspace
from tests.conftest import ROOT, edit

PACKAGE = Path(alereport.__file__).parent
GETTEXT = dict.fromkeys(("_", "gettext", "message")) | dict.fromkeys(
    ("ngettext", "fill_plural", "plural"), (1, 2)
)
PLACEHOLDER = re.compile(r"\{\w*\}")

Message = str | tuple[str, ...]


def words_given_to(functions: Iterable[str], source: str) -> Iterator[Message]:
    """The literal arguments of every call, also of those inside an f-string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in functions:
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            words = [word for word in words if isinstance(word, str)]
            if words:
                yield words[0] if len(words) == 1 else tuple(words)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


@cache
def messages_of_the_package() -> frozenset[Message]:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    return frozenset(message for each in sources for message in words_given_to(GETTEXT, each))


@cache
def headings_of_the_notebooks() -> frozenset[Message]:
    cells = [
        "".join(cell["source"])
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    return frozenset(message for cell in cells for message in words_given_to(["section"], cell))


def swedish() -> Catalog:
    return read_po(io.BytesIO((PACKAGE / "locale" / "sv.po").read_bytes()), locale="sv")


def as_tuple(words: Message) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (186525, 0, "186\u00a0525", "186,525"),
        (1234567.89, 1, "1\u00a0234\u00a0567,9", "1,234,567.9"),
        (999, 0, "999", "999"),
        (-2884, 0, "\u22122\u00a0884", "\u22122,884"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "\u22123", "\u22123"),
        (2.35, 1, "2,4", "2.4"),
        (-0.25, 1, "\u22120,3", "\u22120.3"),
        (12, 1, "12,0", "12.0"),
        (-0.4, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
    ],
)
def test_a_number_is_written_as_its_readers_write_it(
    value: float, decimals: int, sv: str, en: str
) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (3476, 0, "+3\u00a0476", "+3,476"),
        (-2884, 0, "\u22122\u00a0884", "\u22122,884"),
        (0, 0, "0", "0"),
        (0.4, 0, "0", "0"),
        (-0.4, 0, "0", "0"),
        (0.04, 1, "0,0", "0.0"),
        (0.05, 1, "+0,1", "+0.1"),
        (100, 0, "+100", "+100"),
        (1000, 0, "+1\u00a0000", "+1,000"),
    ],
)
def test_a_change_has_a_sign_unless_it_is_zero(
    value: float, decimals: int, sv: str, en: str
) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.change(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "signed", "sv", "en"),
    [
        (2.34, False, "2,3\u00a0%", "2.3%"),
        (100, False, "100,0\u00a0%", "100.0%"),
        (-32.273, True, "\u221232,3\u00a0%", "\u221232.3%"),
        (1.32, True, "+1,3\u00a0%", "+1.3%"),
        (-0.01, True, "0,0\u00a0%", "0.0%"),
    ],
)
def test_a_percentage_has_one_decimal(value: float, signed: bool, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.percent(value, signed=signed) == written


@pytest.mark.parametrize(
    ("value", "signed", "sv", "en"),
    [
        (154390, False, "154\u00a0390\u00a0tkr", "SEK\u00a0154,390\u00a0thousand"),
        (-6936, False, "\u22126\u00a0936\u00a0tkr", "\u2212SEK\u00a06,936\u00a0thousand"),
        (3476, True, "+3\u00a0476\u00a0tkr", "+SEK\u00a03,476\u00a0thousand"),
        (-2884, True, "\u22122\u00a0884\u00a0tkr", "\u2212SEK\u00a02,884\u00a0thousand"),
        (0, True, "0\u00a0tkr", "SEK\u00a00\u00a0thousand"),
    ],
)
def test_an_amount_is_written_with_its_unit(value: int, signed: bool, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.tkr(value, signed=signed) == written


@pytest.mark.parametrize(
    ("value", "signed", "sv", "en"),
    [
        (154390, False, "154,4\u00a0mkr", "SEK\u00a0154.4\u00a0million"),
        (2950, False, "3,0\u00a0mkr", "SEK\u00a03.0\u00a0million"),
        (1428, True, "+1,4\u00a0mkr", "+SEK\u00a01.4\u00a0million"),
        (-2884, True, "\u22122,9\u00a0mkr", "\u2212SEK\u00a02.9\u00a0million"),
        (-6936, False, "\u22126,9\u00a0mkr", "\u2212SEK\u00a06.9\u00a0million"),
        (0, True, "0,0\u00a0mkr", "SEK\u00a00.0\u00a0million"),
    ],
)
def test_millions_are_written_with_one_decimal(value: int, signed: bool, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.million(value, signed=signed) == written


def test_less_than_a_million_is_written_in_kronor() -> None:
    for speaking, written in (("sv", "677\u00a0000\u00a0kronor"), ("en", "SEK\u00a0677,000")):
        with locales.using(speaking):
            assert locales.kronor(677) == written
            assert locales.kronor(-677) == f"\u2212{written}"


@pytest.mark.parametrize(("value", "signed"), [(40, True), (-40, True), (-40, False)])
def test_millions_that_round_to_zero_have_no_sign(value: int, signed: bool) -> None:
    with locales.using("sv"):
        assert locales.million(value, signed=signed) == "0,0\u00a0mkr"


def test_a_day_is_written_in_words() -> None:
    with locales.using("sv"):
        assert locales.day(date(2023, 12, 31)) == "31 december 2023"
    with locales.using("en"):
        assert locales.day(date(2023, 5, 1)) == "1 May 2023"


@pytest.mark.parametrize(
    ("words", "sv", "en"),
    [
        (["kost"], "kost", "kost"),
        (["kost", "IT"], "kost och IT", "kost and IT"),
        (["kost", "IT", "städ"], "kost, IT och städ", "kost, IT, and städ"),
    ],
)
def test_a_listing_ends_with_and(words: list[str], sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.listing(words) == written


def test_using_a_language_restores_the_one_before() -> None:
    with locales.using("sv"):
        with locales.using("en"):
            assert (locales.current(), locales.gettext("Share")) == ("en", "Share")
        assert (locales.current(), locales.gettext("Share")) == ("sv", "Andel")


def test_a_language_is_restored_when_the_block_raises() -> None:
    with locales.using("sv"):
        with pytest.raises(RuntimeError), locales.using("en"):
            raise RuntimeError
        assert locales.current() == "sv"


@pytest.mark.parametrize(
    ("count", "sv", "en"),
    [
        (0, "ökar {count} områden", "{count} areas grow"),
        (1, "ökar ett område", "{count} area grows"),
        (2, "ökar {count} områden", "{count} areas grow"),
    ],
)
def test_one_and_many_have_their_own_words(count: int, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            found = locales.ngettext("{count} area grows", "{count} areas grow", count)
            assert found == written


def test_the_words_of_package_and_notebooks_are_found_where_they_are_used() -> None:
    assert ("{count} area grows", "{count} areas grow") in messages_of_the_package()
    assert "Share" in messages_of_the_package()
    assert "Calendar" in headings_of_the_notebooks()


def test_the_tool_that_makes_catalogues_finds_the_same_words() -> None:
    extracted = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=GETTEXT)
    assert {each[2] for each in extracted} == messages_of_the_package()


def test_every_word_that_is_shown_is_in_the_swedish_catalogue() -> None:
    used = messages_of_the_package() | headings_of_the_notebooks()
    known = {message.id for message in swedish() if message.id}
    assert used - known == set()


def test_the_swedish_catalogue_has_no_word_that_nobody_uses() -> None:
    used = messages_of_the_package() | headings_of_the_notebooks()
    catalogue = swedish()
    assert {message.id for message in catalogue if message.id} - used == set()
    assert list(catalogue.obsolete) == []


def test_every_translation_is_filled_in_and_certain() -> None:
    unsure = [
        message.id
        for message in swedish()
        if message.id and (message.fuzzy or not all(as_tuple(message.string)))
    ]
    assert unsure == []


def test_every_translation_has_the_placeholders_of_its_message() -> None:
    """One thing is written `en` or `ett`, after its gender, instead of its `{count}`."""

    def placeholders(words: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(words))

    def differs(translation: str, many: str, is_one: bool) -> bool:
        of_count = f"{translation} {{count}}" if is_one else translation
        return placeholders(many) not in (placeholders(translation), placeholders(of_count))

    differing = [
        (message.id, translation)
        for message in swedish()
        if message.id
        for number, translation in enumerate(as_tuple(message.string))
        if differs(
            translation, as_tuple(message.id)[-1], isinstance(message.id, tuple) and number == 0
        )
    ]
    assert differing == []


def words_of_the_howto() -> dict[str, dict[str, str]]:
    """The example of words that a municipality says otherwise, as the page has it."""
    page = (ROOT / "docs" / "how-to" / "language.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(words:\n.*?)```", page, re.DOTALL)
    return yaml.safe_load(example)["words"]


@pytest.mark.parametrize(
    ("language", "word"), [("sv", r"\bnämnd"), ("en", r"(?<!select )committee")]
)
def test_no_sentence_says_a_word_that_is_said_otherwise(
    project: Workspace, language: str, word: str
) -> None:
    said = f"languages: [sv, en]\nwords: {json.dumps(words_of_the_howto(), ensure_ascii=False)}"
    edit(project, "params/municipality.yaml", "languages: [sv, en]", said)
    with locales.using(language, params.words(project)):
        for message in messages_of_the_package() | headings_of_the_notebooks():
            both = as_tuple(message)
            for one in both:
                shown = locales.gettext(one)
                assert not re.search(word, PLACEHOLDER.sub("", shown), re.IGNORECASE), shown
            if len(both) == 2:
                shown = locales.ngettext(*both, 2)
                assert not re.search(word, PLACEHOLDER.sub("", shown), re.IGNORECASE), shown


def test_a_word_said_otherwise_keeps_its_capital_and_leaves_braces_alone(
    project: Workspace,
) -> None:
    said = "languages: [sv, en]\nwords: {sv: {a committee: ett utskott}, en: {committee: board}}"
    edit(project, "params/municipality.yaml", "languages: [sv, en]", said)
    with locales.using("en", params.words(project)):
        assert locales.gettext("Committee and {committee}, subcommittee") == (
            "Board and {committee}, subcommittee"
        )
