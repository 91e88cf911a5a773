"""The staff of a committee and its sick leave."""

from alereport.chapters.common import interface
from alereport.chapters.personnel import charts, exhibits, period_exhibits, tables

globals().update(interface.exhibit_functions(exhibits, charts, period_exhibits, tables))
