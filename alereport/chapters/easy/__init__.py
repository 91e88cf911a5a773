"""The easy-to-read summary: short sentences, common words, amounts in whole millions."""

from alereport.chapters.easy.exhibits import to_read

__all__ = ["to_read"]
