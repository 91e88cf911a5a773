"""The quality of the data."""

from alereport.chapters.common import wings
from alereport.chapters.quality import exhibits

globals().update(wings.exhibit_functions(exhibits))
