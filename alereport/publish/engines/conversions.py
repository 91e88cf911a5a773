"""Where pages are converted with Pandoc: on this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pypandoc

from alereport.base.errors import PublishError
from alereport.base.fingerprints import code_fingerprint
from alereport.batch.cluster import Cluster, is_killed
from alereport.publish.engines.conversion import convert

Converter = Callable[..., str]
"""Converts a page; its arguments are those of `conversion.convert`."""


def on(cluster: Cluster | None) -> Converter:
    """Return what converts a page: Pandoc on this machine, or a worker of a cluster, if given.

    The workers must see the theme of the staged book under the same path. What they convert has the
    same bytes: one with another Pandoc or another version of the package refuses.
    """
    return partial(_by_worker, cluster) if cluster else convert


def _by_worker(
    cluster: Cluster, sources: Sequence[tuple[str, str]], theme: Path, **options: Any
) -> str:
    future = cluster.executor.submit(_convert, tools(), sources, theme, options)
    problem = future.exception()
    if problem is None:
        return future.result()
    if is_killed(problem):
        raise PublishError(
            f"the page {options['metadata'].get('page-title', sources[0][0])}",
            "each worker that converted it was killed",
            "a worker that lives until the page is made",
            "make sure that the workers have enough memory, then publish again",
        )
    raise problem


def _convert(
    expected: tuple[str, str],
    sources: Sequence[tuple[str, str]],
    theme: Path,
    options: Mapping[str, Any],
) -> str:
    """Convert a page, as a worker does it.

    Raises:
        PublishError: Pandoc refused the page; or the worker has other tools than the publisher.
    """
    if tools() != expected:
        raise PublishError(
            "a worker of the Dask cluster",
            f"it has Pandoc {tools()[0]}, or other code of this package",
            f"Pandoc {expected[0]} and the same version of alereport as here",
            "install the same versions on every machine",
        )
    return convert(sources, theme, **options)


@cache
def tools() -> tuple[str, str]:
    """The version of Pandoc, and the fingerprint of what calls it."""
    return str(pypandoc.get_pandoc_version()), code_fingerprint(__name__)
