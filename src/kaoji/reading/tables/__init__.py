"""What the columns of a table hold, told by the words of its head."""

from kaoji.reading.tables.head_words import USUAL_HEADS, Family, Kind
from kaoji.reading.tables.heads import Head, find_head, side_by_side
from kaoji.reading.tables.telling import head_of

__all__ = ["USUAL_HEADS", "Family", "Head", "Kind", "find_head", "head_of", "side_by_side"]
