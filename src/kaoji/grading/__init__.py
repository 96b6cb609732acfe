"""Grades from scores: ranks, places, ceilings, decisions, prizes and consequences."""

from kaoji.grading.ranking import grade
from kaoji.grading.results import OpenDecision, Ranking, Reason, Result

__all__ = ["OpenDecision", "Ranking", "Reason", "Result", "grade"]
