"""A committee's year on one page: the frame, what must be saved, the assignments and the risks."""

from alereport.chapters.common import interface
from alereport.chapters.summary import exhibits

globals().update(interface.exhibit_functions(exhibits))
