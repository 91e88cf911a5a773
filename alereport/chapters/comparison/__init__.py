"""The municipality beside others, by Kolada's indicators."""

from alereport.chapters.common import interface
from alereport.chapters.comparison import charts, exhibits

globals().update(interface.exhibit_functions(exhibits, charts))
