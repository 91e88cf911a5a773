"""An overview of the whole municipality."""

from alereport.chapters.common import interface
from alereport.chapters.overview import attention, charts, exhibits

globals().update(interface.exhibit_functions(attention, exhibits, charts))
