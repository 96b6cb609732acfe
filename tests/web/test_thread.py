"""The path of an assessment in the browser, from facts to a ranking."""

import json

from kaoji.web.audit.chain import verify
from kaoji.web.facts.models import Correction, Fact, Filing
from kaoji.web.jobs.queue import do_all
from kaoji.web.results.models import Run, Standing
from tests.web.conftest import County


def filing(county: County, label: str) -> Filing:
    return Filing.objects.get(assessment=county.assessment, label=label)


def fill(county: County, who: str, label: str, values: dict[str, dict[str, str]]) -> dict[str, list[dict[str, object]]]:
    units = {unit.unit: unit.pk for unit in county.assessment.participants.all()}
    rows = [
        {"unit": units[unit], "number": "1" if "日期" in row else "", "values": row} for unit, row in values.items()
    ]
    url = f"/assessments/{county.assessment.pk}/facts/{filing(county, label).pk}/rows"
    answer = county.client(who).post(url, json.dumps({"rows": rows}), content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    said: dict[str, list[dict[str, object]]] = answer.json()
    return said


def test_facts_that_providers_enter_become_a_ranking(county: County) -> None:
    scores = {"东街街道": "36.5", "西街街道": "40", "南湖街道": "31.25", "白石镇": "38", "柳溪镇": "22"}
    said = fill(county, "tongji", "固定资产投资", {unit: {"score": value} for unit, value in scores.items()})
    assert len(said["kept"]) == 5
    assert not said["problems"]
    fill(county, "shangwu", "到位资金（万元）", {unit: {"value": "2600"} for unit in scores})
    office = county.client("kaohe")
    assert office.post(f"/assessments/{county.assessment.pk}/results/compute").status_code == 302
    assert do_all() == 1
    run = Run.objects.get()
    assert run.finished_at is not None
    assert run.missing == []
    standing = Standing.objects.get(run=run, participant__unit="西街街道")
    assert (standing.total, standing.rank, standing.grade) == (85_000_000_000, 1, "优秀")
    page = office.get(f"/assessments/{county.assessment.pk}/results/1").content.decode()
    assert "西街街道" in page
    assert "85" in page
    sheet = office.get(f"/assessments/{county.assessment.pk}/results/1/units/{standing.participant_id}")
    assert "招商引资" in sheet.content.decode()
    assert verify() == []


def test_a_score_above_its_points_is_refused_and_the_rest_is_kept(county: County) -> None:
    said = fill(county, "tongji", "固定资产投资", {"东街街道": {"score": "41"}, "西街街道": {"score": "12"}})
    assert [row["field"] for row in said["problems"]] == ["score"]
    assert [fact.row for fact in Fact.objects.all()] == [{"score": "12"}]


def test_a_change_made_in_the_meantime_is_not_overwritten(county: County) -> None:
    fill(county, "tongji", "固定资产投资", {"东街街道": {"score": "30"}})
    said = fill(county, "tongji", "固定资产投资", {"东街街道": {"score": "31"}})
    assert said["kept"] == []
    assert said["conflicts"][0]["row"] == {"score": "30"}
    assert Correction.objects.count() == 1


def test_a_provider_sees_only_its_own_filings(county: County) -> None:
    other = filing(county, "到位资金（万元）")
    assert county.client("tongji").get(f"/assessments/{county.assessment.pk}/facts/{other.pk}").status_code == 404
    assert county.client("stranger").get(f"/assessments/{county.assessment.pk}/").status_code == 404
    assert county.client("dongjie").post(f"/assessments/{county.assessment.pk}/results/compute").status_code == 403


def test_words_for_whoever_provides_name_no_provider(county: County) -> None:
    assert filing(county, "固定资产投资").provider_names == "区统计局"
