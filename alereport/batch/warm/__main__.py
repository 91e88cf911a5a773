"""Run the fork server as a program, `python -m alereport.batch.warm`; see `fork_server`."""

from __future__ import annotations

from alereport.batch.warm.fork_server import main

if __name__ == "__main__":
    main()
