"""The whole municipality at a glance."""

from alereport.chapters.common import wings
from alereport.chapters.overview import attention, charts, exhibits

globals().update(wings.offered(attention, exhibits, charts))
