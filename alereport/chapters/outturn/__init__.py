"""What became of a budget: a committee's year as its interim and annual reports tell it."""

from alereport.chapters.common import interface
from alereport.chapters.outturn import record_exhibits

globals().update(interface.exhibit_functions(record_exhibits))
