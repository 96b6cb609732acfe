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

from importlib import import_module
from typing import TYPE_CHECKING

from kaoji.version import VERSION as __version__  # noqa: N811 - the name that packages use

if TYPE_CHECKING:
    from kaoji.diagnostics import Diagnostic, has_errors
    from kaoji.grading import Ranking, grade
    from kaoji.scheme import Structure, load_scheme
    from kaoji.scheme.linting import lint
    from kaoji.scoring import Facts, Scores, score
    from kaoji.scoring.explaining import explain, render
    from kaoji.scoring.missing import missing
    from kaoji.scoring.tables import read_facts, write_facts

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

_HOMES = {
    "kaoji.diagnostics": ("Diagnostic", "has_errors"),
    "kaoji.grading": ("Ranking", "grade"),
    "kaoji.scheme": ("Structure", "load_scheme"),
    "kaoji.scheme.linting": ("lint",),
    "kaoji.scoring": ("Facts", "Scores", "score"),
    "kaoji.scoring.explaining": ("explain", "render"),
    "kaoji.scoring.missing": ("missing",),
    "kaoji.scoring.tables": ("read_facts", "write_facts"),
}
"""Where each name is found. It is loaded when it is first asked for: who needs one part does not wait for all of them."""


def __getattr__(name: str) -> object:
    """Load a public name."""
    for home, names in _HOMES.items():
        if name in names:
            globals()[name] = value = getattr(import_module(home), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is public, loaded or not."""
    return [*__all__]
