"""The easy-to-read summary: short sentences, common words, amounts in whole millions."""

from alereport.chapters.common import interface
from alereport.chapters.easy import exhibits

globals().update(interface.exhibit_functions(exhibits))
