"""The staff of a committee and its sick leave."""

from alereport.chapters.common import wings
from alereport.chapters.personnel import charts, exhibits, tables

globals().update(wings.exhibit_functions(exhibits, charts, tables))
