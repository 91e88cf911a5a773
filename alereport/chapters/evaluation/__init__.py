"""An evaluation of how the whole municipality is led."""

from alereport.chapters.common import wings
from alereport.chapters.evaluation import charts, exhibits

globals().update(wings.exhibit_functions(exhibits, charts))
