"""Flattened text → tables: cells that became lines, tabs or spaces are put back into rows and columns."""

from kaoji.reading.flat.rebuilding import rebuilt

__all__ = ["rebuilt"]
