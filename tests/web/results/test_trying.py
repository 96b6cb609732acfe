"""What if: facts and rules are changed beside a run, and nothing of the record is touched."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.models import Correction, Fact
from kaoji.web.jobs.queue import do_all
from kaoji.web.results.models import Run, Scenario, Standing
from kaoji.web.results.robustness import DRAWS
from kaoji.web.results.trial_views import rules_to_change
from tests.web.results.conftest import Desk


@pytest.fixture
def trial(desk: Desk, run: Run) -> Scenario:
    """Give a scenario without changes."""
    desk.county.client("kaohe").post(f"{desk.base}/{run.number}/trials", {"name": "试算"})
    return Scenario.objects.get()


def try_fact(desk: Desk, trial: Scenario, label: str, unit: str, **fields: str) -> None:
    filing = desk.filing(label)
    fact = Fact.objects.filter(filing=filing, participant__unit=unit).first()
    form = {"filing": str(filing.pk), "unit": unit, "fact": "" if fact is None else str(fact.pk), **fields}
    assert desk.county.client("kaohe").post(f"{desk.base}/trials/{trial.pk}/fact", form).status_code == 302
    do_all()
    trial.refresh_from_db()


def try_rule(desk: Desk, trial: Scenario, kind: str, label: str, after: str) -> None:
    rules = rules_to_change(structure_of(trial.run.scheme))
    index = next(rule["index"] for rule in rules if rule["kind"] == kind and label in rule["label"])
    desk.county.client("kaohe").post(f"{desk.base}/trials/{trial.pk}/rule", {"rule": str(index), "after": after})
    do_all()
    trial.refresh_from_db()


def outcome(desk: Desk, trial: Scenario, unit: str) -> list[Any]:
    return list(trial.outcome["standings"][str(desk.unit(unit))])


def test_a_changed_fact_moves_ranks_beside_the_run_and_not_in_the_record(desk: Desk, trial: Scenario) -> None:
    before = (Fact.objects.count(), Correction.objects.count(), list(Standing.objects.values_list("total", "rank")))
    try_fact(desk, trial, "固定资产投资", "南湖街道", **{"field-score": "40"})
    assert outcome(desk, trial, "南湖街道")[:2] == [85_000_000_000, 1]
    assert outcome(desk, trial, "西街街道")[:2] == [85_000_000_000, 1]
    assert trial.outcome["open"] == 1
    page = desk.county.client("kaohe").get(f"{desk.base}/trials/{trial.pk}").content.decode()
    assert "76.25 → 85" in page
    assert "▲2" in page
    assert before == (
        Fact.objects.count(), Correction.objects.count(), list(Standing.objects.values_list("total", "rank"))
    )  # fmt: skip


def test_events_can_be_added_changed_and_left_out(desk: Desk, trial: Scenario) -> None:
    try_fact(desk, trial, "生产安全事故", "西街街道", **{"field-quantity": "2"})
    assert outcome(desk, trial, "西街街道")[0] == 75_000_000_000
    desk.enter("生产安全事故", {"西街街道": {"quantity": "1"}})
    run = desk.compute()
    desk.county.client("kaohe").post(f"{desk.base}/{run.number}/trials", {"name": "不计事故"})
    second = Scenario.objects.exclude(pk=trial.pk).get()
    try_fact(desk, second, "生产安全事故", "西街街道", leave_out="1")
    assert outcome(desk, second, "西街街道")[0] == 85_000_000_000


def test_a_changed_rule_is_read_as_controlled_chinese(desk: Desk, trial: Scenario) -> None:
    try_rule(desk, trial, "rule", "招商引资", "每500万元计2分，最高计20分")
    assert outcome(desk, trial, "西街街道")[0] == 90_000_000_000
    before = list(trial.changes)
    try_rule(desk, trial, "rule", "招商引资", "酌情给一些分")
    assert trial.changes == before
    try_rule(desk, trial, "points", "固定资产投资", "很多")
    assert trial.changes == before
    try_rule(desk, trial, "grade", "优秀", "100%")
    assert outcome(desk, trial, "南湖街道")[2] == "优秀"
    assert len(trial.changes) == 2


def test_a_change_of_the_same_thing_replaces_the_earlier_one(desk: Desk, trial: Scenario) -> None:
    try_fact(desk, trial, "固定资产投资", "南湖街道", **{"field-score": "39"})
    try_fact(desk, trial, "固定资产投资", "南湖街道", **{"field-score": "38"})
    assert len(trial.changes) == 1
    assert outcome(desk, trial, "南湖街道")[0] == 83_000_000_000
    desk.county.client("kaohe").post(f"{desk.base}/trials/{trial.pk}/take-out", {"number": "0"})
    do_all()
    trial.refresh_from_db()
    assert outcome(desk, trial, "南湖街道")[0] == 76_250_000_000


def test_what_cannot_be_read_is_refused_with_its_reason(desk: Desk, trial: Scenario) -> None:
    filing = desk.filing("固定资产投资")
    form = {"filing": str(filing.pk), "unit": "南湖街道", "fact": "", "field-score": "99"}
    answer = desk.county.client("kaohe").post(f"{desk.base}/trials/{trial.pk}/fact", form, follow=True)
    assert "note error" in answer.content.decode()
    trial.refresh_from_db()
    assert trial.changes == []


def test_the_ranking_is_weighed_a_little_otherwise(desk: Desk, trial: Scenario) -> None:
    client = desk.county.client("kaohe")
    client.post(f"{desk.base}/trials/{trial.pk}/robustness", {"percent": "10"})
    do_all()
    trial.refresh_from_db()
    street = trial.robustness["groups"]["街道"]
    place, best, worst, kept = street["units"]["南湖街道"]
    # The others have more in every part: no weights can move it.
    assert (place, best, worst, kept) == (3, 3, 3, DRAWS)
    assert street["order_kept"] == DRAWS
    assert "100%" in client.get(f"{desk.base}/trials/{trial.pk}").content.decode()
    again = dict(trial.robustness)
    client.post(f"{desk.base}/trials/{trial.pk}/robustness", {"percent": "10"})
    do_all()
    trial.refresh_from_db()
    assert trial.robustness == again
    client.post(f"{desk.base}/trials/{trial.pk}/robustness", {"percent": "99"})
    assert do_all() == 0


def test_sc13_only_the_office_tries_things_out(desk: Desk, trial: Scenario) -> None:
    for who in ("changwei", "shenji", "dongjie", "tongji"):
        assert desk.county.client(who).get(f"{desk.base}/trials/{trial.pk}").status_code in (403, 404), who
    desk.county.client("kaohe").post(f"{desk.base}/trials/{trial.pk}/end")
    assert not Scenario.objects.exists()


def test_a_unit_is_found_by_a_part_of_its_name_and_offered_in_a_list(desk: Desk, trial: Scenario) -> None:
    client, filing = desk.county.client("kaohe"), desk.filing("固定资产投资")

    def page(unit: str) -> str:
        answer = client.get(f"{desk.base}/trials/{trial.pk}?{urlencode({'filing': filing.pk, 'unit': unit})}")
        return str(answer.content.decode())

    assert 'name="unit" value="南湖街道"' in page("南湖")
    assert '<option value="南湖街道"></option>' in page("")
    several = page("街道")
    assert "请选择：" in several
    assert "unit=%E5%8D%97%E6%B9%96%E8%A1%97%E9%81%93" in several
    assert "没有这个单位。" in page("东海")


def test_a_trial_that_has_only_a_name_says_what_comes_next(desk: Desk, trial: Scenario) -> None:
    assert "下一步：" in desk.county.client("kaohe").get(f"{desk.base}/trials/{trial.pk}").content.decode()
    assert (
        "下一步：选择改动" in desk.county.client("kaohe").get(f"{desk.base}/{trial.run.number}/trials").content.decode()
    )
