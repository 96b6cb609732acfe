"""Grades from scores: ranks, places, ceilings, decisions, prizes and consequences."""

from kaoji.grading.ranking import OpenDecision, Ranking, Reason, Result, grade

__all__ = ["OpenDecision", "Ranking", "Reason", "Result", "grade"]
