"""Units side by side, two runs, two years."""

from __future__ import annotations

import pytest

from kaoji.web.assessments import actions as assessments
from kaoji.web.facts.actions import open_collection
from kaoji.web.organisations.desk import Desk as Posts
from kaoji.web.results import changing, comparing, years
from kaoji.web.results.models import Run
from tests.web.conftest import SCHEME, County
from tests.web.results.conftest import Desk


def get(desk: Desk, path: str, who: str = "kaohe") -> str:
    answer = desk.county.client(who).get(f"{desk.base}/{path}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_units_stand_side_by_side_with_their_distance(desk: Desk, run: Run) -> None:
    one, two = desk.unit("东街街道"), desk.unit("西街街道")
    page = get(desk, f"{run.number}/compare?unit={one}&unit={two}")
    row = page[page.index("固定资产投资") : page.index("招商引资")]
    assert "36.5" in row
    assert "+3.5" in row
    only = get(desk, f"{run.number}/compare?unit={one}&unit={two}&apart=1")
    assert "固定资产投资" in only
    assert "招商引资" not in only
    found = get(desk, f"{run.number}/compare?unit={one}&add=南湖")
    assert f"unit={desk.unit('南湖街道')}" in found
    assert "请在排名中勾选单位" in get(desk, f"{run.number}/compare?unit=999999&unit=x")


def test_what_moved_between_runs_names_the_fact_that_moved_it(desk: Desk, run: Run) -> None:
    desk.enter("固定资产投资", {"南湖街道": {"score": "39.75"}}, reason="统计口径更正")
    desk.enter("生产安全事故", {"西街街道": {"quantity": "1"}})
    after = desk.compute()
    found = changing.moved(run, after)
    assert {(each.unit, each.difference, each.climbed) for each in found} == {
        ("南湖街道", 8_500_000_000, 2), ("西街街道", -5_000_000_000, -2)
    }  # fmt: skip
    page = get(desk, f"{after.number}/changes")
    south = page[page.index("南湖街道</a>") :]
    assert "31.25 → 39.75" in south
    assert "统计口径更正" in south
    assert "林一舟" in south
    assert "平安建设" in page
    assert "各单位总分、名次、等次均相同" in get(desk, f"{desk.compute().number}/changes")


def test_a_changed_rule_is_named_too(desk: Desk, run: Run) -> None:
    version, _findings = assessments.keep_scheme(
        desk.county.assessment, SCHEME.replace("每起扣5分", "每起扣10分"), desk.county.people["kaohe"]
    )
    later = Run(assessment=desk.county.assessment, scheme=version)
    (change,) = changing.changed_rules(run, later)
    assert (change.name, change.before, change.after) == (
        "工作实绩 ＞ 平安建设", "40；每起扣5分，扣完为止", "40；每起扣10分，扣完为止"
    )  # fmt: skip


def next_year(county: County) -> Desk:
    """Open the year after: one street less, one more, one indicator gone and one new."""
    text = SCHEME.replace("2025", "2026").replace("西街街道", "北湖街道").replace("招商引资", "数字经济")
    who = county.people["kaohe"]
    assessment = assessments.create(county.office, "青川区2026年度街道考核", 2026, who, county.assessment)
    version, _findings = assessments.keep_scheme(assessment, text, who)
    return Desk(County(county.region, county.office, open_collection(version), county.people))


def test_years_are_matched_by_the_names_of_units_and_indicators(desk: Desk, run: Run) -> None:
    del run
    later = next_year(desk.county)
    later.enter("固定资产投资", {"东街街道": {"score": "38"}, "北湖街道": {"score": "20"}})
    now = later.compute()
    page = get(later, f"{now.number}/years")
    assert "北湖街道" in page
    assert "新增" in page
    gone = page[page.index("西街街道") : page.index("西街街道") + 200]
    assert "已取消" in gone
    rows = get(later, f"{now.number}/years?unit={later.unit('东街街道')}")
    assert "数字经济" in rows
    invested = rows[rows.index("固定资产投资") : rows.index("固定资产投资") + 700]
    assert "36.50" in invested
    assert "38.00" in invested
    means = get(later, f"{now.number}/years?by=indicators")
    assert "固定资产投资" in means
    table = later.county.client("kaohe").get(f"{later.base}/{now.number}/years.csv").content.decode("utf-8-sig")
    assert "北湖街道" in table
    assert "西街街道" in table


def test_an_earlier_year_is_open_only_to_who_had_a_part_in_it(desk: Desk, run: Run) -> None:
    del run
    later = next_year(desk.county)
    now = later.compute()
    people = desk.county.people
    assert [each.pk for each in years.earlier_assessments(Posts(people["kaohe"]), later.county.assessment)] == [
        desk.county.assessment.pk
    ]
    assert years.earlier_assessments(Posts(people["stranger"]), later.county.assessment) == []
    assert desk.county.client("dongjie").get(f"{later.base}/{now.number}/years").status_code == 404


def test_units_that_were_ticked_beyond_what_a_page_can_show_are_named(
    desk: Desk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST", 3)
    units = "&".join(f"unit={desk.unit(name)}" for name in ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇"))
    page = get(desk, f"{run.number}/compare?{units}")
    assert "另有2家所选单位未显示：白石镇、柳溪镇" in page
