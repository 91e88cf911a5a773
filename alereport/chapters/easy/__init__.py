"""The easy-to-read summary: short sentences, common words, amounts in whole millions."""

from alereport.chapters.common import wings
from alereport.chapters.easy import exhibits

globals().update(wings.exhibit_functions(exhibits))
