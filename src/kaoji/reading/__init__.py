"""Notices in: from a file of any office format to a document of paragraphs and grids, each with its place."""

from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, Source
from kaoji.reading.files.opening import read
from kaoji.reading.limits import Limits

__all__ = ["Block", "Cell", "Document", "Grid", "Limits", "Paragraph", "Source", "read"]
