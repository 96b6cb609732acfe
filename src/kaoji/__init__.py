"""Kaoji 考绩: exact, explained results from the rules of an assessment notice.

The path, one function a step; each gives its value and what is to be said about the input::

    structure, problems = kaoji.load_scheme(Path("scheme.yaml"))
    facts, problems = kaoji.read_facts(Path("facts"), structure)
    scores = kaoji.score(structure, facts)
    ranking = kaoji.grade(scores)
    for line in kaoji.render(kaoji.explain(scores, "东街街道")):
        ...

A user's mistakes are ``Diagnostic`` values in a list, never exceptions.
"""

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.grading import Ranking, grade
from kaoji.scheme import Structure, load_scheme
from kaoji.scheme.linting import lint
from kaoji.scoring import Facts, Scores, score
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.missing import missing
from kaoji.scoring.tables import read_facts, write_facts
from kaoji.version import VERSION as __version__  # noqa: N811 - the name that packages use

__all__ = [
    "Diagnostic",
    "Facts",
    "Ranking",
    "Scores",
    "Structure",
    "__version__",
    "explain",
    "grade",
    "has_errors",
    "lint",
    "load_scheme",
    "missing",
    "read_facts",
    "render",
    "score",
    "write_facts",
]
