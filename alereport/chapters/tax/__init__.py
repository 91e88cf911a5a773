"""What the municipality's money goes to, of a hundred kronor and of the tax on an income."""

from alereport.chapters.common import interface
from alereport.chapters.tax import exhibits

globals().update(interface.exhibit_functions(exhibits))
