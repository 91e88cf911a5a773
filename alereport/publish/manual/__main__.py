"""Make the site of the manual: `python -m alereport.publish.manual docs build/docs`."""

from __future__ import annotations

import sys
from pathlib import Path

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.publish import manual


def main(folder: str = "docs", target: str = "build/docs") -> None:
    """Make the site, and say where its front pages are."""
    try:
        made = manual.publish(Workspace.discover(), Path(folder), Path(target))
    except AlereportError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(problem.exit_code)
    for language, pages in made.pages.items():
        sys.stdout.write(f"{Path(target, language, 'index.html')}: {len(pages)} pages\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
