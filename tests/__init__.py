"""The tests; see CONTRIBUTING.md.

What they all import is imported here, as fast as the command line does it, and before pytest has
its own hooks to imports. They make and forget little that refers to itself, so that garbage is
looked for as seldom as there.
"""

from __future__ import annotations

import gc

from alereport.base import imports

with imports.speed_up():
    import nbformat  # noqa: F401
    import pandas as pd  # noqa: F401

    from alereport.cli import main  # noqa: F401
gc.set_threshold(50_000, 10, 10)
