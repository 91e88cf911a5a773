"""Goals: the red thread from the council to the work, gaps in it, and follow-up."""

from alereport.chapters.common import interface
from alereport.chapters.goals import charts, exhibits, outcomes

globals().update(interface.exhibit_functions(exhibits, charts, outcomes))
