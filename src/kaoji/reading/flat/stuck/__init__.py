"""Cells with nothing between them → rows: told by marks, by numbers, by points, by what recurs."""
