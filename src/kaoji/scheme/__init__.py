"""The scheme language: one YAML file with rules in controlled language, resolved into indicators and slots.

file, problems = load(path)
structure, problems = resolve(file)
"""

from pathlib import Path

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.scheme.dumping import dump
from kaoji.scheme.formulas import Composition, parse_formula, print_formula
from kaoji.scheme.loading import load
from kaoji.scheme.model import Scheme, json_schema
from kaoji.scheme.resolving import resolve
from kaoji.scheme.rewriting import rewrite
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Score
from kaoji.scheme.scheme_file import SchemeFile
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel, ResolvedRule, Slot, Structure

__all__ = [
    "Composition",
    "ResolvedNode",
    "ResolvedPanel",
    "ResolvedRule",
    "Scheme",
    "SchemeFile",
    "Score",
    "Slot",
    "Structure",
    "dump",
    "json_schema",
    "load",
    "load_scheme",
    "parse_formula",
    "parse_score",
    "print_formula",
    "print_score",
    "resolve",
    "rewrite",
]


def load_scheme(source: Path | str) -> tuple[Structure | None, list[Diagnostic]]:
    """Read a scheme from a path or from YAML text and resolve it.

    The structure is None when an error keeps it from being scored; the list then says what to mend.
    """
    file, problems = load(source)
    if file is None:
        return None, problems
    structure, more = resolve(file)
    problems += more
    return (None if has_errors(problems) else structure), problems
