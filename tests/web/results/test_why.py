"""What is said in public of a grade that the total does not suggest: the rule, and nothing of what happened."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Participant, SchemeVersion
from kaoji.web.assessments.structures import structure_of
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.why import all_reasons, public_reasons
from tests.web.conftest import County

CEILING = "May not be graded {grade} or better: {condition}"


def structure_ordered(county: County) -> Structure:
    """Give the county's scheme with an order of parts for equal totals."""
    version = county.assessment.scheme
    assert version is not None
    text = version.text.replace("total:\n", "order: [工作实绩]\ntotal:\n", 1)
    return structure_of(SchemeVersion(text=text))


def standing(unit: Participant, rank: int, *reasons: Sequence[object], part: int = 0) -> Standing:
    """Give a result that is not kept."""
    return Standing(
        run=Run(), participant=unit, group="街道", total=10**11, rank=rank, reasons=list(reasons),
        parts={"工作实绩": part},
    )  # fmt: skip


def test_the_rule_of_a_ceiling_is_public_and_what_happened_is_not(county: County) -> None:
    first, second, *_rest = county.assessment.participants.all()
    within = ["Within the {places} places of {grade}", {"places": 6, "grade": "良好"}]
    ceiling = [CEILING, {"grade": "良好", "condition": "发生重大生产安全责任事故", "note": "某厂爆炸", "number": "7"}]
    listed = [standing(first, 1, ceiling), standing(second, 1, within)]
    with translation.override("zh-hans"):
        found = public_reasons(listed, structure_ordered(county))
        whole = all_reasons(listed, structure_ordered(county))
    assert found == {first.pk: ["不能评为良好以上：发生重大生产安全责任事故"]}
    assert whole[second.pk] == ["在良好等次6个名额内"]


def test_equal_totals_say_which_part_decided_and_only_where_ranks_are_shown(county: County) -> None:
    first, second, *_rest = county.assessment.participants.all()
    decided = [
        "Equal totals; among the equals the leading group put it in place {order}",
        {"order": 1, "by": "领导小组"},
    ]
    listed = [standing(first, 1, part=2), standing(second, 2, decided, part=1)]
    structure = structure_ordered(county)
    with translation.override("zh-hans"):
        found = public_reasons(listed, structure)
        hidden = public_reasons(listed, structure, has_ranks=False)
    assert found[first.pk] == ["总分相同，按工作实绩得分高低排序"]
    assert found[second.pk] == ["得分并列，领导小组合议在并列者中排第1", "总分相同，按工作实绩得分高低排序"]
    assert hidden == {}
