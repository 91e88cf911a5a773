"""Bad input, as data: which file, what is done to it, and what the command must answer."""

from __future__ import annotations

import os
import socket
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Change = Callable[[Path], None]

STATUS, VALIDATE = ("status",), ("validate",)
COMPARED = tuple(
    f".yaml: {name}"
    for name in (
        *("an unknown dataset", "an unknown column", "an unknown expectation"),
        *("another key", "a column"),
    )
)
"""What is wrong with declarations only beside other files or the rows."""


@dataclass(frozen=True)
class Case:
    """One bad input.

    Attributes:
        name: What is wrong, and with which file.
        file: The file, from the project's root.
        change: What is done to it.
        code: The exit code.
        words: What the message must have, besides the file.
        command: The command that reads the file.
        told_at: The file that the message names, where it is another.
    """

    name: str
    file: str
    change: Change
    code: int
    words: tuple[str, ...]
    command: tuple[str, ...]
    told_at: str = ""

    @property
    def reads_a_dataset(self) -> bool:
        """Whether reading the files of one dataset finds it."""
        is_refused = (self.command, self.code) == (VALIDATE, 12) and self.file.count("/") == 2
        return is_refused and not self.name.endswith(COMPARED)


# What is done to a file.


def put(content: str | bytes) -> Change:
    data = content if isinstance(content, bytes) else content.encode()

    def change(path: Path) -> None:
        path.write_bytes(data)

    return change


def bytes_of(make: Callable[[bytes], bytes]) -> Change:
    """Make the file's bytes from those it has."""

    def change(path: Path) -> None:
        before = path.read_bytes() if path.exists() else b""
        after = make(before)
        assert after != before
        path.write_bytes(after)

    return change


def text_of(make: Callable[[str], str]) -> Change:
    return bytes_of(lambda data: make(data.decode()).encode())


def above(words: str) -> Change:
    return text_of(lambda text: words + text)


def below(words: str | bytes) -> Change:
    data = words if isinstance(words, bytes) else words.encode()
    return bytes_of(lambda before: before + data)


def swap(old: str, new: str) -> Change:
    return text_of(lambda text: text.replace(old, new, 1))


def in_encoding(encoding: str) -> Change:
    return bytes_of(lambda data: ("# å\n" + data.decode()).encode(encoding))


def _instead(make: Callable[[Path], object]) -> Change:
    def change(path: Path) -> None:
        path.unlink(missing_ok=True)
        make(path)

    return change


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(path.parent, os.O_RDONLY)
        try:  # The whole path may be longer than a socket's may be.
            made.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


ODD: dict[str, tuple[Change, str]] = {
    "a folder": (_instead(Path.mkdir), "it is a folder"),
    "a pipe": (_instead(os.mkfifo), "it is a pipe"),
    "a socket": (_instead(_socket), "it is a socket"),
    "a device": (_instead(lambda path: path.symlink_to("/dev/zero")), "it is a device"),
    "a terminal": (_instead(lambda path: path.symlink_to("/dev/tty")), "it is a device"),
    "a loop": (_instead(lambda path: path.symlink_to(path.name)), "leads back to itself"),
    "a dangling link": (_instead(lambda path: path.symlink_to("gone")), "leads nowhere"),
    "a terabyte": (_sparse, "it is larger than"),
}
"""What may stand in place of a file, and what is said of it."""

# What a person writes in YAML, with the exit code of its room and the command that reads it.
PARAMS = {
    "params/municipality.yaml": (10, STATUS),
    "params/kultur-2024.yaml": (10, STATUS),
    "params/book.yaml": (10, STATUS),
    "params/glossary.yaml": (10, STATUS),
}
DECLARED = {
    "data/budget/table.yaml": (12, VALIDATE),
    "data/budget/rules.yaml": (12, VALIDATE),
    "data/budget/accepted.yaml": (12, VALIDATE),
    "data/seals.yaml": (12, VALIDATE),
    "data/reviews.yaml": (12, STATUS),
    "data/rules.lock": (12, VALIDATE),
}
YAML = {**PARAMS, **DECLARED}

BOMB = "x: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"x{each}: &{each} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, each in zip("abcdefgh", "bcdefghi", strict=True)
)
ANY_YAML: dict[str, tuple[Change, str]] = {
    "a key twice": (put("one: 1\ntwo: 2\none: 3\n"), ":3: the key `one` is also on line 1"),
    "an anchor": (put("one: &one 1\ntwo: 2\n"), ":1: the anchor &one"),
    "an alias": (put("one: *one\n"), ":1: the alias *one"),
    "a bomb": (put(BOMB), ":1: the anchor"),
    "a merge key": (put("one: 1\n<<: {two: 2}\n"), ":2: the merge key <<"),
    "a tag": (put("one: !!binary aGVq\n"), ":1: the tag"),
    "a tag of Python": (put("one: !!python/object/apply:os.system [id]\n"), ":1: the tag"),
    "two documents": (put("one: 1\n---\ntwo: 2\n"), ":2: a second document"),
    "depth": (put("[" * 3000 + "]" * 3000), ":1: more than 24 levels"),
    "many values": (put("- 1\n" * 110_000), "values"),
    "an impossible date": (put("one: 1\ntwo: 2024-02-31\n"), ":2: the date 2024-02-31"),
    "5,000 digits": (put(f"one: {'9' * 5000}\n"), ":1: a number of 5000 digits"),
    "infinity": (put("one: .inf\n"), ":1: the number .inf"),
    "no number": (put("one: .NaN\n"), ":1: the number .NaN"),
    "beyond sense": (put("one: 1.0e+308\n"), ":1: the number 1.0e+308"),
    "a null": (below(b"\n\0\n"), "null character"),
    "an escape": (below("\n# \x1b[31m\n"), "control character U+001B"),
    "an escaped escape": (put('one: "\\x1b[31m"\n'), ":1: a control character"),
    "Latin-1": (in_encoding("latin-1"), ":1: the byte 0xe5 is not UTF-8"),
    "UTF-16": (in_encoding("utf-16"), "it is in UTF-16"),
    "an open bracket": (put("one: [1, 2\ntwo: 3\n"), "it is not YAML"),
    "a tab": (put("one:\n\ttwo: 3\n"), ":2: it is not YAML"),
    "a list as a key": (put("? [1, 2]\n: 3\n"), "a key that is no word"),
    "nothing": (put(""), "it is empty"),
    "a comment alone": (put("# nothing\n"), "it is empty"),
    "a number": (put("3\n"), "expected"),
    "too large": (put("# " + "x" * (3 << 20)), "it is larger than 2 MiB"),
    "a long text": (put(f"one: {'long ' * 60_000}\n"), "expected"),
}
"""What is wrong in any YAML, and what is said of it."""
EMPTY_IS_NONE = {
    "data/seals.yaml": ("nothing", "a comment alone"),
    "data/reviews.yaml": ("nothing", "a comment alone"),
}
"""Where a file that says nothing is one: no file is sealed, which is said for each of them."""


def _of_yaml() -> Iterator[Case]:
    for file, (code, command) in YAML.items():
        for name, (change, words) in ANY_YAML.items():
            if name not in EMPTY_IS_NONE.get(file, ()):
                yield Case(f"{file}: {name}", file, change, code, (words,), command)


def _of_odd_files() -> Iterator[Case]:
    for file, (code, command) in {**YAML, **TABLES}.items():
        for name, (change, words) in ODD.items():
            yield Case(f"{file}: {name}", file, change, code, (words,), command)


MUNICIPALITY = "params/municipality.yaml"
REPORT = "params/kultur-2024.yaml"
BOOK = "params/book.yaml"
GLOSSARY = "params/glossary.yaml"
TABLE = "data/budget/table.yaml"
RULES = "data/budget/rules.yaml"
ACCEPTED = "data/budget/accepted.yaml"
SEALS = "data/seals.yaml"
REVIEWS = "data/reviews.yaml"
LOCK = "data/rules.lock"
BUDGET = "data/budget/kultur-plan-2024.csv"
SICK_LEAVE = "data/sick_leave/kultur-plan-2024.csv"
COMMENTARY = "data/commentary/kultur-plan-2024.md"
DOCUMENTS = "data/documents/documents.csv"
COMMITTEES = "data/committees/committees.csv"

DEVIATION = """\
- rule: parts-equal-total
  row: {committee: kultur, plan_year: 2024, area: drift,
    amount_year: 2024, kind: budget}
  expect: {amount_tkr: 1}
  reason: {en: So printed., sv: Så tryckt.}
  by: controller
  date: 2024-01-01
"""

SETTINGS: tuple[tuple[str, str, Change, tuple[str, ...]], ...] = (
    (MUNICIPALITY, "an unknown key", above("nam: x\n"), (":1: the key `nam` is unknown", "`name`")),
    (MUNICIPALITY, "a language twice", swap("- en", "- sv"), ("each language once",)),
    (MUNICIPALITY, "an unknown language", swap("- en", "- xx"), (":5:", "'xx'")),
    (MUNICIPALITY, "a list", put("- name: x\n"), ("it is empty or not keys",)),
    (MUNICIPALITY, "an infinite text", swap("percent: 25", "percent: inf"), ("finite",)),
    (MUNICIPALITY, "a code in words", swap("code: 2599", "code: x"), (":2: `code` is 'x'",)),
    (MUNICIPALITY, "a low code", swap("code: 2599", "code: 0099"), ("`code` is '0099'",)),
    (MUNICIPALITY, "a small group", swap("group: 10", "group: 9"), ("greater than or equal",)),
    (MUNICIPALITY, "a wrong range", swap("- 20\n", "- 40\n"), ("the lowest first",)),
    (MUNICIPALITY, "a pattern", swap("reference: '", "reference: '("), ("a regular expression",)),
    (MUNICIPALITY, "an address", swap("kommun@ale.se", 'x"on=1@ale.se'), ("email",)),
    (MUNICIPALITY, "a faint colour", swap("#0b5c7a", "#fefefe"), ("a contrast of at least",)),
    (MUNICIPALITY, "words for a number", swap("reviewers: 0", "reviewers: two"), ("`reviewers`",)),
    (REPORT, "another year", swap("2024", "2025"), ("the file name kultur-2025.yaml",)),
    (REPORT, "a year in quotes", swap("2024", "'2024'"), (":2: `year` is '2024'",)),
    (REPORT, "an octal year", swap("2024", "02024"), (":2: `year` is '02024'",)),
    (REPORT, "an unknown committee", swap("kultur", "fel"), ("it holds committee fel",)),
    (REPORT, "a list for a word", swap("kultur", "[kultur]"), (":1: `committee` is ['kultur']",)),
    (REPORT, "nothing for a word", swap("kultur", ""), (":1: `committee` is None",)),
    (REPORT, "no language", swap("language: sv", ""), ("the key `language` is missing",)),
    (REPORT, "an unknown key", below("term: 1\n"), (":4: the key `term` is unknown",)),
    (REPORT, "words that YAML took for no", swap("sv", "no"), (":3: `language` is 'no'",)),
    (BOOK, "keys", put("page: index\n"), ("it is not a list",)),
    (BOOK, "an unknown dataset", swap("[budget]", "[nope]"), ("the dataset nope is unknown",)),
    (BOOK, "an unknown key", swap("- page", "- pag"), (":1:", "entry 1 has none of the keys")),
    (BOOK, "a page twice", below("- page: index\n  title: {sv: A, en: B}\n"), ("listed twice",)),
    (BOOK, "no front page", text_of(lambda text: text[text.index("- part") :]), ("`page: index`",)),
    (BOOK, "no title", swap("sv: Rapport, ", ""), ("there is no title in sv",)),
    (GLOSSARY, "keys", put("word: x\n"), ("it is not a list",)),
    (GLOSSARY, "a form twice", swap("[net costs]", "[net cost]"), ("each word and form once",)),
    (GLOSSARY, "an unknown key", swap("forms", "form"), (":3: the key `form` is unknown",)),
    (GLOSSARY, "markup", swap("Costs less", "<b>Costs"), ("`meaning.en`",)),
)
DECLARATIONS: tuple[tuple[str, str, Change, tuple[str, ...]], ...] = (
    (TABLE, "an unknown key", above("titel: x\n"), (":1: the key `titel` is unknown", "`title`")),
    (TABLE, "an unknown type", swap("type: integer", "type: money"), ("is 'money'",)),
    (TABLE, "no key", text_of(lambda text: text.split("primaryKey")[0]), ("`primaryKey`",)),
    (TABLE, "an empty key", swap("primaryKey: [", "primaryKey: []\nx: ["), ("primaryKey",)),
    (TABLE, "a key of no column", swap("primaryKey: [", "primaryKey: [x, "), ("columns among",)),
    (TABLE, "an infinite limit", swap("minimum: 1971", "minimum: .inf"), ("the number .inf",)),
    (TABLE, "a pattern", swap("{required: true}", "{pattern: '('}"), ("not a regular",)),
    (TABLE, "a column twice", swap("- name: section", "- name: document"), ("each column once",)),
    (TABLE, "no columns", text_of(lambda text: text.split("fields:")[0]), ("`fields` is missing",)),
    (TABLE, "an unknown scope", swap("scope: plan", "scope: mine"), ("`scope` is 'mine'",)),
    (TABLE, "an unknown dataset", swap("resource: areas", "resource: nope"), ("dataset nope",)),
    (TABLE, "an unknown column", swap("[committee, area]}", "[committee, x]}"), ("column x of",)),
    (TABLE, "a list", put("- title: x\n"), ("it is empty or not keys",)),
    (RULES, "keys", put("rule: x\n"), ("it is not a list",)),
    (RULES, "an unknown key", swap("- rule:", "- sure: 1\n  rule:"), (":1: the key `sure` is",)),
    (RULES, "an unknown severity", swap("severity: error", "severity: bad"), ("is 'bad'",)),
    (RULES, "a rule without a reason", put("- rule: x\n"), ("is missing",)),
    (RULES, "an unknown expectation", swap("expectation: Expect", "expectation: X"), ("unknown",)),
    (RULES, "an unknown column", swap("part_column: area", "part_column: x"), ("column x is",)),
    (RULES, "an unknown setting", swap("$habits.rounding", "$habits.x"), ("habits.x",)),
    (RULES, "a rule twice", bytes_of(lambda data: data * 2), ("two rules are named",)),
    (RULES, "an item that is none", below("- 3\n"), ("expected",)),
    (ACCEPTED, "keys", put("rule: x\n"), ("it is not a list",)),
    (ACCEPTED, "no row", put("- rule: x\n"), ("`row` is missing",)),
    (ACCEPTED, "another key", put(DEVIATION.replace("area: drift,", "")), ("is identified by",)),
    (ACCEPTED, "a day", put(DEVIATION.replace("-01-01", "-02-31")), ("date 2024-02-31",)),
    (ACCEPTED, "a column", put(DEVIATION.replace("amount_tkr: 1", "x: 1")), ("column x is",)),
    (SEALS, "a list", put("- 1\n"), ("expected",)),
    (SEALS, "a path outside", put("/etc/passwd: []\n"), ("/etc/passwd",)),
    (SEALS, "no sums", put(f"{BUDGET}:\n- sealed: 2024-01-01\n"), (":2: the key", "missing")),
    (SEALS, "rows below zero", swap("rows: 24", "rows: -24"), ("greater than or equal to 0",)),
    (REVIEWS, "a list", put("- 1\n"), ("expected",)),
    (REVIEWS, "a table", swap("plan-2024.md", "plan-2024.csv"), ("plan-2024.csv",)),
    (REVIEWS, "nobody", swap("[ekonom]", "[]"), (":2:", "at least 1 item")),
    (REVIEWS, "an address", swap("ekonom", "a@example.se"), (":2:", "a role such as ekonom")),
    (SEALS, "half a merge", above("<<<<<<< HEAD\n"), ("it is not YAML",)),
    (SEALS, "an unknown kind", swap("change: first", "change: none"), ("'none'",)),
    (LOCK, "a list", put("- 1\n"), ("restore the file, or remove it",)),
    (LOCK, "no reasons", swap("reasons:", "reason:"), ("`reasons` is missing",)),
    (LOCK, "a pin that is none", swap(": error ", ": silent "), ("is 'silent",)),
)

TABLES = {
    BUDGET: (12, VALIDATE),
    COMMENTARY: (12, VALIDATE),
    DOCUMENTS: (12, STATUS),
    COMMITTEES: (12, STATUS),
}


def _row(data: bytes, make: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Make the cells of the first row from those it has."""
    head, row, *rest = data.split(b"\n")
    return b"\n".join([head, b",".join(make(row.split(b","))), *rest])


def row(make: Callable[[list[bytes]], list[bytes]]) -> Change:
    return bytes_of(lambda data: _row(data, make))


def heading(make: Callable[[bytes], bytes]) -> Change:
    def changed(data: bytes) -> bytes:
        head, newline, rest = data.partition(b"\n")
        return make(head) + newline + rest

    return bytes_of(changed)


RESTORE = "restore the heading, with commas between the columns"
ANY_TABLE: dict[str, tuple[Change, str]] = {
    "Latin-1": (below("å".encode("latin-1")), "the byte 0xe5 is not UTF-8"),
    "UTF-16": (bytes_of(lambda data: data.decode().encode("utf-16")), ":1: it is in UTF-16"),
    "UTF-16 without a mark": (
        bytes_of(lambda data: data.decode().replace("å", "a").encode("utf-16-le")),
        "UTF-8",
    ),
    "UTF-32": (bytes_of(lambda data: data.decode().encode("utf-32")), ":1: it is in UTF-32"),
    "a null": (row(lambda cells: [b"\0", *cells[1:]]), ":2: it has a null character"),
    "semicolons": (bytes_of(lambda data: data.replace(b",", b";")), RESTORE),
    "tabs": (bytes_of(lambda data: data.replace(b",", b"\t")), RESTORE),
    "a mark and semicolons": (
        bytes_of(lambda data: b"\xef\xbb\xbf" + data.replace(b",", b";")),
        RESTORE,
    ),
    "two marks": (bytes_of(lambda data: b"\xef\xbb\xbf" * 2 + data), ":1:"),
    "an open quotation mark": (row(lambda cells: [b'"x', *cells[1:]]), "quotation mark"),
    "a quotation mark inside": (row(lambda cells: [b'"x"y', *cells[1:]]), "quotation mark"),
    "a cell too many": (row(lambda cells: [*cells, b"x"]), ":2:"),
    "a cell too few": (row(lambda cells: cells[:-1]), ":2:"),
    "one cell": (row(lambda cells: cells[:1]), ":2: 1 cells"),
    "an empty row": (
        bytes_of(lambda data: data + b"," * data.split(b"\n")[0].count(b",") + b"\n"),
        "the row is empty; expected a row; remove it",
    ),
    "a row of blanks": (row(lambda cells: [b" " for _cell in cells]), ":2: the row is empty"),
    "a heading alone": (bytes_of(lambda data: data.split(b"\n")[0] + b"\n"), "there are no rows"),
    "nothing": (put(b""), ":1: the columns are missing"),
    "a mark alone": (put(b"\xef\xbb\xbf"), ":1: the columns are missing"),
    "blank lines above": (bytes_of(lambda data: b"\n\n" + data), RESTORE),
    "a column twice": (heading(lambda head: head.replace(b"committee", b"name", 1)), RESTORE),
    "a column without a name": (heading(lambda head: head.replace(b"committee", b"")), RESTORE),
    "an unknown column": (heading(lambda head: head.replace(b"committee", b"unit")), RESTORE),
    "a column more": (heading(lambda head: head + b",more"), RESTORE),
    "a blank in the heading": (heading(lambda head: head.replace(b",", b", ", 1)), RESTORE),
    "no heading": (bytes_of(lambda data: data.partition(b"\n")[2]), RESTORE),
    "a huge cell": (row(lambda cells: [b"x" * 140_000, *cells[1:]]), "a cell has more than"),
    "line ends of old": (
        bytes_of(lambda data: data.replace(b"\n", b"\r")),
        ":1: a carriage return alone",
    ),
    "a carriage return in a cell": (
        row(lambda cells: [b"x\ry", *cells[1:]]),
        ":2: a carriage return alone",
    ),
    "an image": (put(b"\x89PNG\r\n\x1a\n\0\0"), "UTF-8"),
    "a workbook": (put(b"PK\x03\x04\x14\0\x06\0"), "null character"),
    "half a merge": (below("<<<<<<< HEAD\n"), "1 cells"),
}
"""What is wrong in any CSV file, and what is said of it."""
ANY_TABLE_OF = {BUDGET: VALIDATE, DOCUMENTS: STATUS, COMMITTEES: STATUS}


def _of_tables() -> Iterator[Case]:
    for file, command in ANY_TABLE_OF.items():
        for name, (change, words) in ANY_TABLE.items():
            yield Case(f"{file}: {name}", file, change, 12, (words,), command)


def amount(cell: str) -> Change:
    """The first amount of the budget."""
    return row(lambda cells: [*cells[:8], cell.encode(), *cells[9:]])


def day(cell: str) -> Change:
    """The day that the document speaks of last."""
    return row(lambda cells: [*cells[:5], cell.encode(), *cells[6:]])


NUMBER = ":2: amount_tkr is"
CELLS: tuple[tuple[str, str, Change, int, tuple[str, ...]], ...] = (
    *(
        (
            BUDGET,
            f"the amount {cell[:12]} of {len(cell)}",
            amount(cell),
            12,
            (NUMBER, "expected an integer (tkr)"),
        )
        for cell in (
            *("2 903", "2\u00a0903", "2903.0", "+2903", "-0", "02903", "2903 ", " 2903", "2,9e3"),
            *("1e308", "inf", "-inf", "nan", "Infinity", "9" * 50, "9" * 5000, "x" * 5_000),
            *("0x10", "1_000", "−2903", "²", "٣", "2903kr", "=1+1", "#REF!", "\u200b2903"),
        )
        if "," not in cell
    ),
    (BUDGET, "a decimal comma", amount('"29,5"'), 12, (NUMBER, '"29,5"')),
    (BUDGET, "thousands with commas", amount('"2,903"'), 12, (NUMBER,)),
    (BUDGET, "a decimal comma alone", amount("29,5"), 12, (":2: 11 cells",)),
    *(
        (DOCUMENTS, f"the day {cell}", day(cell), 12, (":2: as_of is", "a date such as"))
        for cell in ("2024-02-31", "2023-13-01", "31/12 2023", "2023-12-31T00:00", "20231231")
    ),
    (DOCUMENTS, "the year 0", day("0000-01-01"), 12, (":2: as_of is",)),
    (BUDGET, "another document", row(lambda cells: [b"x", *cells[1:]]), 13, (":2: document is x",)),
    (BUDGET, "a blank at the end", swap("underhåll,", "underhåll ,"), 13, ("text-is-whole",)),
    (BUDGET, "two letters for one", swap("underhåll", "underhÃ¥ll"), 13, ("text-is-whole",)),
    (BUDGET, "an escape", swap("underhåll", "underh\x1b[31mll"), 13, ("text-is-whole",)),
    (BUDGET, "a long cell", swap("underhåll,", "x" * 5_000 + ","), 13, ("characters) … x",)),
)
WRITTEN: tuple[tuple[str, Change, tuple[str, ...]], ...] = (
    ("no front matter", put("# budget\n\nText.\n"), (":1: there is no front matter",)),
    ("nothing", put(""), (":1: there is no front matter",)),
    ("an open front matter", put("---\ndocument: x\n"), (":1: there is no front matter",)),
    ("a key twice", swap("committee:", "document:"), (":3: the key `document` is also",)),
    ("an alias", swap("kultur\n", "*x\n"), (":3: the alias *x",)),
    ("an anchor", swap("committee: kultur", "committee: &x kultur"), (":3: the anchor &x",)),
    ("a tag", swap("committee: kultur", "committee: !!str kultur"), (":3: the tag",)),
    ("a list", swap("committee: kultur", "committee: [kultur]"), (":3: a list or mapping",)),
    ("an open bracket", swap("committee: kultur", "committee: [kultur"), ("it is not YAML",)),
    ("an unknown key", swap("committee:", "comittee:"), (":1: the front matter has",)),
    ("an impossible year", swap("plan_year: 2024", "plan_year: 20x4"), ("plan_year is",)),
    ("5,000 digits", swap("plan_year: 2024", f"plan_year: {'9' * 5000}"), ("plan_year is",)),
    ("stray text", swap("\n# goals", "\nStray.\n\n# goals"), (":7: text under no heading",)),
    ("an unknown language", swap("## en", "## nb"), ("## nb",)),
    ("a language twice", swap("# budget", "## en\n\nAgain.\n\n# budget"), ("## en twice",)),
    ("no chapter", text_of(lambda text: text.split("# goals")[0]), ("there are no rows",)),
    ("Latin-1", in_encoding("latin-1"), (":1: the byte 0xe5",)),
    ("UTF-16", in_encoding("utf-16"), ("it is in UTF-16",)),
    ("a null", below(b"\0"), ("null character",)),
)


def _folder(path: Path) -> None:
    path.mkdir()


def _misplaced(path: Path) -> None:
    path.write_text("---\n---\n# budget\n\nText.\n", encoding="utf-8")


ELSEWHERE: tuple[Case, ...] = (
    Case(
        "an empty dataset",
        "data/tom",
        _folder,
        12,
        ("there is no such file",),
        VALIDATE,
        "data/tom/table.yaml",
    ),
    Case("a text among tables", "data/budget/a.md", _misplaced, 12, ("no chapters",), VALIDATE),
    Case("a file of no document", "data/budget/a.csv", put("a\n1\n"), 12, (RESTORE,), VALIDATE),
    Case("a register more", "data/areas/a.csv", put("a\n1\n"), 12, ("areas.csv",), VALIDATE),
    Case("params alone", "params/x.yaml", put("a: 1\n"), 10, ("missing",), STATUS),
)


def _of_lists() -> Iterator[Case]:
    for file, name, change, words in SETTINGS:
        yield Case(f"{file}: {name}", file, change, 10, words, STATUS)
    for file, name, change, words in DECLARATIONS:
        command = DECLARED[file][1] if file in DECLARED else VALIDATE
        yield Case(f"{file}: {name}", file, change, 12, words, command)
    for file, name, change, code, words in CELLS:
        yield Case(f"{file}: {name}", file, change, code, words, VALIDATE)
    for name, change, words in WRITTEN:
        yield Case(f"{COMMENTARY}: {name}", COMMENTARY, change, 12, words, VALIDATE)


CASES = (*_of_yaml(), *_of_odd_files(), *_of_lists(), *_of_tables(), *ELSEWHERE)

HARMLESS: dict[str, tuple[str, Change]] = {
    "a byte order mark": (BUDGET, bytes_of(lambda data: b"\xef\xbb\xbf" + data)),
    "line ends of Windows": (BUDGET, bytes_of(lambda data: data.replace(b"\n", b"\r\n"))),
    "blank lines below": (BUDGET, below("\n\n")),
    "no line end at the end": (BUDGET, bytes_of(bytes.rstrip)),
    "decomposed letters": (BUDGET, text_of(lambda text: unicodedata.normalize("NFD", text))),
    "decomposed text": (COMMENTARY, text_of(lambda text: unicodedata.normalize("NFD", text))),
    "Excel beside": ("data/budget/~$kultur-plan-2024.csv", put(b"\x07\0kultur")),
    "LibreOffice beside": ("data/budget/.~lock.kultur-plan-2024.csv#", put(",x;\n")),
    "a hidden copy": ("data/budget/._kultur-plan-2024.csv", put(b"\0\5\x16\7")),
    "a mark in YAML": (RULES, bytes_of(lambda data: b"\xef\xbb\xbf" + data)),
}
"""What people's programs do to files, and is read as it was meant."""
