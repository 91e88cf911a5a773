"""What a year became, as a committee's annual report or the letter that proposes it tells it."""

from alereport.chapters.annual import exhibits
from alereport.chapters.common import interface

globals().update(interface.exhibit_functions(exhibits))
