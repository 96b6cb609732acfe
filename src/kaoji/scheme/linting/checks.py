"""The checks in their order, and the one call that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.scheme.linting import awards, figures, grades, having, meanings, names, rules, settling, sums
from kaoji.scheme.policy import lint_policy
from kaoji.scheme.structure import Structure
from kaoji.sharing import shared

Check = Callable[[Structure], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    names.units_once,
    names.units_apart,
    names.counts_stated,
    names.names_distinct,
    names.names_written_well,
    names.texts_written_well,
    names.leaves_scored,
    names.providers_named,
    sums.sections_add_up,
    sums.full_marks_agree,
    sums.section_weights,
    sums.parts_counted,
    sums.points_handed_on,
    sums.handed_on_at_its_weight,
    sums.rescaled_in_a_section,
    sums.weight_handed_to_its_scale,
    awards.awards_match_points,
    awards.rules_match_texts,
    awards.bonuses_bounded,
    awards.caps_reached,
    awards.deductions_bounded,
    awards.occasions_fit,
    awards.parts_make_points,
    awards.adjustments_bounded,
    rules.ranges_upright,
    rules.steps_have_thresholds,
    rules.bottoms_ranked_here,
    rules.places_apart,
    rules.levels_once,
    rules.tiers_in_order,
    rules.tiers_in_one_part,
    rules.places_exist,
    rules.units_agree,
    rules.targets_used,
    rules.ties_settled,
    having.somebody_has,
    having.points_arrive,
    having.panels_once,
    figures.places_in_order,
    figures.levels_in_order,
    figures.targets_as_lines,
    figures.bounds_within_points,
    meanings.directions_compared,
    meanings.answers_apart,
    meanings.awarded_and_deducted,
    meanings.nothing_given,
    meanings.numbers_of_events,
    grades.thresholds_fall,
    grades.shares_make_whole,
    grades.places_fit,
    grades.rounding_said,
    grades.ties_at_the_line,
    grades.ranks_told_apart,
    settling.places_kept,
    grades.limits_consistent,
    grades.names_known,
    grades.ranks_elsewhere,
    grades.something_asked,
    settling.elsewhere_once,
    settling.grades_within_reach,
    settling.comparisons_made,
    settling.places_counted_by_group,
    settling.limits_can_hold,
    settling.totals_apart,
    settling.period_in_year,
    grades.panels_sound,
    grades.abstentions_said,
    grades.panels_used,
)


_OF_WORDS: Final = frozenset(
    (
        names.names_written_well,
        names.texts_written_well,
        awards.rules_match_texts,
        awards.occasions_fit,
        awards.parts_make_points,
        lint_policy,
    )
)
_MANY: Final = 300


def lint(structure: Structure, *, policy: bool = True) -> list[Diagnostic]:
    """Look over a resolved scheme and give every finding in the order of the file.

    Findings never change a result: errors (E2xx) are contradictions that no run can settle, warnings are doubts a
    person has to look at, infos are things that the notice leaves unsaid. ``policy`` adds the findings of
    ``kaoji.scheme.policy``.

    Diagnostics: scheme.E201 to W293, policy.W301 to I309; one page each in docs/reference/codes.md.
    """
    checks = (*CHECKS, lint_policy) if policy else CHECKS
    # Half of the time goes into words; in long schemes it goes by beside the rest.
    of_words = [place for place, check in enumerate(checks) if check in _OF_WORDS]
    others = [place for place, check in enumerate(checks) if check not in _OF_WORDS]

    def run(places: list[int]) -> list[tuple[int, list[Diagnostic]]]:
        return [(place, list(checks[place](structure))) for place in places]

    halves = shared(run, [others, of_words], least=2 if len(structure.nodes) >= _MANY else 3)
    said = dict(found for half in halves for found in half)
    return sorted((diagnostic for place in range(len(checks)) for diagnostic in said[place]), key=_position)


def _position(diagnostic: Diagnostic) -> tuple[int, int, str]:
    source = diagnostic.sources[0] if diagnostic.sources else None
    return (source.line or 0, source.column or 0, diagnostic.code) if source else (0, 0, diagnostic.code)
