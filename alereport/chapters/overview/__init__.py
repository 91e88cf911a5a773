"""What the report found, for the front page."""

from alereport.chapters.common import interface
from alereport.chapters.overview import exhibits, followed_exhibits, latest

globals().update(interface.exhibit_functions(exhibits, followed_exhibits, latest))
