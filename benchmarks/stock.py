"""Stock work that nothing of this package takes part in, to compare a command with.

    python -m benchmarks.stock pandas

Each takes a second or a few, and says nothing.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROWS = 400_000
PAGES = 12
PARAGRAPHS = 150


def pandas() -> None:
    """Write a table as CSV, read it, and add it up by group, with plain pandas."""
    import numpy as np
    import pandas as pd

    numbers = np.arange(ROWS)
    table = pd.DataFrame({"group": (numbers % 997).astype(str), "amount": numbers * 37 % 9000})
    read = pd.read_csv(io.StringIO(table.to_csv(index=False)), dtype={"group": "str"})
    read.groupby("group")["amount"].agg(["sum", "count", "max"])


def papermill() -> None:
    """Execute a notebook that draws a line, with the stock command."""
    import nbformat

    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    code = ("import pandas as pd", "pd.Series(range(100)).plot()")
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in code]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "line.ipynb")
        nbformat.write(notebook, path)
        command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--no-log-output"]
        subprocess.run(
            [*command, str(path), str(path.with_name("executed.ipynb"))],
            check=True,
            capture_output=True,
        )


def pandoc() -> None:
    """Convert pages of Markdown to HTML, a command a page, without filters or templates."""
    import pypandoc

    text = "\n\n".join(
        f"## Heading {number}\n\nSome *words* and a [link](#heading-1).\n\n"
        f"| a | b |\n|--:|--:|\n| {number} | {number * 2} |"
        for number in range(PARAGRAPHS)
    )
    for _page in range(PAGES):
        subprocess.run(
            [pypandoc.get_pandoc_path(), "--from=markdown", "--to=html5"],
            input=text.encode(),
            check=True,
            capture_output=True,
        )


WORK: dict[str, Callable[[], None]] = {"pandas": pandas, "papermill": papermill, "pandoc": pandoc}

if __name__ == "__main__":
    WORK[sys.argv[1]]()
