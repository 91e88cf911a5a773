"""What the report found, for the front page."""

from alereport.chapters.common import interface
from alereport.chapters.overview import beside_exhibits, exhibits, followed_exhibits, latest

globals().update(interface.exhibit_functions(beside_exhibits, exhibits, followed_exhibits, latest))
