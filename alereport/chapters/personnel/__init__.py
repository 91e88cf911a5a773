"""A committee's staff and its sick leave."""

from alereport.chapters.common import wings
from alereport.chapters.personnel import charts, exhibits, tables

globals().update(wings.offered(exhibits, charts, tables))
