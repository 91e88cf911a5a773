"""The fence round the warm kernels, the switch that turns them off, and the page about them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alereport.base import code
from alereport.batch import warm
from tests.patience import PATIENCE

FOLDER = Path(warm.__file__).parent
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """A section of the page, without its heading."""
    return re.split(rf"^## {title}$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]


def first_cells(title: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", section(title), flags=re.MULTILINE))


def output_of(source: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env=variables,
    )
    return done.stdout


def test_the_page_names_every_module_and_no_other() -> None:
    assert first_cells("The modules") == {path.name for path in FOLDER.glob("*.py")}


def test_the_page_names_tests_that_there_are() -> None:
    named = first_cells("The tests")
    assert named <= {path.name for path in Path(__file__).parent.glob("test_*.py")}
    assert {Path(__file__).name, "test_kernels.py"} <= named
    tests = "".join((Path(__file__).parent / name).read_text("utf-8") for name in named)
    for name in re.findall(r"`(test_\w+)`", PAGE):
        assert f"def {name}(" in tests


SHOWN = """
import sys
from alereport.batch.warm import client, fork_server

fork_server.preload(client.IMPORTS)
before = set(sys.modules)
from alereport.exhibits import building

assert building.note("x", "Words.")._repr_mimebundle_()["text/html"]
print([name for name in sys.modules.keys() - before if name.startswith(("alereport", "markdown"))])
"""


def test_a_kernel_imports_nothing_more_to_show_an_exhibit() -> None:
    assert output_of(SHOWN).strip() == "[]"


def test_the_page_quotes_what_was_measured() -> None:
    measured = (code.PACKAGE.parent / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]*\S) \| ([\d.]+) \|$", section("What it is for"), re.MULTILINE)
    assert len(rows) == 3
    for what, seconds in rows:
        assert re.search(rf"^\| {re.escape(what)}[^|]* \| {seconds} \|", measured, re.MULTILINE)


def test_the_fence_offers_what_is_used_and_nothing_else() -> None:
    used = set()
    for path in code.PACKAGE.rglob("*.py"):
        if path.is_relative_to(FOLDER):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == warm.__name__:
                used |= {each.name for each in node.names}
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used |= {node.attr} if node.value.id == "warm" else set()
    assert used == set(warm.__all__)
    assert all(f"`{name}`" in section("The modules") for name in warm.__all__)


def test_the_fence_is_light() -> None:
    loaded = output_of(
        "import sys; before = set(sys.modules); import alereport.batch.warm; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})",
        PYTHONPATH=str(code.PACKAGE.parent),
    ).split()
    assert set(loaded) - {"alereport"} <= sys.stdlib_module_names
    assert not {"asyncio", "email", "importlib.metadata", "multiprocessing"} & set(loaded)


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
@pytest.mark.parametrize(
    ("variables", "enabled"), [({}, "True"), ({"ALEREPORT_WARM": "0"}, "False")]
)
def test_a_variable_turns_it_off(variables: dict[str, str], enabled: str) -> None:
    source = "from alereport.batch.warm import client; print(client.ENABLED)"
    variables = {"PYTHONPATH": str(code.PACKAGE.parent), **variables}
    assert output_of(source, **variables).strip() == enabled
