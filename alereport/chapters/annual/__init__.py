"""The annual report as a balanced scorecard."""

from alereport.chapters.annual import charts, exhibits
from alereport.chapters.common import interface

globals().update(interface.exhibit_functions(exhibits, charts))
