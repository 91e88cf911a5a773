"""The page of what was measured: each benchmark writes its own section."""

from __future__ import annotations

from benchmarks import page

BEFORE = """# Benchmarks

Of them all.

## The batch

Old.

## Publishing

Kept.
"""


def test_a_benchmark_replaces_its_own_section_and_keeps_the_others() -> None:
    assert page.with_section(BEFORE, "The batch", "New.\n") == BEFORE.replace("Old.", "New.")


def test_a_benchmark_without_a_section_gets_one_last() -> None:
    assert page.with_section(BEFORE, "The gate", "New.") == f"{BEFORE}\n## The gate\n\nNew.\n"


def test_the_page_has_the_section_that_the_batch_writes() -> None:
    written = page.PAGE.read_text(encoding="utf-8")
    assert page.with_section(written, "The batch", "x").count("\n## ") == written.count("\n## ")
