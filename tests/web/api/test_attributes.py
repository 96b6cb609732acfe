"""What units are, said and verified by programs as on the page."""

from __future__ import annotations

import pytest

from kaoji.web.assessments.actions import create, keep_scheme
from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.actions import open_collection
from tests.web.api.conftest import Calling
from tests.web.assessments.test_attributes import MARKED
from tests.web.conftest import SCHEME, County


@pytest.fixture
def asking(county: County) -> Assessment:
    """Give an assessment that collects facts and asks of each unit whether it has the task."""
    made = create(county.office, "青川区2026年度街道考核", 2026, county.people["kaohe"])
    text = SCHEME.replace("2025", "2026").replace("points: 20\n", MARKED, 1)
    return open_collection(keep_scheme(made, text, county.people["kaohe"])[0])


def value(unit: str, said: str, **more: str) -> dict[str, str]:
    return {"unit": unit, "attribute": "有招商任务", "value": said, **more}


def test_attributes_are_said_by_one_program_and_verified_by_another(asking: Assessment, calling: Calling) -> None:
    place = f"assessments/{asking.pk}"
    program, second = calling("kaohe"), calling("kaohe2")
    sent = [
        value("东街街道", "是"),
        value("白石镇", "否"),
        {"unit": "柳溪镇", "attribute": "takes_part", "value": "否"},
    ]
    done = program.post(f"{place}/attributes", {"values": sent, "reason": "任务下达"})
    assert done == {"changed": 3, "withdrawn": 0, "returned": 0}
    units = {each["unit"]: each for each in program.get(f"{place}/units")["items"]}
    assert units["东街街道"]["attributes"] == {"有招商任务": "是"}
    assert units["柳溪镇"]["takes_part"] is False
    again = program.post(f"{place}/attributes", {"values": sent})
    assert again["changed"] == 0
    waiting = program.get(f"{place}/attribute-changes?waiting=true")["items"]
    assert next((each["unit"], each["after"], each["by"]) for each in waiting) == ("东街街道", "是", "林一舟")
    ids = {"changes": [each["id"] for each in waiting]}
    assert program.post(f"{place}/attributes/verify", ids, 409)["code"] == "not-now"
    assert second.post(f"{place}/attributes/verify", ids) == {"verified": 3}
    assert second.get(f"{place}/attribute-changes?waiting=true")["items"] == []
    assert {each["verified_by"] for each in program.get(f"{place}/attribute-changes")["items"]} == {"苏望"}


def test_faulty_values_come_back_by_row_and_nothing_is_kept(asking: Assessment, calling: Calling) -> None:
    program, place = calling("kaohe"), f"assessments/{asking.pk}/attributes"
    other = {"unit": "东街街道", "attribute": "类别", "value": "甲"}
    sent = [value("东街街道", "是"), value("无此街道", "是"), value("白石镇", "也许"), other, value("东街街道", "否")]
    problem = program.post(place, {"values": sent, "reason": "任务下达"}, 422)
    assert [(each["row"], each["field"], each["code"]) for each in problem["errors"]] == [
        (1, "unit", "api.no-such-unit"), (2, "value", "api.no-such-value"), (3, "attribute", "api.no-such-attribute"),
        (4, "unit", "api.twice"),
    ]  # fmt: skip
    assert not asking.attribute_changes.exists()
    assert program.post(place, {"values": [value("东街街道", "是")]}, 409)["code"] == "not-now"  # no reason


def test_a_value_that_is_another_by_now_is_not_overwritten(asking: Assessment, calling: Calling) -> None:
    program, place = calling("kaohe"), f"assessments/{asking.pk}/attributes"
    program.post(place, {"values": [value("东街街道", "是", seen="")], "reason": "任务下达"})
    late = {"values": [value("东街街道", "否", seen="")], "reason": "任务调整"}
    problem = program.post(place, late, 409)
    assert (problem["code"], problem["errors"][0]["now"]) == ("changed-meanwhile", "是")
    assert program.post(place, {**late, "values": [value("东街街道", "否", seen="是")]})["changed"] == 1


def test_sc13_only_the_office_says_what_units_are(asking: Assessment, calling: Calling) -> None:
    place = f"assessments/{asking.pk}/attributes"
    for who, status in (("tongji", 403), ("dongjie", 403), ("shenji", 403)):
        assert calling(who).send("POST", place, {"values": [value("东街街道", "是")]}).status_code == status, who
        assert calling(who).send("POST", f"{place}/verify", {"changes": [1]}).status_code == status, who
