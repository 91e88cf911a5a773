"""`alereport`, also as `python -m alereport`."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from alereport.base import imports, streams

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it with one line, even during the imports.

    Whatever is printed, be it by a library or a traceback, quotes no control characters.
    """
    streams.prepare()
    try:
        from alereport.batch import warm  # noqa: PLC0415 - so that Ctrl-C is caught here

        warm.start_early(sys.argv[1:])
        with imports.speed_up():
            from alereport import cli  # noqa: PLC0415

            cli.main()
    except KeyboardInterrupt:
        sys.exit(_interrupted())
    except SystemExit as end:  # The command line library turns Ctrl-C into this.
        sys.exit(_interrupted() if end.code == INTERRUPTED else end.code)
    finally:
        gc.freeze()  # Otherwise Python runs a full garbage collection before it exits.


def forked(arguments: Sequence[str]) -> None:
    """Run the command line in a process forked for `alereport preview`, or a call of its batch.

    Args:
        arguments: The addresses of the fork servers for the kernels and for such processes, and the
            command line without the program's name; or `warm.CALL` alone.
    """
    from alereport.batch import warm  # noqa: PLC0415 - as in `main`

    if list(arguments) == [warm.CALL]:
        from alereport.batch import processes  # noqa: PLC0415 - imported already

        processes.answer()
        return
    kernels, commands, *command = arguments
    warm.use(Path(kernels), Path(commands))
    sys.argv = ["alereport", *command]
    main()


def _interrupted() -> int:
    if sys.platform != "win32":
        # If Ctrl-C came while a library ran generated code, as for a dataclass, Python would end
        # by the signal although it was caught here; with the signal blocked it ends with the code.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.stderr.write("Interrupted. Finished work is kept; run the command again to continue.\n")
    return INTERRUPTED


if __name__ == "__main__":
    main()
