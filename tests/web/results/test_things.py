"""What the office is told to do about results, on its start page and on the page of the assessment."""

from __future__ import annotations

import pytest

from kaoji.web.organisations.desk import Desk as Part
from kaoji.web.results.models import Run
from kaoji.web.todo import things_to_do
from tests.web.results.conftest import Desk

pytestmark = pytest.mark.slow
COMPUTE, PROPOSE = "数据已全部核验，请计算结果", "结果完整，请提请审批"


def told(desk: Desk, who: str) -> list[str]:
    part = Part(desk.county.people[who])
    return [each.text for each in things_to_do(part, list(part.assessments)) if each.text in (COMPUTE, PROPOSE)]


def test_the_office_is_led_from_verified_facts_to_a_proposed_result(desk: Desk) -> None:
    desk.fill()
    assert told(desk, "kaohe") == []
    desk.verify()
    assert told(desk, "kaohe") == [COMPUTE]
    assert COMPUTE in desk.county.client("kaohe").get(f"/assessments/{desk.county.assessment.pk}/").content.decode()
    run = desk.compute()
    assert told(desk, "kaohe") == [PROPOSE]
    # A run that is computed and lacks a decision is not computed again: the decision is what is told.
    Run.objects.filter(pk=run.pk).update(is_final=False, open_count=2)
    part = Part(desk.county.people["kaohe"])
    thing = next(each for each in things_to_do(part, list(part.assessments)) if "并列" in each.text)
    assert (thing.text, thing.url[-20:]) == ("结果已计算，有2处并列待议定", "/results/1/decisions")
    assert thing.text in desk.county.client("kaohe").get(f"/assessments/{desk.county.assessment.pk}/").content.decode()
    assert told(desk, "kaohe") == []
    Run.objects.filter(pk=run.pk).update(is_final=True, open_count=0)
    for who in ("tongji", "dongjie", "changwei", "shenji"):
        assert told(desk, who) == []
    desk.enter("到位资金（万元）", {"白石镇": {"value": "2700"}}, reason="更正")
    assert told(desk, "kaohe") == [COMPUTE]
