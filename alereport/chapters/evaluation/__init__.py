"""An evaluation of how the whole municipality is led."""

from alereport.chapters.common import interface
from alereport.chapters.evaluation import charts, exhibits

globals().update(interface.exhibit_functions(exhibits, charts))
