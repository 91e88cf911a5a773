"""The whole municipality at a glance."""

from alereport.chapters.common import wings
from alereport.chapters.overview import attention, exhibits, figures

globals().update(wings.offered(attention, exhibits, figures))
