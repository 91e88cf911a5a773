"""Tags as Word and follow-up systems make them: nothing that is accepted is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name

from alereport.ingest import marked_texts, reading, words

ROWS = [(f"Enhet {n}", 1000 + 31 * n, 900 + 17 * n) for n in range(1, 9)]
TOTAL = ("Summa", sum(row[1] for row in ROWS), sum(row[2] for row in ROWS))
CELLS = ", ".join(f"[{label}], [{one}], [{two}]" for label, one, two in [*ROWS, TOTAL])
PLAN = f"""#set document(title: "Nämndplan 2025")
#set text(lang: "sv")
#set page(header: [Nämndplan 12 345], footer: [Sida 7])
*Budget per verksamhet*

Tkr
#table(columns: 3, table.header([Verksamhet], [Budget 2025], [Plan 2026]), {CELLS})
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tags")
    (folder / "plan.typ").write_text(PLAN, encoding="utf-8")
    typst.compile(str(folder / "plan.typ"), output=str(folder / "plan.pdf"))
    return folder / "plan.pdf"


def as_it_is(_pdf: Any, _table: Any) -> None:
    """The tags of Typst: the head in a THead of its own, header and footer as artifacts."""


def without_heads(_pdf: Any, table: Any) -> None:
    table.K = Array([*tagged(table, "TR")])
    for cell in [*tagged(table, "TH")]:
        cell.S = Name.TD


def with_heads_in_the_first_row(_pdf: Any, table: Any) -> None:
    table.K = Array([*tagged(table, "TR")])


def with_paragraphs_within(pdf: Any, table: Any) -> None:
    for cell in [*tagged(table, "TD"), *tagged(table, "TH")]:
        span = Dictionary(S=Name.Span, K=cell.K, P=cell)
        if "/Pg" in cell:
            span.Pg = cell.Pg
        cell.K = Array([pdf.make_indirect(Dictionary(S=Name.P, K=Array([span]), P=cell))])


def with_empty_cells_last(pdf: Any, table: Any) -> None:
    for row in tagged(table, "TR"):
        row.K = Array([*row.K, pdf.make_indirect(Dictionary(S=Name.TD, P=row))])


def without_a_cell(_pdf: Any, table: Any) -> None:
    row = [*tagged(table, "TR")][3]
    row.K = Array([row.K[0], row.K[2]])


@pytest.mark.parametrize(
    "change",
    [
        as_it_is,
        without_heads,
        with_heads_in_the_first_row,
        with_paragraphs_within,
        with_empty_cells_last,
        without_a_cell,
    ],
)
def test_what_is_accepted_is_what_was_set(
    change: Callable[[Any, Any], None], plan: Path, tmp_path: Path
) -> None:
    with pikepdf.open(plan) as pdf:
        for table in [*tagged(pdf.Root.StructTreeRoot, "Table")]:
            change(pdf, table)
        pdf.save(tmp_path / "plan.pdf")
    read = reading.read(tmp_path / "plan.pdf", words.load(None), {}).as_json()
    (table,) = read["tables"]
    known = {label: figures for label, *figures in [*ROWS, TOTAL]}
    accepted = [
        (row["label"], at, cell["value"])
        for row in table["rows"]
        for at, cell in enumerate(row["cells"])
        if cell["state"] != "asked" and cell["value"] is not None
    ]
    assert [each for each in accepted if known[each[0]][each[1]] != each[2]] == []
    if change is not without_a_cell:
        assert len(accepted) == 2 * len(known)


def test_a_table_whose_head_is_tagged_again_on_the_next_page_is_one(tmp_path: Path) -> None:
    head = "table.header([Verksamhet], [Budget 2025], [Plan 2026])"
    parts = [CELLS[: CELLS.index("[Enhet 5]")], CELLS[CELLS.index("[Enhet 5]") :]]
    tables = [f"#table(columns: 3, {head}, {part})" for part in parts]
    source = tmp_path / "plan.typ"
    source.write_text("Tkr\n" + "\n#pagebreak()\n".join(tables), encoding="utf-8")
    typst.compile(str(source), output=str(tmp_path / "plan.pdf"))
    read = reading.read(tmp_path / "plan.pdf", words.load(None), {}).as_json()
    (table,) = read["tables"]
    assert len(table["rows"]) == len(ROWS) + 1
    assert {cell["state"] for row in table["rows"] for cell in row["cells"]} == {"proved"}


def tagged(element: Any, name: str) -> Iterator[Any]:
    """Yield the tags of a name within another, in order."""
    children = element.get("/K")
    for child in list(children) if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            if f"/{name}" == child.S:
                yield child
            yield from tagged(child, name)


def test_a_hyphen_after_one_letter_is_kept_where_its_line_ends() -> None:
    assert marked_texts._joined(["Fler e-\x02", "tjänster"]) == "Fler e-tjänster"
    assert marked_texts._joined(["Fler e\x02", "tjänster"]) == "Fler e-tjänster"
    assert marked_texts._joined(["Kultur\x02", "nämnden"]) == "Kulturnämnden"
