"""The grammars' parsers, kept between runs beside the compiled modules."""

from __future__ import annotations

from importlib.util import cache_from_source
from pathlib import Path

from lark import Lark


def parser(name: str, start: str = "start") -> Lark:
    """Give the parser of a grammar of this package.

    Building one takes a fifth of a second, reading it back a hundredth. Lark keeps it in the folder of compiled modules, which
    are trusted alike, and builds it anew when the grammar, the options or Lark itself have changed. Where nothing can be
    written there, it is built each time.
    """
    path = Path(__file__).with_name(f"{name}.lark")
    kept = Path(cache_from_source(__file__)).with_name(f"{name}-{start}.parser")
    return Lark(path.read_text(encoding="utf-8"), start=start, parser="lalr", maybe_placeholders=True, cache=str(kept))
