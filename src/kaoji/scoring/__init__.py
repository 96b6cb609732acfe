"""Scores from facts: compile, run the models, look up and explain.

facts, problems = read_facts(folder, structure)
scores = score(structure, facts)
"""

from kaoji.scoring.facts import Facts
from kaoji.scoring.results import Effect, NodeScore, PanelResult, Scores, score

__all__ = ["Effect", "Facts", "NodeScore", "PanelResult", "Scores", "score"]
