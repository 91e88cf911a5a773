"""A papermill engine that saves the notebook once, and a kernel client that does not wait."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from traitlets import default

from alereport.base import imports

with imports.speed_up():
    import nbformat.v4
    import zmq.asyncio
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.paths import jupyter_path
    from papermill.engines import NBClientEngine, papermill_engines
    from papermill.iorw import write_ipynb

    from alereport.batch.warm.provisioner import KERNEL_NAME

NAME = "alereport"
RECONNECT_MS = 5
"""Milliseconds after which a client reconnects to a kernel that is still starting."""


def papermill_options() -> dict[str, Any]:
    """Choose this engine and, if it is installed, the warm kernel; else the notebook's kernel."""
    options: dict[str, Any] = {"engine_name": NAME}
    if KERNEL_NAME in _kernelspecs().find_kernel_specs():
        options |= {"kernel_name": KERNEL_NAME, "kernel_manager_class": _Manager}
    return options


def _kernelspecs() -> KernelSpecManager:
    """Return Jupyter's kernelspecs, without IPython's old folder: finding it imports IPython."""
    return KernelSpecManager(kernel_dirs=jupyter_path("kernels"))


class _Client(AsyncKernelClient):
    """A client whose kernel is ready as soon as it answers.

    Jupyter's client waits another 0.2 s for further messages, so that none is mistaken for the
    answer to a later request; that is unnecessary, since nbclient checks which request a message
    answers. Jupyter's client also reconnects only after 0.1 s.
    """

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its output arrives.

        Raises:
            RuntimeError: The kernel died before it answered, or did not answer within the
                timeout, in seconds.
        """
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            self.kernel_info()
            try:
                reply = await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.2)
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("the kernel died before it answered") from None
            else:
                self._handle_kernel_info_reply(reply)
                return
        raise RuntimeError(f"the kernel did not answer in {timeout} seconds")


class _Manager(AsyncKernelManager):
    """Starts a kernel with a `_Client`."""

    @default("client_factory")
    def _client_factory_default(self) -> type[AsyncKernelClient]:
        return _Client

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _kernelspecs()


class SavingOnce(NBClientEngine):  # type: ignore[misc]
    """Saves no notebook that runs to its end: papermill does, once, when it has looked for errors.

    Papermill's engines save it before the first cell, after each cell and at the end.
    """

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str, output_path: str | None = None, **kwargs: Any
    ) -> Any:
        """Execute the cells as papermill's default engine does; save what was stopped."""
        try:
            return super().execute_notebook(nb, kernel_name, output_path=None, **kwargs)
        except BaseException:
            write_ipynb(nb, output_path)
            raise


papermill_engines.register(NAME, SavingOnce)
nbformat.validate(nbformat.v4.new_notebook())  # Compile the schema before processes are forked.
