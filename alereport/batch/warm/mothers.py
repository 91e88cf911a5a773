"""The processes that fork kernels: how they are started and ended; see `mother`.

Nothing is imported here that every Python does not have: `alereport run` starts the mother of its
batch first of all, so that she and the command line import what they need side by side.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from alereport.batch import folders
from alereport.batch.warm import mother

FORKS = sys.platform == "linux"
"""Whether a fork is safe: on macOS its own libraries break in one, Windows has none."""
IMPORTS = (
    "numpy",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "matplotlib_inline.backend_inline",
    "alereport.report",
    "alereport.chapters.*",
)
"""What a mother imports: all that the notebooks of this package want.

NumPy comes first: from deep within the imports of others it takes twice as long.
"""
FIRST = "alereport.batch.warm.warmth:warm_up"
FIRST_OF_A_BATCH = f"{FIRST}_for_a_batch"
WITHOUT = ("-h", "--help", "--scheduler")
"""How an option begins with which there is no batch, or one whose kernels are elsewhere."""


@dataclass
class Mother:
    """A mother's process.

    Attributes:
        address: The socket she listens at, in a folder of her own.
        process: The process.
        owner: The process that started her, and alone may end her.
        asked: Whether others were told of her, and may have kernels of hers.
    """

    address: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    owner: int = field(default_factory=os.getpid)
    asked: bool = False

    def end(self) -> None:
        """End her and all her kernels, and wait until they have ended.

        One that nobody asked is not waited for until she is warm.
        """
        if self.owner != os.getpid():
            return
        if not self.asked:
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
        folders.remove(self.address.parent)


def start(python: str = sys.executable, *, batch_of: Path | None = None) -> Mother:
    """Start a mother; she can be asked from now on, and answers once she is warm.

    Args:
        python: The interpreter.
        batch_of: The project whose reports will ask. By default she is for people's notebooks,
            in the project of the current folder: those can be debugged, and see data that are
            edited while she lives.
    """
    folders.sweep()
    address = folders.new() / "mother"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(128)
        first = [FIRST_OF_A_BATCH, str(batch_of)] if batch_of else [FIRST, str(Path.cwd())]
        settings = json.dumps({"imports": IMPORTS, "first": first, "debugger": not batch_of})
        process = subprocess.Popen(
            [python, "-m", mother.__name__, str(listener.fileno()), settings],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            cwd=address.parent,
            start_new_session=True,  # Ctrl-C is for her owner.
        )
    made = Mother(address, process)
    atexit.register(made.end)
    return made


_early: list[Mother] = []


def start_early(command: list[str]) -> None:
    """Start the mother of a batch, where a command line asks for one; see `of_batch`.

    Args:
        command: What stands on the command line, without the program's name.
    """
    has_batch = command[:1] in (["run"], ["build"])
    if FORKS and has_batch and not any(word.startswith(WITHOUT) for word in command):
        _early.append(start(batch_of=Path.cwd()))


def of_batch(project: Path) -> Mother:
    """The mother that was started early, or else a new one.

    Args:
        project: The project whose reports will ask; that of the current folder.
    """
    return _early.pop() if _early else start(batch_of=project)
