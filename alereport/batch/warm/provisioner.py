"""The Jupyter provisioner of warm kernels, for the batch, stock papermill and JupyterLab.

The kernelspec `alereport-warm` names this provisioner. Each kernel is a process of its own, as
clean as a newly started one, with its own temporary folder and its sockets in the file system. If
it cannot be forked, an ordinary kernel is started, which shows the same.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from alereport.batch import temporary_folders
from alereport.batch.warm import kernels
from alereport.batch.warm.kernels import ForkedProcess

KERNEL_NAME = "alereport-warm"
"""The name of the kernelspec and of its provisioner in Jupyter."""


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel instead of starting an interpreter as Jupyter's local provisioner does."""

    folder: Path | None = None
    process: Any = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Create the kernel's folder, and put its sockets in it."""
        if self.folder is None:
            self.folder = kernels.new_folder()
        if self.parent and sys.platform != "win32":
            self.parent.transport, self.parent.ip = "ipc", str(self.folder / "zmq")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start an ordinary one."""
        assert self.folder is not None  # noqa: S101 - pre_launch comes first
        temporary = self.folder / "tmp"
        temporary.mkdir(mode=0o700, exist_ok=True)
        environment = kwargs["env"] | {"TMPDIR": str(temporary)}
        cwd = str(kwargs.get("cwd") or Path.cwd())
        kernel = await asyncio.to_thread(kernels.fork, cmd, environment, cwd, self.folder)
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs | {"env": environment})
        self.process = kernel
        self.pid = self.pgid = kernel.pid
        self.cwd = cwd
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel; wait for a forked one without polling."""
        await super().kill(restart=restart)
        if isinstance(self.process, ForkedProcess):
            await asyncio.to_thread(self.process.wait)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the kernel's folder, unless the kernel restarts."""
        await super().cleanup(restart=restart)
        if self.folder and not restart:
            temporary_folders.remove(self.folder)
            self.folder = None
