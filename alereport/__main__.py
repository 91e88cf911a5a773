"""`alereport`, also as `python -m alereport`."""

from __future__ import annotations

import sys

from alereport import imports

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it with one line, also while it is still importing."""
    try:
        with imports.quickly():
            from alereport import cli  # noqa: PLC0415 - so that Ctrl-C is met here

            cli.main()
    except KeyboardInterrupt:
        sys.exit(_interrupted())
    except SystemExit as end:  # What the library of the command line makes of Ctrl-C.
        sys.exit(_interrupted() if end.code == INTERRUPTED else end.code)


def _interrupted() -> int:
    sys.stderr.write("Interrupted. What was finished is kept; run the command again to go on.\n")
    return INTERRUPTED


if __name__ == "__main__":
    main()
