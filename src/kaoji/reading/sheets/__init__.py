"""Score sheets, department sheets and weighted headings → trees of indicators; groups of units."""

from kaoji.reading.sheets.outlining import outline
from kaoji.reading.sheets.trees import Node, Outline, Section, UnitGroup, UnitSheet, leaves, to_json, units_to_json

__all__ = ["Node", "Outline", "Section", "UnitGroup", "UnitSheet", "leaves", "outline", "to_json", "units_to_json"]
