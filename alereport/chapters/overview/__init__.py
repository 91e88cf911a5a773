"""An overview of the whole municipality."""

from alereport.chapters.common import wings
from alereport.chapters.overview import attention, charts, exhibits

globals().update(wings.exhibit_functions(attention, exhibits, charts))
