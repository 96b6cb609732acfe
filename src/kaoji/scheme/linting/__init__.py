"""Lint: what a careful reader would ask about a notice, as coded findings.

findings = lint(structure)
findings = lint_text("出现乱收费的，每次扣3分", "10", source)
"""

from kaoji.scheme.linting.checks import CHECKS, lint
from kaoji.scheme.linting.forms import bracket_findings, range_gaps, says_fractions, uneven_amounts
from kaoji.scheme.linting.ordering import levels_out_of_order, limits_crossed, overlapping_ranges
from kaoji.scheme.linting.scales import rank_gaps, scale_gaps
from kaoji.scheme.linting.texts import is_unscored, lint_text

__all__ = [
    "CHECKS",
    "bracket_findings",
    "is_unscored",
    "levels_out_of_order",
    "limits_crossed",
    "lint",
    "lint_text",
    "overlapping_ranges",
    "range_gaps",
    "rank_gaps",
    "says_fractions",
    "scale_gaps",
    "uneven_amounts",
]
