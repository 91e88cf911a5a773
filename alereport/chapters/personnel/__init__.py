"""A committee's staff and its sick leave."""

from alereport.chapters.common import wings
from alereport.chapters.personnel import exhibits, figures, tables

globals().update(wings.offered(exhibits, figures, tables))
