"""Publishing freezes a scheme; afterwards it changes by a reason and a second person, and facts follow."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Alias, Amendment, Assessment
from kaoji.web.assessments.review import review_as_kept
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.models import Entry
from kaoji.web.facts.actions import Entry as FactEntry
from kaoji.web.facts.actions import move_filing, save
from kaoji.web.facts.adapting import confirm, effects_of, propose
from kaoji.web.facts.models import Fact, Filing, FilingState
from kaoji.web.facts.rows import collect
from kaoji.web.organisations.models import Kind, Organisation
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

ITEM = "      - name: 生态环保\n        points: 10\n        provider: 区应急局\n        rules:\n          - {events: 环境事件, score: 每起扣1分，扣完为止}\n"


def give(county: County, label: str, values: dict[str, str], number: str = "") -> Filing:
    """Let the office give a fact for the first unit."""
    filing = county.assessment.filings.get(label=label)
    assert county.assessment.scheme is not None
    unit = county.assessment.participants.first()
    assert unit is not None
    structure = structure_of(county.assessment.scheme)
    saved = save(filing, [FactEntry(unit, values, number=number)], structure, county.people["kaohe"])
    assert saved.kept, saved.problems
    return filing


def test_who_edits_a_scheme_in_force_reads_that_it_is_a_draft_and_is_reminded_of_it(county: County) -> None:
    client, assessment = county.client("kaohe"), county.assessment
    base = f"/assessments/{assessment.pk}/scheme"
    for place in ("forms", "forms/total", "text", f"versions/{newest(assessment).number}/indicators/0.1"):
        assert "此处的修改先成为草案" in client.get(f"{base}/{place}").content.decode(), place
    assert "提出方案调整（" not in client.get("/").content.decode()
    text = newest(assessment).text.replace("每起扣5分", "每起扣6分")
    given = {"text": text, "seen": newest(assessment).number}
    page = client.post(f"{base}/text", given, follow=True).content.decode()
    assert "该版为草案：须提出方案调整并经第二人确认" in page
    assert "提出方案调整（第2版目前仅为草案）" in client.get("/").content.decode()
    made = propose(assessment, newest(assessment), "笔误", county.people["kaohe"])
    assert made.version == newest(assessment)
    assert "提出方案调整（" not in client.get("/").content.decode()


# -------------------------------------------------------------------- publishing


def test_publishing_freezes_by_digest_and_opens_the_collection(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    page = client.get(f"/assessments/{preparing.pk}/scheme/publish").content.decode()
    assert newest(preparing).digest in page
    assert "共考核5个单位" in page
    given = {"number": "1", "unsure": "1", "due_on": "2031-11-30", "self_due_on": "2031-11-20"}
    answer = client.post(f"/assessments/{preparing.pk}/scheme/publish", given)
    assert answer.headers["Location"] == f"/assessments/{preparing.pk}/"
    preparing.refresh_from_db()
    assert (preparing.stage, preparing.facts_due_on) == ("collecting", date(2031, 11, 30))
    assert preparing.self_due_on == date(2031, 11, 20)
    assert preparing.scheme == newest(preparing)
    assert preparing.filings.filter(providers__name="区统计局").count() == 1
    assert Entry.objects.get(action="scheme.publish", assessment_id=preparing.pk).after == newest(preparing).digest


def test_a_scheme_is_not_published_with_a_deadline_that_is_over(county: County, preparing: Assessment) -> None:
    path = f"/assessments/{preparing.pk}/scheme/publish"
    given = {"number": "1", "unsure": "1", "due_on": "2031-11-30", "self_due_on": "2025-11-20"}
    answer = county.client("kaohe").post(path, given)
    assert answer.status_code == 422
    assert "2025-11-20已过" in answer.content.decode()
    preparing.refresh_from_db()
    assert preparing.stage == "preparing"


def test_what_nobody_looked_at_is_named_and_must_be_ticked_before_publishing(
    county: County, preparing: Assessment
) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{preparing.pk}/scheme/publish"
    page = client.get(path).content.decode()
    question = page.split('data-question="')[1].split('"')[0]
    total = review_as_kept(preparing, newest(preparing)).total
    assert f"草案共{total}处，已核对0处。" in question
    assert "尚未设置结果由谁审批" in question
    assert "未设数据报送期限" in page
    assert "已知尚有1处“待核对”或“未读懂”的内容无人核对" in page
    answer = client.post(path, {"number": "1", "due_on": "2031-11-30"})
    assert answer.status_code == 422
    assert 'value="2031-11-30"' in answer.content.decode()
    preparing.refresh_from_db()
    assert preparing.stage == "preparing"
    client.post(path, {"number": "1", "unsure": "1"})
    preparing.refresh_from_db()
    assert preparing.stage == "collecting"


def test_an_indicator_without_a_provider_is_named_before_publishing(county: County, preparing: Assessment) -> None:
    client, path = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/publish"
    assert "未写明数据提供单位" not in client.get(path).content.decode()
    keep(preparing, "        provider: 区统计局\n", "", county.people["kaohe"])
    assert "有1项指标未写明数据提供单位，公布后由考核办自行填报" in client.get(path).content.decode()


def test_a_scheme_with_errors_is_not_published(county: County, preparing: Assessment) -> None:
    keep(preparing, "每起扣5分，扣完为止", "看着扣", county.people["kaohe"])
    client = county.client("kaohe")
    assert "有1处错误待改正" in client.get(f"/assessments/{preparing.pk}/scheme/publish").content.decode()
    client.post(f"/assessments/{preparing.pk}/scheme/publish", {"number": "2", "unsure": "1"})
    preparing.refresh_from_db()
    assert preparing.stage == "preparing"


def test_an_older_version_than_the_newest_is_not_published(county: County, preparing: Assessment) -> None:
    keep(preparing, "每起扣5分", "每起扣6分", county.people["kaohe2"])
    answer = county.client("kaohe").post(
        f"/assessments/{preparing.pk}/scheme/publish", {"number": "1", "unsure": "1"}, follow=True
    )
    assert "请查看后再公布" in answer.content.decode()
    preparing.refresh_from_db()
    assert preparing.stage == "preparing"


def test_a_name_is_tied_to_an_organisation_that_bears_another(county: County, preparing: Assessment) -> None:
    keep(preparing, "provider: 区统计局", "provider: 统计部门", county.people["kaohe"])
    client = county.client("kaohe")
    path = f"/assessments/{preparing.pk}/scheme/names"
    page = client.get(path).content.decode()
    assert "统计部门" in page
    assert 'value="白石镇">' not in page.split("<datalist")[0]
    number = page.split('value="统计部门"')[0].rsplit('name="name-', 1)[1].split('"')[0]
    statistics = Organisation.objects.get(name="区统计局")
    client.post(path, {f"name-{number}": "统计部门", f"organisation-{number}": statistics.pk})
    assert Alias.objects.get(assessment=preparing).organisation == statistics
    client.post(f"/assessments/{preparing.pk}/scheme/publish", {"number": "2", "unsure": "1"})
    assert preparing.filings.get(provider_names="统计部门").providers.get() == statistics
    assert county.client("tongji").get(f"/assessments/{preparing.pk}/").status_code == 200


def test_a_name_tied_after_publishing_lets_its_people_in(county: County, preparing: Assessment) -> None:
    keep(preparing, "provider: 区统计局", "provider: 统计部门", county.people["kaohe"])
    client = county.client("kaohe")
    client.post(f"/assessments/{preparing.pk}/scheme/publish", {"number": "2", "unsure": "1"})
    assert county.client("tongji").get(f"/assessments/{preparing.pk}/").status_code == 404
    page = client.get(f"/assessments/{preparing.pk}/scheme/names").content.decode()
    number = page.split('value="统计部门"')[0].rsplit('name="name-', 1)[1].split('"')[0]
    chosen = {f"name-{number}": "统计部门", f"organisation-{number}": Organisation.objects.get(name="区统计局").pk}
    client.post(f"/assessments/{preparing.pk}/scheme/names", chosen)
    assert county.client("tongji").get(f"/assessments/{preparing.pk}/").status_code == 200


def test_sc14_a_name_is_not_tied_to_an_organisation_of_another_region(county: County, preparing: Assessment) -> None:
    other = Organisation.objects.create(name="邻区统计局", kind=Kind.DEPARTMENT)
    given = {"name-0": "东街街道", "organisation-0": other.pk}
    answer = county.client("kaohe").post(f"/assessments/{preparing.pk}/scheme/names", given, follow=True)
    assert "没有可供选择的单位" in answer.content.decode()
    assert not Alias.objects.exists()


# -------------------------------------------------------------------- changes afterwards


def test_sc19_a_published_scheme_changes_by_a_second_person_only(county: County) -> None:
    assessment = county.assessment
    draft = keep(assessment, "每起扣5分", "每起扣4分", county.people["kaohe"])
    client, base = county.client("kaohe"), f"/assessments/{assessment.pk}/scheme/amendments"
    assert "保持不变" in client.get(base).content.decode()
    assert client.post(base, {"number": draft.number, "reason": " "}).status_code == 302
    assert not Amendment.objects.exists()
    client.post(base, {"number": draft.number, "reason": "上级文件调整扣分标准"})
    made = Amendment.objects.get()
    assert "须由第二人确认" in client.get(f"{base}/{made.pk}").content.decode()
    client.post(f"{base}/{made.pk}/decide", {"act": "confirm"})
    made.refresh_from_db()
    assessment.refresh_from_db()
    assert (made.state, assessment.scheme_id) == ("proposed", made.base_id)

    assert county.client("dongjie").post(f"{base}/{made.pk}/decide", {"act": "confirm"}).status_code == 403
    second = county.client("kaohe2")
    assert "项方案调整待第二人确认" in second.get("/").content.decode()
    second.post(f"{base}/{made.pk}/decide", {"act": "confirm", "opinion": "同意"})
    made.refresh_from_db()
    assessment.refresh_from_db()
    assert (made.state, made.opinion, assessment.scheme) == ("confirmed", "同意", draft)
    assert assessment.filings.get(label="生产安全事故").rule == "每起扣4分，扣完为止"
    entry = Entry.objects.get(action="amendment.confirmed")
    assert (entry.before, entry.after) == (made.base.digest, draft.digest)
    assert county.client("dongjie").get(f"{base}/{made.pk}").status_code == 200


def test_facts_stay_where_they_belong_when_indicators_move(county: County) -> None:
    assessment = county.assessment
    filing = give(county, "到位资金（万元）", {"value": "3000"})
    move_filing(filing, FilingState.SUBMITTED, county.people["kaohe"])
    text = newest(assessment).text
    head, tail = text.split("      - name: 固定资产投资")
    draft = keep(assessment, text, head + ITEM + "      - name: 固定资产投资" + tail, county.people["kaohe"])
    effects = effects_of(assessment, draft)
    assert [effect.label for effect in effects.added] == ["环境事件"]
    assert (effects.removed, effects.returned) == ([], [])
    confirm(propose(assessment, draft, "增加生态环保", county.people["kaohe"]), "", county.people["kaohe2"])
    assessment.refresh_from_db()
    filing.refresh_from_db()
    assert (filing.key.partition("#")[0], filing.state) == ("1.3", "submitted")
    _facts, problems = collect(assessment, structure_of(draft))
    assert not [problem for problem in problems if problem.level == "error"]
    assert assessment.filings.get(label="环境事件").providers.get().name == "区应急局"


def test_facts_of_a_rule_that_is_gone_are_withdrawn_with_their_history(county: County) -> None:
    assessment = county.assessment
    filing = give(county, "到位资金（万元）", {"value": "3000"})
    draft = keep(
        assessment, "{measure: 到位资金（万元）, score: 每500万元计1分，最高计20分}", "{when: 完成招商任务, score: 计20分}",
        county.people["kaohe"],
    )  # fmt: skip
    effects = effects_of(assessment, draft)
    assert [(effect.label, effect.facts) for effect in effects.removed] == [("到位资金（万元）", 1)]
    confirm(propose(assessment, draft, "改为定性考核", county.people["kaohe"]), "", county.people["kaohe2"])
    filing.refresh_from_db()
    fact = Fact.objects.get(filing=filing)
    assert fact.is_withdrawn
    last = fact.corrections.last()
    assert last is not None
    assert "改为定性考核" in last.reason
    assert (last.before, last.after) == ({"value": "3000"}, None)
    assert not filing.is_required
    assert not filing.providers.exists()
    assert assessment.filings.get(label="完成招商任务").state == "open"


def test_a_filing_goes_back_when_it_is_asked_for_more(county: County) -> None:
    assessment = county.assessment
    filing = give(county, "到位资金（万元）", {"value": "3000"})
    move_filing(filing, FilingState.SUBMITTED, county.people["kaohe"])
    draft = keep(assessment, "[白石镇, 柳溪镇]", "[白石镇, 柳溪镇, 云台镇]", county.people["kaohe"])
    effects = effects_of(assessment, draft)
    assert effects.units_added == ["云台镇"]
    confirm(propose(assessment, draft, "增设云台镇", county.people["kaohe"]), "", county.people["kaohe2"])
    filing.refresh_from_db()
    assert (filing.state, filing.expected) == ("returned", 6)
    assert "增设云台镇" in filing.reason
    assert assessment.participants.filter(unit="云台镇").exists()


def test_a_unit_of_which_something_is_known_does_not_leave(county: County) -> None:
    give(county, "到位资金（万元）", {"value": "3000"})
    draft = keep(county.assessment, "[东街街道, 西街街道, 南湖街道]", "[西街街道, 南湖街道]", county.people["kaohe"])
    with pytest.raises(NotNowError, match="东街街道"):
        propose(county.assessment, draft, "撤销东街街道", county.people["kaohe"])
    draft = keep(county.assessment, "[西街街道, 南湖街道]", "[东街街道, 西街街道]", county.people["kaohe"])
    confirm(propose(county.assessment, draft, "撤销南湖街道", county.people["kaohe"]), "", county.people["kaohe2"])
    assert not county.assessment.participants.filter(unit="南湖街道").exists()


def test_sc20_a_change_is_decided_once(county: County) -> None:
    draft = keep(county.assessment, "每起扣5分", "每起扣4分", county.people["kaohe"])
    made = propose(county.assessment, draft, "调整", county.people["kaohe"])
    with pytest.raises(NotNowError):
        propose(county.assessment, draft, "再来一次", county.people["kaohe2"])
    base = f"/assessments/{county.assessment.pk}/scheme/amendments/{made.pk}/decide"
    second = county.client("kaohe2")
    second.post(base, {"act": "withdraw"})
    second.post(base, {"act": "refuse", "opinion": ""})
    made.refresh_from_db()
    assert made.state == "proposed"
    second.post(base, {"act": "refuse", "opinion": "依据不足"})
    made.refresh_from_db()
    assert made.state == "refused"
    for act in ("confirm", "refuse", "withdraw"):
        second.post(base, {"act": act, "opinion": "改主意"})
    made.refresh_from_db()
    county.assessment.refresh_from_db()
    assert (made.state, county.assessment.scheme_id) == ("refused", made.base_id)
    assert second.post(base, {"act": "x"}).status_code == 404


def test_the_pages_ask_no_more_when_there_is_more(
    county: County, preparing: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = county.client("kaohe")
    more = "".join(
        f"      - name: 指标{n}\n        points: 1\n        provider: 部门{n}\n        score: 由数据提供单位计分\n"
        for n in range(60)
    )
    for assessment in (preparing, county.assessment):
        for extra in ("", more):
            if extra:
                keep(assessment, "total:\n", extra + "total:\n", county.people["kaohe"])
            for page in ("", "scheme", "scheme/names", "scheme/publish", "scheme/amendments", "scheme/versions",
                         "scheme/forms", "scheme/text", "scheme/differences", "notices"):  # fmt: skip
                with django_assert_max_num_queries(29):
                    client.get(f"/assessments/{assessment.pk}/{page}")
