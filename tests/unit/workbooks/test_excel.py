"""What Excel and LibreOffice write that openpyxl does not: read, or refused with its cell.

Each way is written into the XML of a workbook as that program writes it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.workbooks import reading
from tests.unit.workbooks import typed

Parts = dict[str, str]
Change = Callable[[Parts, "Places"], None]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRINGS = "xl/sharedStrings.xml"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""The namespaces of a workbook, and those of one saved as strict Open XML."""


class Places:
    """Where on its sheets a workbook is filled in, and the XML of cells there."""

    def __init__(self, path: Path) -> None:
        book = typed.opened(path)
        self.sheets = {
            dataset: typed.sheet(book, dataset) for dataset in ("outturn", "deviations", "projects")
        }
        self.parts = {
            page.title: f"xl/worksheets/sheet{number}.xml"
            for number, page in enumerate(book.worksheets, start=1)
        }

    def part(self, dataset: str) -> str:
        return self.parts[self.sheets[dataset].page.title]

    def cell(self, dataset: str, key: str, words: str = "") -> str:
        """The place of a cell: in the row with these words as its area, or the first empty one."""
        own = self.sheets[dataset]
        return own.at(own.row_of("area", words) if words else own.empty, key)


def put(parts: Parts, name: str, place: str, xml: str) -> None:
    """Write a cell as XML; `{at}` is its place, and it keeps its style."""
    text = parts[name]
    found = re.search(rf'<c r="{place}"([^>/]*)(?:/>|>.*?</c>)', text)
    style = re.search(r' s="\d+"', found[1]) if found and ' s="' not in xml else None
    cell = xml.replace("{at}", f'r="{place}"{style[0] if style else ""}')
    if found:
        parts[name] = text[: found.start()] + cell + text[found.end() :]
        return
    row = re.search(r"\d+", place)
    start = re.search(rf'<row r="{row[0]}"[^>/]*(/?)>', text) if row else None
    assert start, place
    opening = start[0].removesuffix("/>").removesuffix(">") + ">"
    end = "</row>" if start[1] else ""
    parts[name] = text[: start.start()] + opening + cell + end + text[start.end() :]


AMOUNT = "amount_tkr/outturn_period"


def outturn(xml: str, *more: Change) -> Change:
    """The period's outturn of Förskola, as XML."""

    def change(parts: Parts, at: Places) -> None:
        put(parts, at.part("outturn"), at.cell("outturn", AMOUNT, "Förskola"), xml)
        for each in more:
            each(parts, at)

    return change


def cause(xml: str, *, key: str = "cause") -> Change:
    """A deviation, with its cause (or another cell) as XML."""

    def change(parts: Parts, at: Places) -> None:
        name = at.part("deviations")
        for column, own in (
            ("cause", '<c {at} t="inlineStr"><is><t>Orsak</t></is></c>'),
            (key, xml),
        ):
            put(parts, name, at.cell("deviations", column), own)

    return change


def shared(xml: str) -> Change:
    """The cause in the table of shared strings, where Excel keeps every text."""

    def change(parts: Parts, at: Places) -> None:
        cause(f'<c {{at}} t="inlineStr"><is>{xml}</is></c>')(parts, at)
        share(parts, at)

    return change


def share(parts: Parts, _at: Places) -> None:
    """Move every text of the sheets into a table of shared strings."""
    strings: list[str] = []

    def number(found: re.Match[str]) -> str:
        strings.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(strings) - 1}</v></c>'

    for name in [each for each in parts if each.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(
            r'<c((?: [a-z]+="[^"]*")*?) t="inlineStr"><is>(.*?)</is></c>',
            number,
            parts[name],
            flags=re.DOTALL,
        )
    items = "".join(f"<si>{each}</si>" for each in strings)
    parts[STRINGS] = f'<sst xmlns="{MAIN}" count="{len(strings)}">{items}</sst>'
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts[types] = parts[types].replace(
        "</Types>", f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    )
    parts[relations] = parts[relations].replace(
        "</Relationships>",
        f'<Relationship Id="rIdStrings" Type="{RELATIONS}/sharedStrings" '
        f'Target="/{STRINGS}"/></Relationships>',
    )


def everywhere(old: str, new: str) -> Change:
    def change(parts: Parts, _at: Places) -> None:
        assert any(old in text for text in parts.values()), old
        for name, text in parts.items():
            parts[name] = text.replace(old, new)

    return change


def strict(parts: Parts, _at: Places) -> None:
    for old, new in STRICT.items():
        everywhere(old, new)(parts, _at)


def in_sheet(pattern: str, new: str) -> Change:
    """Write into the XML of the sheet of outturn."""

    def change(parts: Parts, at: Places) -> None:
        name = at.part("outturn")
        parts[name], count = re.subn(pattern, new, parts[name], count=1)
        assert count == 1, pattern

    return change


NUMBER = outturn("<c {at}><v>97460</v></c>")
READ: dict[str, tuple[Change, str]] = {
    "a number": (NUMBER, "97460"),
    "a number as Excel computes it": (outturn("<c {at}><v>97460.000000000015</v></c>"), "97460"),
    "a number with an exponent": (outturn("<c {at}><v>9.746E4</v></c>"), "97460"),
    "a number as text, after an apostrophe": (
        outturn('<c {at} t="inlineStr" quotePrefix="1"><is><t>97 460</t></is></c>'),
        "97460",
    ),
    "a formula with its value": (
        outturn("<c {at}><f>90000+7460</f><v>97460</v></c>"),
        "97460",
    ),
    "a formula with text as its value": (
        outturn('<c {at} t="str"><f>"97 460"</f><v>97 460</v></c>'),
        "97460",
    ),
    "a shared formula": (
        outturn('<c {at}><f t="shared" ref="C9:C12" si="0">90000+7460</f><v>97460</v></c>'),
        "97460",
    ),
    "an array formula": (
        outturn('<c {at}><f t="array" ref="C9">SUM(90000,7460)</f><v>97460</v></c>'),
        "97460",
    ),
    "a workbook that counts days from 1904": (
        outturn(
            "<c {at}><v>97460</v></c>", everywhere("<workbookPr/>", '<workbookPr date1904="1"/>')
        ),
        "97460",
    ),
    "a hidden row": (
        outturn("<c {at}><v>97460</v></c>", in_sheet(r'<row r="(1\d)"', r'<row hidden="1" r="\1"')),
        "97460",
    ),
    "a filter that hides what it does not find": (
        outturn(
            "<c {at}><v>97460</v></c>",
            in_sheet(
                r'<autoFilter ref="([^"]*)" ?/>',
                r'<autoFilter ref="\1"><filterColumn colId="0"><filters><filter val="x"/></filters>'
                r"</filterColumn></autoFilter>",
            ),
        ),
        "97460",
    ),
    "a formatted cell in the last row": (
        outturn(
            "<c {at}><v>97460</v></c>",
            in_sheet(
                "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
            ),
        ),
        "97460",
    ),
    "names of the program's own": (
        outturn(
            "<c {at}><v>97460</v></c>",
            everywhere(
                "</definedNames>",
                '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">#REF!'
                '</definedName><definedName name="Gammal">#REF!</definedName></definedNames>',
            ),
        ),
        "97460",
    ),
    "every text in the table of shared strings": (
        outturn("<c {at}><v>97460</v></c>", share),
        "97460",
    ),
    "rich text": (
        shared("<r><t>Fler </t></r><r><rPr><b/></rPr><t>elever</t></r>"),
        "Fler elever",
    ),
    "rich text in the cell": (
        cause('<c {at} t="inlineStr"><is><r><t>Fler </t></r><r><t>elever</t></r></is></c>'),
        "Fler elever",
    ),
    "a phonetic run": (
        shared('<t>Fler elever</t><rPh sb="0" eb="4"><t>flera</t></rPh><phoneticPr fontId="1"/>'),
        "Fler elever",
    ),
    "blanks that are kept": (shared('<t xml:space="preserve">  Fler elever </t>'), "Fler elever"),
    "a line break as Excel writes it": (shared("<t>Fler_x000D_\nelever</t>"), "Fler\nelever"),
    "a day with a format": (
        cause('<c {at} s="DAY"><v>45930</v></c>', key="due"),
        "2025-09-30",
    ),
}
REFUSED: dict[str, tuple[Change, str]] = {
    "an error": (outturn('<c {at} t="e"><v>#N/A</v></c>'), "#N/A"),
    "a formula with an error": (
        outturn('<c {at} t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        "the error #DIV/0!",
    ),
    "a formula without a value": (outturn("<c {at}><f>1+2</f></c>"), "never computed"),
    "yes or no instead of an amount": (outturn('<c {at} t="b"><v>1</v></c>'), "an integer"),
    "an amount that became a day": (outturn('<c {at} s="DAY"><v>45930</v></c>'), "expected"),
    "a percentage": (outturn('<c {at} s="PERCENT"><v>0.12</v></c>'), "percentage"),
}


@pytest.fixture(scope="module")
def saved_again(new_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workbook as openpyxl saves it."""
    path = tmp_path_factory.mktemp("saved") / "bun-2025-08.xlsx"
    typed.opened(new_report).save(path)
    return path


@pytest.fixture(scope="module")
def places(saved_again: Path) -> Places:
    return Places(saved_again)


@pytest.fixture
def written(
    saved_again: Path, places: Places, tmp_path: Path
) -> Callable[[Change], tuple[Path, Places]]:
    """Write a workbook with some of its XML changed."""

    def write(change: Change) -> tuple[Path, Places]:
        path = tmp_path / "bun-2025-08.xlsx"
        with zipfile.ZipFile(saved_again) as package:
            parts = {name: package.read(name).decode() for name in package.namelist()}
        change(parts, places)
        _add_styles(parts)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(name, text.encode())
        return path, places

    return write


def _add_styles(parts: Parts) -> None:
    """Add a style of days and one of percentages, and name them where cells ask for them."""
    text = parts["xl/styles.xml"]
    found = re.search(r'<cellXfs count="(\d+)">', text)
    assert found
    number = int(found[1])
    own = "".join(
        f'<xf numFmtId="{form}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
        for form in (14, 10)
    )
    text = text.replace(found[0], f'<cellXfs count="{number + 2}">')
    parts["xl/styles.xml"] = text.replace("</cellXfs>", f"{own}</cellXfs>")
    for name in [each for each in parts if each.startswith("xl/worksheets/")]:
        sheet = parts[name].replace('s="DAY"', f's="{number}"')
        parts[name] = sheet.replace('s="PERCENT"', f's="{number + 1}"')


@pytest.mark.parametrize(("change", "cell"), READ.values(), ids=READ)
def test_what_another_program_writes_is_read(
    change: Change,
    cell: str,
    written: Callable[[Change], tuple[Path, Places]],
    municipality: Workspace,
) -> None:
    path, _places = written(change)
    rows = reading.read(municipality, path).rows
    cells = [each for own in rows.values() for row in own for each in row.cells.values()]
    assert cell in cells


@pytest.mark.parametrize(("change", "found"), REFUSED.values(), ids=REFUSED)
def test_what_means_nothing_is_refused_with_its_cell(
    change: Change,
    found: str,
    written: Callable[[Change], tuple[Path, Places]],
    municipality: Workspace,
) -> None:
    path, places = written(change)
    with pytest.raises(TableError, match=re.escape(found)) as caught:
        reading.read(municipality, path)
    at = places.cell("outturn", AMOUNT, "Förskola")
    assert caught.value.place == f"bun-2025-08.xlsx!Ekonomi!{at}"


def test_strict_open_xml_is_refused_with_what_to_do(
    written: Callable[[Change], tuple[Path, Places]], municipality: Workspace
) -> None:
    path, _places = written(strict)
    with pytest.raises(TableError, match="strict Open XML; expected an ordinary workbook"):
        reading.read(municipality, path)
