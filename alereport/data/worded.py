"""Texts of the data in several languages, each language under a separate key."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from alereport.base import keyed_files
from alereport.base.languages import CODE, ENGLISH


class Multilingual(BaseModel):
    """A model with texts in English under a key, and in other languages under the key and a code.

    `title` is English and `title_sv` Swedish; a further language is one more key.

    Attributes:
        translated_keys: The keys that have texts in several languages.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]
    translated_keys: ClassVar[tuple[str, ...]]

    def by_language(self, key: str) -> dict[str, str]:
        """The text under a key, by language."""
        translations = {
            name.removeprefix(f"{key}_"): text
            for name, text in self.__pydantic_extra__.items()
            if name.startswith(f"{key}_")
        }
        return {ENGLISH: getattr(self, key), **translations}

    @model_validator(mode="after")
    def _has_no_other_keys(self) -> Self:
        pattern = re.compile(rf"({'|'.join(self.translated_keys)})_{CODE}")
        for name in self.__pydantic_extra__:
            if not pattern.fullmatch(name):
                raise keyed_files.UnknownKeyError(name)
        return self
