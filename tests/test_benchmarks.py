"""The document of the benchmarks: each writes its own section and keeps the others'."""

from __future__ import annotations

from pathlib import Path

from benchmarks import sections

SAID = "# How fast\n\nAll of it.\n\n## One\n\n| 1 |\n\n### Part\n\n## Other\n\n| 2 |\n"


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(SAID, encoding="utf-8")
    for heading, text in (("One", "| 3 \\1 |\n"), ("New", "| 4 |"), ("New", "| 5 |")):
        sections.replace(heading, text, document)
    assert document.read_text(encoding="utf-8") == (
        "# How fast\n\nAll of it.\n\n## One\n\n| 3 \\1 |\n\n## Other\n\n| 2 |\n\n## New\n\n| 5 |\n"
    )
