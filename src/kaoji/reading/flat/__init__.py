"""Flattened text → tables: cells that became lines, tabs or spaces are put back into rows and columns.

``rebuilding`` tries one way after the other, those first that prove most: drawn lines and delimiters, then marks and numbers
that count up and points that add up, then what is likeliest. Each way is a module of a package:

- ``lines``: what lines tell before any table is sought – what parts cells or tables, what was planted or cut;
- ``heads``: heads found by their words, with every order of columns they allow, and tables without one;
- ``columns``: cells one after another, put on the likeliest path through the columns of a head;
- ``stuck``: cells with nothing between them, parted by marks, numbers, points, or the cycle of their rows.

``looks`` weighs what a text may be (points, a person, units), ``pieces`` are the texts to be placed, ``grid`` makes the table.
"""

from kaoji.reading.flat.rebuilding import rebuilt

__all__ = ["rebuilt"]
