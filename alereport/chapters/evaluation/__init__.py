"""How the whole municipality is led, as an evaluation judges it."""

from alereport.chapters.common import wings
from alereport.chapters.evaluation import charts, exhibits

globals().update(wings.offered(exhibits, charts))
