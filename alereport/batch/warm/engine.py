"""The engine papermill runs our notebooks with: its own, saving once, in a warm kernel."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from traitlets import default

from alereport.base import imports

with imports.quickly():
    import nbformat.v4
    import zmq.asyncio
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.paths import jupyter_path
    from papermill.engines import NBClientEngine, papermill_engines

    from alereport.batch.warm.provisioner import WARM

NAME = "alereport"
KNOCK_AGAIN = 5
"""Milliseconds after which a client knocks again at the sockets of a kernel that starts."""


def for_kernels() -> dict[str, Any]:
    """What papermill is told of kernels: the warm ones where they are installed.

    Else nothing, for the notebook's own.
    """
    if WARM not in _kernelspecs().find_kernel_specs():
        return {}
    return {"kernel_name": WARM, "kernel_manager_class": _Manager}


def _kernelspecs() -> KernelSpecManager:
    """Jupyter's kernelspecs; the folder that IPython once had them in takes all of its imports."""
    return KernelSpecManager(kernel_dirs=jupyter_path("kernels"))


class _Client(AsyncKernelClient):
    """Has a new kernel ready as soon as it answers.

    Jupyter's own then listens for a fifth of a second to whatever else the kernel says, which
    only those need who take it for something that was asked; nbclient looks at what each message
    answers. And it knocks again where nobody answers yet after a tenth of a second.
    """

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, KNOCK_AGAIN)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and is heard.

        Raises:
            RuntimeError: It died before it answered, or did not in as many seconds.
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
    """Starts a kernel and a client that do not keep a notebook waiting."""

    @default("client_factory")
    def _client_factory_default(self) -> type[AsyncKernelClient]:
        return _Client

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _kernelspecs()


class SavingOnce(NBClientEngine):  # type: ignore[misc]
    """Saves the notebook when it ends, well or not, and not before and after each cell."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute the cells, as papermill's own engine does."""
        output, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        finally:
            nb_man.output_path = output


papermill_engines.register(NAME, SavingOnce)
nbformat.validate(nbformat.v4.new_notebook())  # Compiles the schema, once for all that are forked.
