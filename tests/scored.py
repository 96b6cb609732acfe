"""Scoring in tests: on one engine for all tests of a process, since opening one takes as long as a small assessment."""

from __future__ import annotations

from functools import cache

from kaoji.scheme import Structure
from kaoji.scoring import Facts, Scores
from kaoji.scoring import score as score_on
from kaoji.scoring.engines import DuckDBEngine


@cache
def engine() -> DuckDBEngine:
    """Give the engine: its relations are made anew by each run."""
    return DuckDBEngine(threads=1)


def score(structure: Structure, facts: Facts) -> Scores:
    """Score every unit of a scheme from its facts."""
    return score_on(structure, facts, engine())
