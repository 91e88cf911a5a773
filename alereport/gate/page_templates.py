"""The templates of the Data Docs, compiled once in a process.

Great Expectations makes an environment of Jinja for each view of each build, which compiles the
same fifty templates again: a quarter of what it takes to check a small dataset that changed.
"""

from __future__ import annotations

from functools import partial
from types import CodeType

import jinja2
from jinja2.bccache import Bucket


class Compiled(jinja2.BytecodeCache):
    """What templates compile to, by their key."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key] = bucket.code


Environment = partial(jinja2.Environment, bytecode_cache=Compiled())
