"""Commands on a machine that lacks something: each ends in one message, without a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.cli import EXIT_CODES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
WITHOUT_RIGHTS = "setpriv --bounding-set=-all --inh-caps=-all"
"""Also root may then read and write only what it has the rights to."""

CASES = {
    "nothing may be written": ("chmod 555 .", f"{WITHOUT_RIGHTS} $A {{}}", {10}),
    "data may not be read": ("chmod 000 data/budget", f"{WITHOUT_RIGHTS} $A {{}}", {12}),
    "a data file may not be read": (
        "chmod 000 data/budget/*.csv", f"{WITHOUT_RIGHTS} $A {{}}", {12},
    ),
    "params may not be read": ("chmod 000 params", f"{WITHOUT_RIGHTS} $A {{}}", {10}),
    "the folder was removed": ("mkdir x", "cd x; rmdir ../x; $A {}", {10}),
    "hardly any file may be large": ("", "ulimit -f 1; $A {}", {10}),
    "little memory": ("", "ulimit -v 200000; $A {}", {10, 14}),
    "few open files": ("", "ulimit -n 64; $A {}", {0, 10}),
    "no folder for temporary files": ("", "TMPDIR=/nonexistent $A {}", {0}),
    "a long folder for temporary files": ("mkdir $L", "TMPDIR=$PWD/$L $A {}", {0}),
    "output that is full": ("", "$A {} > /dev/full", {10}),
    "output that is closed": ("", "$A {} >&-", {0}),
    "all is closed": ("", "$A {} <&- >&- 2>&-", {0}),
    "a reader that has gone": ("", "($A {}; echo $? > code) | true; exit $(cat code)", {0}),
    "no home": ("", "env -u HOME $A {}", {0}),
    "an ASCII terminal": ("", "PYTHONIOENCODING=ascii $A {}", {0}),
    "a Windows terminal": ("", "PYTHONIOENCODING=cp1252 $A {}", {0}),
    "a locale that is not there": (
        "", "LC_ALL=tr_TR.ISO-8859-9 PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $A {}", {0},
    ),
    "a time zone that is not there": ("", "TZ=No/Where $A {}", {0}),
    "files of the future": ("find . -exec touch -d 2090-01-01 {} +", "$A {}", {0}),
}  # fmt: skip
COMMANDS = ("validate", "status", "seal --list", "rules", "run -c ks -y 2024 -l sv")


def unlock(folder: Path) -> None:
    """Give the rights back, so that the folder can be removed."""
    for path in (folder, folder / "params", *folder.glob("data/*")):
        path.chmod(0o755)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", CASES)
def test_what_the_machine_lacks_is_one_message(project: Workspace, case: str, command: str) -> None:
    if "setpriv" in CASES[case][1] and not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed")
    before, line, codes = CASES[case]
    environment = os.environ | {"A": f"{sys.executable} -m alereport", "L": "t" * 140}
    shell = f"{before or ':'} && {line.replace('{}', command)}"
    done = subprocess.run(
        ["bash", "-c", shell],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=600,
        check=False,
    )
    unlock(project.root)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said[-3000:]
    assert done.returncode in EXIT_CODES.keys() - {1}, said[-3000:]
    assert done.returncode in codes | {0}, said[-3000:]
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1]
        assert "; expected " in last
        assert len(last) < 4000
