"""The quality of the data."""

from alereport.chapters.common import interface
from alereport.chapters.quality import exhibits

globals().update(interface.exhibit_functions(exhibits))
