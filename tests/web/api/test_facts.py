"""Facts in and out: the same checks as in the browser, errors by row and field, versions, steps."""

from __future__ import annotations

from typing import Any

import pytest

from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Fact, Filing
from tests.web.api.conftest import Calling
from tests.web.conftest import County

FACTS = "assessments/{a}/facts"


def score(unit: str, value: object, **more: object) -> dict[str, Any]:
    return {"table": "得分", "单位": unit, "指标": "固定资产投资", "得分": value, **more}


def test_facts_go_in_and_come_out_in_the_tidy_layout(calling: Calling) -> None:
    program = calling("tongji")
    kept = program.post(FACTS, {"rows": [score("东街街道", 36.5), score("西街街道", "38")]})
    assert [row["version"] for row in kept["kept"]] == [1, 1]
    rows = program.get(FACTS)["items"]
    assert [(row["unit"], row["score"], row["table"]) for row in rows] == [
        ("东街街道", "36.5", "scores"), ("西街街道", "38", "scores"),
    ]  # fmt: skip
    # What came out can go in again; the version says what was seen.
    rows[0]["score"] = "37"
    again = program.post(FACTS, {"rows": rows})
    assert {row["version"] for row in again["kept"]} == {2, 1}
    assert Entry.objects.filter(action="facts.save", user="tongji").count() == 2


def test_nothing_is_kept_when_one_row_is_faulty(calling: Calling) -> None:
    program = calling("tongji")
    rows = [score("东街街道", 36), score("西街街道", 41), score("无此街道", 3), score("南湖街道", "很好")]
    problem = program.post(FACTS, {"rows": rows}, 422)
    assert problem["code"] == "faulty"
    assert [(each["row"], each["field"]) for each in problem["errors"]] == [(1, "score"), (2, "unit"), (3, "score")]
    assert all(each["text"] for each in problem["errors"])
    assert not Fact.objects.exists()
    kept = program.post(FACTS, {"rows": rows, "keep": "right"})
    assert [row["row"] for row in kept["kept"]] == [0]
    assert len(kept["problems"]) == 3


def test_decimals_stay_as_they_were_written(calling: Calling) -> None:
    program = calling("shangwu")
    row = {"table": "measures", "unit": "东街街道", "indicator": "招商引资", "value": 0.1}
    program.post(FACTS, {"rows": [row]})
    assert Fact.objects.get().row == {"value": "0.1"}


def test_events_without_a_number_get_the_next_one(calling: Calling) -> None:
    program = calling("yingji")
    row = {"table": "events", "unit": "东街街道", "indicator": "平安建设", "happened_on": "2025-03-01"}
    program.post(FACTS, {"rows": [row, row]})
    program.post(FACTS, {"rows": [row, {**row, "number": "A-7"}]})
    assert sorted(Fact.objects.values_list("number", flat=True)) == ["1", "2", "3", "A-7"]


def test_a_row_twice_in_one_request_is_an_error(calling: Calling) -> None:
    problem = calling("tongji").post(FACTS, {"rows": [score("东街街道", 1), score("东街街道", 2)]}, 422)
    assert [(each["row"], each["code"]) for each in problem["errors"]] == [(1, "api.twice")]


def test_a_row_that_somebody_else_changed_is_not_overwritten(calling: Calling) -> None:
    program = calling("tongji")
    program.post(FACTS, {"rows": [score("东街街道", 30)]})
    problem = program.post(FACTS, {"rows": [score("东街街道", 31)]}, 409)
    assert problem["code"] == "changed-meanwhile"
    assert problem["errors"][0]["version"] == 1
    program.post(FACTS, {"rows": [score("东街街道", 31, version=1)]})
    assert Fact.objects.get().row == {"score": "31"}


def test_sc15_extra_fields_change_nothing(county: County, calling: Calling) -> None:
    program = calling("tongji")
    filing = Filing.objects.get(table="scores")
    extra = {"id": 999, "filing": 999, "state": "verified", "side": "self", "entered_by": 1, "participant": 3}
    program.post(FACTS, {"rows": [score("东街街道", 36, **extra)], "state": "verified", "by": "kaohe"})
    fact = Fact.objects.get()
    assert (fact.filing, fact.side, fact.row) == (filing, "provided", {"score": "36"})
    assert fact.entered_by == county.people["tongji"]
    program.post(f"assessments/{{a}}/filings/{filing.pk}/submit", {"state": "verified", "accepts_gaps": True})
    filing.refresh_from_db()
    assert filing.state == "submitted"


def test_a_provider_fills_in_nothing_of_another(calling: Calling) -> None:
    program = calling("shangwu")
    problem = program.post(FACTS, {"rows": [score("东街街道", 36)]}, 422)
    assert problem["errors"][0]["code"] == "api.not-yours"
    filing = Filing.objects.get(table="scores")
    program.get(f"assessments/{{a}}/filings/{filing.pk}", 404)
    program.post(f"assessments/{{a}}/filings/{filing.pk}/submit", status=404)


def test_a_filing_is_submitted_returned_and_verified(calling: Calling) -> None:
    provider, office = calling("tongji"), calling("kaohe")
    provider.post(FACTS, {"rows": [score("东街街道", 36)]})
    place = f"assessments/{{a}}/filings/{Filing.objects.get(table='scores').pk}"
    assert provider.post(f"{place}/submit", status=409)["code"] == "gaps"
    assert provider.post(f"{place}/submit", {"accepts_gaps": True})["state"] == "submitted"
    assert provider.post(f"{place}/submit", {"accepts_gaps": True}, 409)["code"] == "not-now"
    provider.post(f"{place}/verify", status=403)
    office.post(f"{place}/return", status=422)
    office.post(f"{place}/return", {"reason": " "}, 409)
    assert office.post(f"{place}/return", {"reason": "口径不一致"})["state"] == "returned"
    assert provider.get(place)["reason"] == "口径不一致"
    # A change after submission needs a reason and keeps the value before.
    provider.post(f"{place}/submit", {"accepts_gaps": True})
    changed = [score("东街街道", 37, version=1)]
    assert provider.post(FACTS, {"rows": changed}, 409)["code"] == "not-now"
    provider.post(FACTS, {"rows": changed, "reason": "笔误"})
    history = provider.get(f"{FACTS}/{Fact.objects.get().pk}/corrections")
    assert [(each["before"], each["after"], each["reason"]) for each in history] == [
        (None, {"score": "36"}, ""), ({"score": "36"}, {"score": "37"}, "笔误"),
    ]  # fmt: skip
    assert office.post(f"{place}/verify")["state"] == "verified"


def test_a_unit_hands_in_its_own_assessment_alone(calling: Calling) -> None:
    program = calling("dongjie")
    program.post("assessments/{a}/self-facts", {"rows": [score("东街街道", 39)]})
    problem = program.post("assessments/{a}/self-facts", {"rows": [score("西街街道", 39)]}, 422)
    assert problem["errors"][0]["field"] == "unit"
    assert [row["side"] for row in program.get(FACTS + "?side=self")["items"]] == ["self"]
    assert calling("xijie").get(FACTS + "?side=self")["items"] == []
    assert program.get(FACTS)["items"] == []


def test_pages_follow_one_another_without_gap_or_repeat(calling: Calling) -> None:
    program = calling("tongji")
    units = ["东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇"]
    program.post(FACTS, {"rows": [score(unit, 30) for unit in units]})
    page = program.get(f"{FACTS}?limit=2")
    seen = [row["unit"] for row in page["items"]]
    while page["next"] is not None:
        page = program.get(f"{FACTS}?limit=2&after={page['next']}")
        seen += [row["unit"] for row in page["items"]]
    assert seen == units
    assert program.get(f"{FACTS}?limit=0", 422)["errors"][0]["field"] == "limit"


@pytest.mark.parametrize(
    "body", [{}, {"rows": []}, {"rows": [3]}, {"rows": "x"}, {"rows": [{}], "keep": "some"}, [], 3]
)
def test_sc30_what_cannot_be_understood_is_a_problem_and_never_broken(calling: Calling, body: object) -> None:
    assert calling("tongji").post(FACTS, body, 422)["code"] == "faulty"


@pytest.mark.parametrize(
    "row",
    [
        {}, {"table": None}, {"table": "scores"}, {"table": "units", "unit": "东街街道"},
        {"table": "scores", "unit": ["东街街道"], "score": {"a": 1}},
        {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "score": 1, "version": "x"},
        {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "score": 1e400},
        {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "score": "\x00"},
        {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "score": "9" * 5000},
        {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "withdrawn": "yes"},
    ],
)  # fmt: skip
def test_sc30_a_faulty_row_is_told_and_never_half_kept(calling: Calling, row: dict[str, object]) -> None:
    assert calling("tongji").post(FACTS, {"rows": [row]}, 422)["code"] == "faulty"
    assert not Fact.objects.exists()
