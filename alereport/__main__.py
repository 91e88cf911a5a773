"""`alereport`, also as `python -m alereport`."""

from __future__ import annotations

import gc
import signal
import sys

from alereport.base import imports

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it with one line, also while it is still importing."""
    try:
        from alereport.batch import warm  # noqa: PLC0415 - so that Ctrl-C is met here

        warm.start_early(sys.argv[1:])
        with imports.quickly():
            from alereport import cli  # noqa: PLC0415

            cli.main()
    except KeyboardInterrupt:
        sys.exit(_interrupted())
    except SystemExit as end:  # What the library of the command line makes of Ctrl-C.
        sys.exit(_interrupted() if end.code == INTERRUPTED else end.code)
    finally:
        gc.freeze()  # Or Python looks through all of it for garbage before it ends.


def _interrupted() -> int:
    if sys.platform != "win32":
        # Where Ctrl-C came while a library executed code it had written, as for a dataclass, Python
        # would end by the signal, although it was met here; blocked, it ends with the code.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.stderr.write("Interrupted. What was finished is kept; run the command again to go on.\n")
    return INTERRUPTED


if __name__ == "__main__":
    main()
