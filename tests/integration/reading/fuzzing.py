"""Readers fed with what nobody wrote: small files, changed at random, always in the same way."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from zlib import crc32

from alereport import seals
from alereport.base import catalogues, keyed_files, yaml_files
from alereport.base.book import Part
from alereport.base.errors import AlereportError, TableError
from alereport.base.files import FormError
from alereport.base.glossary import Entry
from alereport.base.params import ReportParams
from alereport.base.settings import Municipality
from alereport.batch import run_records
from alereport.data import data_files, datasets, rules, rules_lock, schemas, versions
from alereport.data.rules import Deviation, Rule
from alereport.gate import verdicts
from alereport.publish.changes import snapshot
from alereport.seals import approval
from tests.conftest import ROOT
from tests.integration.reading.project import REVIEWS

REFUSALS = (AlereportError, FormError)
"""What a reader may raise: an error with its place, or that of a file's form."""

SIGNS = [
    *(b"\0", b"\x1b[31m", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r"),
    *(b"\r\n", b"\n\n", b"\t", b"  ", b"- ", b": ", b"? ", b"|\n", b">-\n", b"[", b"]", b"{", b"}"),
    *(b"&a ", b"*a", b"<<: ", b"!!int ", b"!x ", b"---\n", b"...\n", b"%YAML 1.1\n", b"#", b"'"),
    *(b'"', b'""', b",", b";", b",,,", b"~", b"null", b"true", b"no", b".inf", b".nan", b"-0"),
    *(b"1e308", b"1.0e+999", b"9" * 40, b"0331", b"0x1f", b"1_000", b"2024-02-31", b"0000-00-00"),
    *(b"9999-12-31", b"a\xcc\x8a", b"\xe2\x80\xa8", b"\xf0\x9f\x92\xa9", b"x" * 300, b"[" * 40),
    *(b'"\\ud800"', b'"\\x00"', b"\\", b"## sv\n", b"# x\n", b"msgid ", b"$habits.x", b"{0}"),
]
"""What is put into a file: what means something to one of the readers, or to a terminal."""


def mutants(seeds: Sequence[bytes], count: int, start: int = 0) -> Iterator[bytes]:
    """Files made from others by a few changes each."""
    chance = random.Random(start)
    for _number in range(count):
        data = chance.choice(seeds)
        for _change in range(chance.choice((1, 1, 2, 3, 6))):
            data = _changed(data, seeds, chance)
        yield data


def _changed(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 8, 40)))
    match chance.randrange(8):
        case 0:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[end:]
        case 2:
            return data[:end] + data[at:]
        case 3:
            other = chance.choice(seeds)
            return data[:at] + other[chance.randrange(len(other) + 1) :]
        case 4:
            lines = data.split(b"\n")
            one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            return b"\n".join(lines)
        case _:
            return data[:at] + chance.choice(SIGNS) + data[chance.choice((at, end)) :]


@dataclass(frozen=True)
class Reader:
    """How one kind of file is read, and some such files.

    Attributes:
        read: Reads the content of a file.
        seeds: Contents that it can read.
        is_lenient: True if it refuses nothing.
    """

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    is_lenient: bool = False


def fed(reader: Reader, count: int, start: int = 0) -> int:
    """Feed a reader with so many files, and return how many it read; it may refuse the others."""
    read = 0
    for data in mutants(reader.seeds, count, start):
        try:
            reader.read(data)
            read += 1
        except REFUSALS as problem:
            if reader.is_lenient:
                raise AssertionError(data) from problem
            message = str(problem)
            assert "\n" not in message, message
            assert len(message) < 900, message
        except Exception as problem:
            raise AssertionError(data) from problem
    return read


def _validated(model: Any) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        text, value = keyed_files.parsed(data, "x.yaml", TableError)
        return keyed_files.validated(
            model, value, place="x.yaml", text=text, languages=("sv", "en"), kind=TableError
        )

    return read


def _items(model: Any) -> Callable[[bytes], object]:
    return lambda data: rules._parsed.__wrapped__(model, data, "x.yaml", "entries")


@cache
def _table(dataset: str) -> schemas.Schema:
    path = ROOT / "data" / dataset / "table.yaml"
    return schemas.parsed(path.read_bytes())


def _is_fifth(data: bytes) -> bool:
    """Whether a file is one of the fifth that is also read by what takes longest."""
    return crc32(data) % 5 == 0


def _rows(dataset: str, name: str, data: bytes) -> None:
    table, file = _table(dataset), f"data/{dataset}/{name}"
    data_files.rows(data, file, table)
    if _is_fifth(data):
        datasets._frame.__wrapped__(table, (file, data), by_address=True)


def _head(path: str, lines: int) -> bytes:
    return b"".join((ROOT / path).read_bytes().splitlines(keepends=True)[:lines])


def _older(data: bytes) -> object:
    path = ROOT / "data" / "budget" / "x.csv"
    text = ROOT / "data" / "commentary" / "x.md"
    versions.control(path, data)
    versions.version_rows(text, data)
    if _is_fifth(data):
        versions.changes(path, "data/budget/x.csv", BUDGET, data)
    return data


def _stored(parse: Callable[[bytes], object], problems: tuple[type[Exception], ...]) -> Any:
    """Read what a command wrote, which is made again where it is broken."""

    def read(data: bytes) -> object:
        try:
            return parse(data)
        except problems:
            return None

    return read


MUNICIPALITY = b"""name: X kommun
code: 0331
languages: [sv, en]
as_of: 2023-12-31
colours: {accent: "#0b5c7a", accent_on_dark: "#7cc4de"}
accessibility: {email: a@b.se, phone: 0303-70 30 00, assessed: 2026-11-22}
thresholds: {smallest_group: 10, employees_per_manager: [20, 30], employees_per_manager_source: x}
open_data: {licence: CC0-1.0, contact: {name: x, email: a@b.se}}
release: {published: 2024-05-01, next: 2024-06, contact: {name: x, email: a@b.se}}
"""
SCHEMA = b"""title: X
description: Y
scope: plan
fields:
- {name: document, type: string, description: d, constraints: {required: true}}
- {name: year, type: integer, unit: tkr, description: d, constraints: {maximum: 1}}
primaryKey: [document, year]
foreignKeys:
- {fields: [document], reference: {resource: documents, fields: [document]}}
printed: {in: line, label: document, figures: [year]}
"""
RULE = b"""- rule: x
  expectation: ExpectRowsToSatisfy
  arguments: {condition: a == 1, column: a, asked: b}
  severity: error
  join: [{dataset: goals, keys: {goal: goal}, take: [a], where: {b: c}}]
  why: {en: Why., sv: Varfor.}
"""
DEVIATION = b"""- rule: x
  row: {document: a, year: 2024}
  expect: {amount_tkr: 1.5, day: 2024-01-01}
  reason: {en: Why., sv: Varfor.}
  by: me
  date: 2024-01-01
"""
SEALS = b"""data/budget/x.csv:
- {sealed: 2024-01-01, reason: a, sha256: 00aa, rows: 2, sums: {amount_tkr: {sum: 1, unit: tkr}}}
- {sealed: 2024-01-02, reason: a, sha256: 00ab, rows: 2, sums: {}, own: {ks: ab}, change: revision}
"""
LOCK = b"""reasons:
- {locked: 2024-01-01, reason: a}
rules:
  data/x/rules.yaml: {a: error 0123456789ab, b: warning 0123456789ab}
"""
BOOK = b"""part: [plan, amendment]
chapters:
- notebook: budget
  title: {sv: Budget, en: Budget}
  datasets: [budget]
  committee: {ks: own}
"""
WORD = b"""word: x
name: {sv: xx, en: yy}
forms: {sv: [xa, xb]}
meaning: {sv: Aa., en: Bb.}
"""
BUDGET = _head("data/budget/ks-namndplan-2024.csv", 5)
DOCUMENTS = _head("data/documents/documents.csv", 4)
SICK_LEAVE = _head("data/sick_leave/ks-verksamhetsplan-2022.csv", 4)
COMMENTARY = b"""---
document: a
committee: ks
plan_year: 2024
---

# goals

One.

## en

Two.
"""
CATALOGUE = b"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#, fuzzy
msgid "a {b}"
msgstr "c {b}"

msgid "one"
msgid_plural "many"
msgstr[0] "en"
msgstr[1] "flera"
"""
VERDICT = b"""{"checks": {"x": {"a": {"rule": "a", "severity": "error", "why": {"en": "b"}}}},
"files": {"data/x/y.csv": {"seal": "sealed", "fingerprint": "1", "checked": ["a"], "failures": [],
"rows": 1}}, "rules": {}, "rules_lock": []}"""
PUBLICATION = b"""{"version": 2, "number": 1, "as_of": "2024-01-01", "seals": {"a": 1},
"reports": {"a": [{"label": "b", "caption": "c", "figures": [{"key": "d", "words": "e",
"rows": {"f": "g"}}]}]}, "editions": []}"""
RECORD = b"""{"report": "a", "language": "sv", "outcome": "succeeded", "why": "",
"ingredients": {"a": {"b": "c"}}, "output": "", "parameters": {"year": 2024}}"""

YAML = (MUNICIPALITY, SCHEMA, RULE, DEVIATION, SEALS, LOCK, BOOK, WORD)
READERS = {
    "YAML": Reader(partial(yaml_files.load, aliases=False), YAML),
    "YAML of earlier versions": Reader(yaml_files.load, YAML),
    "municipality.yaml": Reader(_validated(Municipality), (MUNICIPALITY,)),
    "params of a report": Reader(
        _validated(ReportParams), (b"committee: ks\nyear: 2024\nlanguage: sv\n",)
    ),
    "a part of book.yaml": Reader(_validated(Part), (BOOK,)),
    "glossary.yaml": Reader(_validated(Entry), (WORD,)),
    "table.yaml": Reader(lambda data: schemas._schema.__wrapped__(data, "x.yaml"), (SCHEMA,)),
    "what is known of table.yaml": Reader(
        lambda data: schemas._outline.__wrapped__(data, "x.yaml"), (SCHEMA,), is_lenient=True
    ),
    "rules.yaml": Reader(_items(Rule), (RULE,)),
    "accepted.yaml": Reader(_items(Deviation), (DEVIATION,)),
    "seals.yaml": Reader(lambda data: seals._read.__wrapped__(data, "x.yaml"), (SEALS,)),
    "reviews.yaml": Reader(
        lambda data: approval._read.__wrapped__(data, "x.yaml"), (REVIEWS.encode(),)
    ),
    "rules.lock": Reader(lambda data: rules_lock._parsed.__wrapped__(data, "x.lock"), (LOCK,)),
    "a table": Reader(partial(_rows, "budget", "x.csv"), (BUDGET,)),
    "a table on people": Reader(partial(_rows, "sick_leave", "x.csv"), (SICK_LEAVE,)),
    "a register": Reader(partial(_rows, "documents", "documents.csv"), (DOCUMENTS,)),
    "commentary": Reader(partial(_rows, "commentary", "x.md"), (COMMENTARY,)),
    "older versions of data": Reader(_older, (BUDGET, COMMENTARY), is_lenient=True),
    "a catalogue": Reader(lambda data: catalogues.read.__wrapped__("sv.po", data), (CATALOGUE,)),
    "the verdict": Reader(
        _stored(verdicts._parsed.__wrapped__, verdicts.UNREADABLE), (VERDICT,), is_lenient=True
    ),
    "a publication": Reader(lambda data: snapshot.parsed(data, "x.json"), (PUBLICATION,)),
    "a run record": Reader(
        _stored(run_records._adapter().validate_json, (ValueError,)), (RECORD,), is_lenient=True
    ),
}
