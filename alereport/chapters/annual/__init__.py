"""The annual report as a balanced scorecard."""

from alereport.chapters.annual import charts, exhibits
from alereport.chapters.common import wings

globals().update(wings.exhibit_functions(exhibits, charts))
