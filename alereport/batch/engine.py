"""The engine papermill runs our notebooks with: its own, saving once, in a warm kernel."""

from __future__ import annotations

from typing import Any

from alereport import imports

with imports.quickly():
    from jupyter_client.kernelspec import KernelSpecManager
    from papermill.engines import NBClientEngine, papermill_engines

    from alereport.batch.provisioner import WARM

NAME = "alereport"


def kernel_name() -> str | None:
    """The warm kernelspec where it is installed; else none, for the notebook's own."""
    return WARM if WARM in KernelSpecManager().find_kernel_specs() else None


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
