"""Goals: the red thread from the council to the work, what is lacking, and what became of it."""

from alereport.chapters.common import wings
from alereport.chapters.goals import charts, exhibits, outcomes

globals().update(wings.offered(exhibits, charts, outcomes))
