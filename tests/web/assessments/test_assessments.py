"""Opening an assessment, where it stands, its versions, its text and until when things are due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.arranging import set_deadlines
from kaoji.web.assessments.models import Alias, Assessment
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Filing
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import Role
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

# -------------------------------------------------------------------- opening one


def test_next_year_starts_from_this_year(county: County) -> None:
    client = county.client("kaohe")
    set_deadlines(county.assessment, date(2025, 11, 30), date(2025, 11, 20))
    Alias.objects.create(
        assessment=county.assessment, name="区统计部门", organisation=Organisation.objects.get(name="区统计局")
    )
    Post.objects.create(
        user=county.people["stranger"], organisation=county.office, role=Role.OFFICE.value, assessment=county.assessment
    )
    page = client.get("/assessments/new").content.decode()
    assert "青川区2026年度街道考核" in page
    given = {
        "title": "青川区2026年度街道考核", "year": "2026", "office": county.office.pk, "way": "last",
        "previous": county.assessment.pk,
    }  # fmt: skip
    answer = client.post("/assessments/new", given)
    made = Assessment.objects.get(previous=county.assessment)
    assert answer.headers["Location"] == f"/assessments/{made.pk}/notices"
    assert "year: 2026" in newest(made).text
    assert (made.stage, made.facts_due_on) == ("preparing", date(2026, 11, 30))
    assert made.aliases.get().name == "区统计部门"
    assert made.posts.get().user == county.people["stranger"]
    assert [step.name for step in made.approval_steps.all()] == ["区委常委会审定"]
    landed = client.get(answer.headers["Location"]).content.decode()
    assert "已从“青川区2025年度街道考核”沿用" in landed
    assert "审批环节1个" in landed
    assert "还没有通知" not in landed
    assert county.assessment.stage == "collecting"


def test_a_second_assessment_of_the_same_name_and_year_is_asked_about(county: County) -> None:
    client = county.client("kaohe")
    given = {"title": "新考核", "year": "2027", "office": county.office.pk, "way": "blank"}
    assert client.post("/assessments/new", {**given, "form-key": "one"}).status_code == 302
    again = client.post("/assessments/new", {**given, "form-key": "two"})
    assert again.status_code == 422
    assert "2027年已有考核“新考核”" in again.content.decode()
    assert 'name="again"' in again.content.decode()
    assert Assessment.objects.filter(title="新考核").count() == 1
    assert client.post("/assessments/new", {**given, "form-key": "two", "again": "1"}).status_code == 302
    assert Assessment.objects.filter(title="新考核").count() == 2


def test_each_earlier_assessment_proposes_its_own_name_and_year(county: County) -> None:
    page = county.client("kaohe").get("/assessments/new").content.decode()
    year = max(date.today().year, 2026)  # noqa: DTZ011 - as the page counts
    assert f'data-year="{year}" data-title="青川区{year}年度街道考核"' in page


@pytest.mark.parametrize("way", ["notice", "blank", "pattern"])
def test_an_assessment_is_opened_in_each_way(county: County, way: str) -> None:
    client = county.client("kaohe")
    page = client.get("/assessments/new").content.decode()
    pattern = page.split('name="pattern"')[1].split('value="')[1].split('"')[0]
    given = {"title": "新考核", "year": "2027", "office": county.office.pk, "way": way, "pattern": pattern}
    answer = client.post("/assessments/new", given)
    made = Assessment.objects.get(title="新考核")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert made.scheme_versions.count() == (0 if way == "notice" else 1)
    assert client.get(f"/assessments/{made.pk}/").status_code == 200
    assert client.get(f"/assessments/{made.pk}/scheme").status_code == 200


def test_sc14_an_assessment_of_another_office_is_not_copied(county: County) -> None:
    other = Organisation.objects.create(name="邻区考核办")
    theirs = Assessment.objects.create(office=other, title="邻区考核", year=2025, public_key="x")
    given = {"title": "抄来的", "year": "2026", "office": county.office.pk, "way": "last", "previous": theirs.pk}
    assert county.client("kaohe").post("/assessments/new", given).status_code == 422
    given = {"title": "占用", "year": "2026", "office": other.pk, "way": "blank"}
    assert county.client("kaohe").post("/assessments/new", given).status_code == 404
    assert county.client("dongjie").get("/assessments/new").status_code == 403


# -------------------------------------------------------------------- where it stands


def test_the_overview_says_what_the_office_does_next(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    page = client.get(f"/assessments/{preparing.pk}/").content.decode()
    assert "完善方案" in page
    assert "已核对0处" in page
    page = client.get(f"/assessments/{county.assessment.pk}/").content.decode()
    assert "项未报送" in page
    Filing.objects.filter(assessment=county.assessment).update(due_on=timezone.localdate() - timedelta(days=3))
    page = client.get(f"/assessments/{county.assessment.pk}/").content.decode()
    assert "区统计局" in page
    assert "1项，截止" in page
    assert "区委常委会审定" in page


@pytest.mark.parametrize(("who", "sees"), [("dongjie", False), ("tongji", False), ("changwei", True), ("shenji", True)])
def test_sc18_the_overview_shows_each_what_is_theirs(county: County, who: str, sees: bool) -> None:  # noqa: FBT001
    page = county.client(who).get(f"/assessments/{county.assessment.pk}/").content.decode()
    assert ("逾期" in page) == sees
    assert "下一步" not in page
    assert '<form method="post" action="/assessments/' not in page


def test_deadlines_are_kept_and_nonsense_is_not(county: County) -> None:
    client = county.client("kaohe")
    client.post(
        f"/assessments/{county.assessment.pk}/deadlines", {"facts_due_on": "2031-12-05", "self_due_on": "2025-02-30"}
    )
    county.assessment.refresh_from_db()
    assert (county.assessment.facts_due_on, county.assessment.self_due_on) == (date(2031, 12, 5), None)


def test_filings_follow_the_deadline_of_their_assessment(county: County) -> None:
    place = f"/assessments/{county.assessment.pk}/deadlines"
    client = county.client("kaohe")
    client.post(place, {"facts_due_on": "2031-12-05"})
    filings = list(county.assessment.filings.order_by("pk"))
    assert {filing.due_on for filing in filings} == {date(2031, 12, 5)}
    own, verified = filings[:2]
    county.assessment.filings.filter(pk=own.pk).update(due_on=date(2031, 11, 1))
    county.assessment.filings.filter(pk=verified.pk).update(state="verified")
    page = client.post(place, {"facts_due_on": "2031-12-20"}, follow=True).content.decode()
    assert f"按原日期报送的{len(filings) - 2}项填报随之改期。" in page
    assert "另有1项单独设定了日期" in page
    days = dict(county.assessment.filings.values_list("pk", "due_on"))
    assert (days[own.pk], days[verified.pk]) == (date(2031, 11, 1), date(2031, 12, 5))
    assert days[filings[2].pk] == date(2031, 12, 20)


def test_a_deadline_that_is_over_is_refused(county: County) -> None:
    place = f"/assessments/{county.assessment.pk}/deadlines"
    page = county.client("kaohe").post(place, {"facts_due_on": "2025-12-05"}, follow=True).content.decode()
    assert "2025-12-05已过" in page
    county.assessment.refresh_from_db()
    assert county.assessment.facts_due_on is None


# -------------------------------------------------------------------- text and versions


def test_the_text_is_looked_over_as_it_is_typed_line_by_line(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    text = newest(preparing).text.replace("每起扣5分，扣完为止", "看着扣")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "看着扣" in each)
    page = client.post(f"/assessments/{preparing.pk}/scheme/text/check", {"text": text}).content.decode()
    assert f'data-line="{line}"' in page
    broken = client.post(f"/assessments/{preparing.pk}/scheme/text/check", {"text": "a: [1"}).content.decode()
    assert "scheme.E100" in broken


def test_a_scheme_with_an_error_is_shown_as_it_is_written_and_leads_to_the_form_that_mends_it(
    county: County, preparing: Assessment
) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{preparing.pk}/scheme"
    keep(preparing, "每起扣5分，扣完为止", "看着扣", county.people["kaohe"])
    page = client.get(path).content.decode()
    error = page.split('<li class="error">')[1].split("</li>")[0]
    assert f'href="{path}/versions/2/indicators/0.2">平安建设</a>' in error
    assert "<details" not in page.split('<li class="error">')[0].split("<main")[1]
    assert "看着扣" in page.split("<table")[1]
    assert "区应急局" in page.split("<table")[1]
    assert f'href="{path}/versions/2/indicators/0.2">平安建设</a>' in client.get(f"{path}/publish").content.decode()
    found = client.get(path, {"q": "招商"}).content.decode().split("<table")[1]
    assert "工作实绩" in found
    assert "平安建设" not in found
    keep(preparing, "工作实绩，保留两位小数", "工作实效，保留两位小数", county.people["kaohe"])
    assert f'href="{path}/forms/total"' in client.get(path).content.decode()


def test_what_is_found_in_a_scheme_in_force_leads_to_its_forms_and_says_how_it_is_changed(county: County) -> None:
    path = f"/assessments/{county.assessment.pk}/scheme"
    page = county.client("kaohe").get(path).content.decode()
    assert "提出方案调整并经第二人确认后生效" in page
    assert f'href="{path}/forms/grades">等次</a>' in page
    assert "草案第" not in page


def test_a_text_with_errors_is_kept_and_said_to_be_unfit(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    text = newest(preparing).text.replace("\n", "\r\n") + "nonsense: 1\r\n"
    answer = client.post(f"/assessments/{preparing.pk}/scheme/text", {"text": text, "seen": "1"}, follow=True)
    assert "暂不能公布" in answer.content.decode()
    assert "\r" not in newest(preparing).text
    for page in (
        "",
        "scheme",
        "scheme/forms",
        "scheme/forms/grades",
        "scheme/review",
        "scheme/publish",
        "scheme/names",
    ):
        assert client.get(f"/assessments/{preparing.pk}/{page}", follow=True).status_code == 200


def test_two_people_writing_the_text_lose_nothing(county: County, preparing: Assessment) -> None:
    keep(preparing, "每起扣5分", "每起扣6分", county.people["kaohe2"])
    mine = newest(preparing).text.replace("每起扣6分", "每起扣7分")
    answer = county.client("kaohe").post(f"/assessments/{preparing.pk}/scheme/text", {"text": mine, "seen": "1"})
    assert answer.status_code == 409
    assert "苏望" in answer.content.decode()
    assert "每起扣7分" in answer.content.decode()
    assert newest(preparing).number == 2


def test_versions_are_compared_by_what_they_say_and_line_by_line(county: County, preparing: Assessment) -> None:
    keep(preparing, "points: 20", "points: 25", county.people["kaohe"])
    keep(preparing, "每起扣5分", "每起扣6分", county.people["kaohe"])
    client = county.client("kaohe")
    page = client.get(f"/assessments/{preparing.pk}/scheme/differences?from=1&to=3").content.decode()
    assert "方案内容有2处变化" in page
    assert "每起扣<del>5</del>分" in page
    assert "每起扣<ins>6</ins>分" in page
    assert page.count('<tr class="plus">') == 2
    listed = client.get(f"/assessments/{preparing.pk}/scheme/versions").content.decode()
    assert "from=2&amp;to=3" in listed
    text = client.get(f"/assessments/{preparing.pk}/scheme/versions/1")
    assert text.content.decode() == preparing.scheme_versions.get(number=1).text


def test_sc14_drafts_of_a_published_scheme_are_not_for_units(county: County) -> None:
    keep(county.assessment, "每起扣5分", "每起扣6分", county.people["kaohe"])
    base = f"/assessments/{county.assessment.pk}/scheme"
    unit = county.client("dongjie")
    assert "每起扣5分" in unit.get(base).content.decode()
    assert unit.get(f"{base}/versions/2").status_code == 404
    assert unit.get(f"{base}/differences?from=1&to=2").status_code == 404
    assert "第2版" not in unit.get(f"{base}/versions").content.decode()


def test_sc36_words_of_a_scheme_are_text_on_every_page(county: County, preparing: Assessment) -> None:
    evil = "<script>alert(1)</script>"
    keep(preparing, "name: 平安建设", f"name: {evil}", county.people["kaohe"])
    client = county.client("kaohe")
    for page in ("", "scheme", "scheme/review?show=all", "scheme/forms", "scheme/text", "scheme/differences",
                 "scheme/versions/2/indicators/0.2"):  # fmt: skip
        assert evil not in client.get(f"/assessments/{preparing.pk}/{page}").content.decode()


def test_the_scheme_is_searched(county: County) -> None:
    client = county.client("dongjie")
    page = client.get(f"/assessments/{county.assessment.pk}/scheme?q=招商").content.decode()
    assert "招商引资" in page
    assert "平安建设" not in page.split("<table")[1]


@pytest.mark.parametrize("stage", ["approving", "publicising", "published", "archived"])
def test_deadlines_stay_as_they_are_once_facts_are_in(county: County, stage: str) -> None:
    Assessment.objects.filter(pk=county.assessment.pk).update(stage=stage)
    with pytest.raises(NotNowError):
        set_deadlines(county.assessment, date(2031, 1, 1), None)
    county.client("kaohe").post(f"/assessments/{county.assessment.pk}/deadlines", {"facts_due_on": "2031-01-01"})
    assert Assessment.objects.get(pk=county.assessment.pk).facts_due_on is None
    assert not Entry.objects.filter(action="assessment.deadlines").exists()
