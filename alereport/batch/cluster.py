"""A Dask cluster that exists already; its workers see the project under the same path."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from alereport.base.errors import ParamsError


@dataclass(frozen=True)
class Cluster:
    """A cluster that this process is connected to.

    Attributes:
        executor: Makes calls on its workers. A call whose worker is killed is made on another; if
            it kills several, `Future.exception` is one that `is_killed` knows.
        threads: How many calls its workers make at a time.
    """

    executor: Executor
    threads: int


@contextmanager
def connect(scheduler: str) -> Iterator[Cluster]:
    """Connect to a cluster; calls not yet made are cancelled when the block ends.

    Args:
        scheduler: The address of its scheduler.

    Raises:
        ParamsError: Dask is not installed, or nothing answers at the address.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ParamsError(
            "--executor dask",
            "Dask is not installed",
            "the extra dask",
            'install it with pip install -e ".[dask]"',
        ) from None
    try:
        client = Client(scheduler, timeout="5s")
    except (OSError, ValueError) as problem:
        raise ParamsError(
            f"--scheduler {scheduler}",
            f"nothing answers ({problem})",
            "the address of a Dask scheduler, such as tcp://127.0.0.1:8786",
            "start the cluster or correct the address",
        ) from None
    with client:
        # Calls write to build/, so Dask must not reuse the result of an equal call.
        executor = client.get_executor(pure=False)
        try:
            yield Cluster(executor, sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)


def is_killed(problem: BaseException) -> bool:
    """True if a call was given up, since every worker that made it was killed."""
    return type(problem).__name__ == "KilledWorker"
