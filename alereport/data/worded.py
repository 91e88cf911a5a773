"""Words of the data that stand in several languages, each under a key of its own."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from alereport.base.languages import CODE, ENGLISH


class Worded(BaseModel):
    """What is said in English under a key, and in other languages under it and their code.

    `title` is English, `title_sv` Swedish; a further language is one more key.

    Attributes:
        worded: The keys that are said in several languages.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]
    worded: ClassVar[tuple[str, ...]]

    def said(self, key: str) -> dict[str, str]:
        """What is said under a key, by language."""
        further = {
            name.removeprefix(f"{key}_"): words
            for name, words in self.__pydantic_extra__.items()
            if name.startswith(f"{key}_")
        }
        return {ENGLISH: getattr(self, key), **further}

    @model_validator(mode="after")
    def _has_no_other_keys(self) -> Self:
        known = re.compile(rf"({'|'.join(self.worded)})_{CODE}")
        for name in self.__pydantic_extra__:
            if not known.fullmatch(name):
                raise ValueError(f"the key {name} is unknown")
        return self
