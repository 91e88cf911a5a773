"""The engine for papermill: its own, but saving once, with a client that does not wait."""

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

    from alereport.batch.warm.provisioner import KERNEL_NAME

NAME = "alereport"
RECONNECT_MS = 5
"""Milliseconds after which a client connects again to a kernel that is still starting."""


def papermill_options() -> dict[str, Any]:
    """This engine, and the warm kernel where it is installed; else the notebook's own kernel."""
    options: dict[str, Any] = {"engine_name": NAME}
    if KERNEL_NAME in _kernelspecs().find_kernel_specs():
        options |= {"kernel_name": KERNEL_NAME, "kernel_manager_class": _Manager}
    return options


def _kernelspecs() -> KernelSpecManager:
    """Jupyter's kernelspecs, without IPython's old folder: asking for it imports IPython."""
    return KernelSpecManager(kernel_dirs=jupyter_path("kernels"))


class _Client(AsyncKernelClient):
    """A client whose kernel is ready as soon as it answers.

    Jupyter's own then waits a fifth of a second for further messages, so that none is taken for
    the answer to a later request; nbclient looks at what each message answers. Jupyter's own also
    connects again only after a tenth of a second.
    """

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and its output arrives.

        Raises:
            RuntimeError: It died before it answered, or did not answer within the timeout, in
                seconds.
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
    """Starts a kernel, and the client above."""

    @default("client_factory")
    def _client_factory_default(self) -> type[AsyncKernelClient]:
        return _Client

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _kernelspecs()


class SavingOnce(NBClientEngine):  # type: ignore[misc]
    """Saves the notebook once, when it ends or fails, not before and after each cell."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute the cells, as papermill's own engine does."""
        output, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        finally:
            nb_man.output_path = output


papermill_engines.register(NAME, SavingOnce)
nbformat.validate(
    nbformat.v4.new_notebook()
)  # Compiles the schema before the processes are forked.
