"""The scheme is changed by forms; the text keeps everything that the forms do not show."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape

import pytest
from django.test import Client

from kaoji.web.assessments.forms import FORMS, OFFERS
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.reviewing import scheme_of
from kaoji.web.assessments.structures import checked
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

FULL = """\
panels:
  群众满意:  # 由民调中心组织
    points: 100
    options: {优: 3, 良: 1, 差: -1}
    score: 按满分折算
    provider: 区统计局
limits:
  - {when: 发生重大安全生产责任事故, grade_at_most: 良好, needs_approval: true}
  - {when: 一票否决, grade: 良好, uses_place: false, no_award: [进步奖, 先进奖], total_below: 85}
  - {when: 招商引资末两位, indicator: 招商引资, last_places: 2, not_grade: 优秀}
elsewhere:
  - {group: 乡镇, by: 市级名次, grades: {优秀: 1-2, 良好: [3-5]}}
awards:
  - {name: 进步奖, places: [1, 3], amount: 5万元}
  - {name: 先进奖, at_most: 2, amounts: {城区: 5万元, 郊区: 3万元}, amount_by: 类别}
afterwards:
  - {grade: 良好, years_running: 2, then: 约谈主要负责人}
  - {indicator: 招商引资, last_places: [1, 2], then: 书面说明}
  - {places: [1, 3], then: 通报表扬}
  - {last_place: true, total_below: 60, then: 提醒谈话}
choices:
  - {name: 四舍五入, decision: 保留两位小数时四舍五入}
quota: {rounding: floor, ties: order}
order: [工作实绩]
"""


@pytest.fixture
def full(preparing: Assessment, county: County) -> Assessment:
    text = newest(preparing).text
    keep(preparing, text, text + FULL, county.people["kaohe"])
    assert checked(newest(preparing).text).structure is not None
    return preparing


def fields(page: str) -> dict[str, str]:
    """Give what a form on a page would send."""
    found: dict[str, str] = {}
    main = page.split('<main id="main"')[1]
    for tag in re.findall(r"<input [^>]+>", main):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or name[1] == "csrfmiddlewaretoken":
            continue
        if 'type="checkbox"' in tag:
            if " checked" in tag:
                found[name[1]] = "on"
        else:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.DOTALL):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r"<option([^>]*) selected>([^<]*)", options)
        value = re.search(r'value="([^"]*)"', chosen[1]) if chosen else None
        found[name] = unescape(value[1] if value else chosen[2]) if chosen else ""
    return found


def opened(client: Client, assessment: Assessment, part: str) -> dict[str, str]:
    answer = client.get(f"/assessments/{assessment.pk}/scheme/forms/{part}")
    assert answer.status_code == 200
    return fields(answer.content.decode())


@pytest.mark.parametrize("part", FORMS)
def test_a_form_that_nothing_is_changed_in_changes_nothing(county: County, full: Assessment, part: str) -> None:
    client = county.client("kaohe")
    given = opened(client, full, part)
    answer = client.post(f"/assessments/{full.pk}/scheme/forms/{part}", given)
    assert answer.status_code == 302, answer.content.decode()
    assert newest(full).number == 2


def test_what_a_form_changes_stands_in_the_text_and_the_rest_stays(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    before = newest(full).text
    given = opened(client, full, "grades") | {"e0-share": "30%", "e2-name": "一般", "e2-share": "10%"}
    assert client.post(f"/assessments/{full.pk}/scheme/forms/grades", given).status_code == 302
    after = newest(full).text
    assert "{name: 优秀, share: 30%}" in after
    assert "name: 一般" in after
    assert "# 由民调中心组织" in after
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(changed) <= 3


def test_the_overview_says_how_panels_are_held_and_what_settles_equal_totals(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    address = f"/assessments/{full.pk}/scheme"
    said = unescape(client.get(address).content.decode())
    assert "投票测评，每票分值：优 3、良 1、差 -1；按满分折算" in said
    assert "取整 舍去小数；并列 按组成部分次序比较" in said
    assert "进步奖（名次 1–3；奖励 5万元）" in said
    assert "总分低于 85" in said
    assert "取消评奖资格 进步奖、先进奖" in said
    assert "按类别的奖励 城区 5万元、郊区 3万元" in said
    assert "等次的最后名额依次按工作实绩确定" in said
    client.post(f"{address}/forms/basics", opened(client, full, "basics") | {"e0-rank_ties": "order"})
    panel = {"e0-options": "", "e0-dimensions": "大局观念：60\n廉洁自律：40", "e0-score": "取平均分"}
    client.post(f"{address}/forms/panels", opened(client, full, "panels") | panel)
    said = unescape(client.get(address).content.decode())
    assert "总分相同的，依次按工作实绩排定名次" in said
    assert "评分表，各项满分：大局观念 60、廉洁自律 40；取平均分" in said
    client.post(f"{address}/forms/panels", opened(client, full, "panels") | {"e0-dimensions": "", "e0-entered": "on"})
    assert "直接填得分，满分100分" in unescape(client.get(address).content.decode())
    tried = client.post(f"{address}/forms/panels/trial", opened(client, full, "panels")).content.decode()
    assert "直接填得分，满分100分" in tried


def test_entries_are_taken_out_and_put_in_another_order(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "limits") | {"e0-place": "9"}
    client.post(f"/assessments/{full.pk}/scheme/forms/limits", given)
    file = checked(newest(full).text).file
    assert file is not None
    assert [limit.when for limit in file.scheme.limits] == ["一票否决", "招商引资末两位", "发生重大安全生产责任事故"]
    assert (file.scheme.limits[0].uses_place, file.scheme.limits[2].needs_approval) == (False, True)
    client.post(f"/assessments/{full.pk}/scheme/forms/limits", opened(client, full, "limits") | {"e0-gone": "on"})
    file = checked(newest(full).text).file
    assert file is not None
    assert [limit.when for limit in file.scheme.limits] == ["招商引资末两位", "发生重大安全生产责任事故"]


def test_everything_follows_when_a_group_or_a_panel_gets_another_name(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    text = newest(full).text
    keep(full, text, text.replace("工作实绩，保留两位小数", "工作实绩×90%+群众满意×10%"), county.people["kaohe"])
    client.post(f"/assessments/{full.pk}/scheme/forms/panels", opened(client, full, "panels") | {"e0-name": "群众评价"})
    client.post(f"/assessments/{full.pk}/scheme/forms/basics", opened(client, full, "basics"))
    file = checked(newest(full).text).file
    assert file is not None
    assert "群众评价×10%" in file.scheme.total[0].formula


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("grades", {"e0-share": "三成"}, "不是比例"),
        ("grades", {"e0-at_least": "很高"}, "不是数字"),
        ("grades", {"e0-name": ""}, "此项必填"),
        ("groups", {"e1-name": "街道"}, "有两项名称相同"),
        ("basics", {"e0-year": "明年"}, "不是此处适用的整数"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    county: County, full: Assessment, part: str, change: dict[str, str], said: str
) -> None:
    client = county.client("kaohe")
    given = opened(client, full, part) | change
    answer = client.post(f"/assessments/{full.pk}/scheme/forms/{part}", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert fields(page).items() >= change.items()
    assert newest(full).number == 2
    trial = client.post(f"/assessments/{full.pk}/scheme/forms/{part}/trial", given)
    assert said in trial.content.decode()


def test_a_formula_is_tried_as_it_is_typed(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "total") | {"e0-formula": "工作实绩×80%+民意×20%"}
    trial = client.post(f"/assessments/{full.pk}/scheme/forms/total/trial", given).content.decode()
    assert "民意" in trial
    assert "scheme.E113" in trial


def test_a_part_that_somebody_else_changed_is_not_laid_over(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "grades") | {"e0-share": "30%"}
    keep(full, "share: 40%", "share: 35%", county.people["kaohe2"])
    answer = client.post(f"/assessments/{full.pk}/scheme/forms/grades", given)
    assert answer.status_code == 409
    assert "苏望" in answer.content.decode()
    given = opened(client, full, "quota") | {"e0-rounding": "half_up"}
    keep(full, "share: 35%", "share: 45%", county.people["kaohe2"])
    assert client.post(f"/assessments/{full.pk}/scheme/forms/quota", given).status_code == 302
    assert "share: 45%" in newest(full).text


def met(client: Client, assessment: Assessment, part: str, given: dict[str, str]) -> str:
    """Send a form that meets a change of somebody else, and give the page."""
    answer = client.post(f"/assessments/{assessment.pk}/scheme/forms/{part}", given)
    assert answer.status_code == 409
    return answer.content.decode()


def test_who_meets_anothers_change_keeps_theirs_with_one_click_and_the_others_where_only_they_changed(
    county: County, full: Assessment
) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{full.pk}/scheme/forms/grades"
    given = opened(client, full, "grades") | {"e0-share": "30%"}
    names = [grade.name for grade in scheme_of(newest(full)).grades]
    keep(full, "share: 40%", "share: 35%", county.people["kaohe2"])
    page = met(client, full, "grades", given)
    assert all(word in page for word in ("30%", "35%", "40%"))
    again = fields(page)
    assert again["e0-share"] == "30%"
    # A third change of the same part is shown before anything is kept.
    keep(full, "share: 35%", "share: 45%", county.people["kaohe2"])
    page = met(client, full, "grades", again | {"keep": "mine"})
    assert "45%" in page
    assert client.post(path, fields(page) | {"keep": "mine"}).status_code == 302
    grades = scheme_of(newest(full)).grades
    assert [grade.name for grade in grades] == names
    assert grades[0].share == Fraction(3, 10)


def test_entries_of_a_list_that_two_people_change_are_laid_over_each_other(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "limits") | {"e0-when": "发生较大事故", "e1-gone": "on"}
    keep(full, "last_places: 2,", "last_places: 3,", county.people["kaohe2"])
    keep(full, "elsewhere:", "  - {when: 弄虚作假, grade: 良好}\nelsewhere:", county.people["kaohe2"])
    page = met(client, full, "limits", given)
    assert "弄虚作假" in page
    client.post(f"/assessments/{full.pk}/scheme/forms/limits", fields(page) | {"keep": "mine"})
    limits = scheme_of(newest(full)).limits
    assert [(limit.when, limit.last_places) for limit in limits] == [
        ("发生较大事故", None), ("招商引资末两位", 3), ("弄虚作假", None),
    ]  # fmt: skip


def test_a_new_name_of_one_person_goes_through_what_the_other_changed(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "panels") | {"e0-name": "群众评议"}
    keep(full, "差: -1", "差: -2", county.people["kaohe2"])
    again = fields(met(client, full, "panels", given))
    client.post(f"/assessments/{full.pk}/scheme/forms/panels", again | {"keep": "mine"})
    assert list(scheme_of(newest(full)).panels) == ["群众评议"]


def test_who_meets_anothers_change_can_keep_that(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "grades") | {"e0-share": "30%"}
    keep(full, "share: 40%", "share: 35%", county.people["kaohe2"])
    before = newest(full)
    again = fields(met(client, full, "grades", given))
    answer = client.post(f"/assessments/{full.pk}/scheme/forms/grades", again | {"keep": "theirs"})
    assert answer.status_code == 302
    assert newest(full) == before


def test_basics_of_two_people_are_laid_over_each_other_field_by_field(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    title = scheme_of(newest(full)).title
    given = opened(client, full, "basics") | {"e0-issuer": "县委办公室"}
    keep(full, title, f"{title}（修订）", county.people["kaohe2"])
    again = fields(met(client, full, "basics", given))
    client.post(f"/assessments/{full.pk}/scheme/forms/basics", again | {"keep": "mine"})
    scheme = scheme_of(newest(full))
    assert (scheme.issuer, scheme.title) == ("县委办公室", f"{title}（修订）")


# -------------------------------------------------------------------- indicators


def indicator(client: Client, assessment: Assessment, place: str, **changes: str) -> str:
    number = newest(assessment).number
    path = f"/assessments/{assessment.pk}/scheme/versions/{number}/indicators/{place}"
    given = {"name": "", "points": "", "provider": "", **changes}
    if place.partition("?")[0] != "new":
        main = client.get(path).content.decode().split("<section>")[0].split("</form>\n<section")[0]
        given = fields(main) | changes
    answer = client.post(path, given)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_an_indicator_is_added_changed_moved_and_taken_out(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    assert client.get(f"/assessments/{full.pk}/scheme/forms").status_code == 200
    assert not indicator(client, full, "new?under=0", name="生态环保", points="10", provider="区统计局、区商务局")
    file = checked(newest(full).text).file
    assert file is not None
    made = file.scheme.indicators[0].items[-1]
    assert (made.name, str(made.points), made.provider) == ("生态环保", "10", ("区统计局", "区商务局"))

    assert not indicator(client, full, "0.0", points="35", when_absent="计满分")
    text = newest(full).text
    assert "points: 35" in text
    assert "# 以统计年鉴为准" in text

    def act(place: str, **given: str) -> None:
        path = f"/assessments/{full.pk}/scheme/versions/{newest(full).number}/indicators/{place}/act"
        assert client.post(path, given).status_code == 302

    act("0.3", act="up")
    act("0.0", act="out")
    file = checked(newest(full).text).file
    assert file is not None
    assert [node.name for node in file.scheme.indicators[0].items] == ["招商引资", "生态环保", "平安建设"]


def test_whom_an_indicator_does_not_apply_to_is_said_by_attributes(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    assert not indicator(client, full, "0.1", absent_for="有招商任务：否、暂缓", when_absent="计满分")
    file = checked(newest(full).text).file
    assert file is not None
    assert file.scheme.indicators[0].items[1].absent_for == {"有招商任务": ("否", "暂缓")}


@pytest.mark.parametrize("said", ["并入“平安建设”", "相应分值计入平安建设", "平安建设"])
def test_what_takes_the_points_of_an_indicator_is_written_as_notices_do(
    county: County, full: Assessment, said: str
) -> None:
    client = county.client("kaohe")
    assert not indicator(client, full, "0.1", absent_for="有招商任务：否", when_absent=said)
    found = checked(newest(full).text)
    assert found.structure is not None
    assert found.structure.scheme.indicators[0].items[1].when_absent == "平安建设"
    form = client.get(f"/assessments/{full.pk}/scheme/versions/{newest(full).number}/indicators/0.1").content.decode()
    assert '<option value="并入“平安建设”">' in form


def test_points_that_are_handed_on_by_nobody_are_said_in_the_words_of_the_form(
    county: County, full: Assessment
) -> None:
    client = county.client("kaohe")
    assert not indicator(client, full, "0.1", applies_to="街道", when_absent="并入“平安建设”")
    page = client.get(f"/assessments/{full.pk}/scheme/versions/{newest(full).number}/indicators/0.1").content.decode()
    assert "“招商引资”在乡镇没有转出分值：“不适用时”对“适用范围”以外的单位不起作用" in page


def test_names_that_would_do_are_listed_in_the_order_of_the_scheme(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    indicator(client, full, "0.1", absent_for="有招商任务：否", when_absent="并入“平安”")
    page = client.get(f"/assessments/{full.pk}/scheme").content.decode()
    known = "按比例折算、计满分、计零分、工作实绩、固定资产投资、招商引资、平安建设"
    assert f"“平安”没有对应的内容；已有：{known}。" in page.replace("“不适用时”中的", "")


def test_limits_say_how_their_grades_differ_and_that_grades_come_first(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{full.pk}/scheme/forms/limits"
    page = client.get(path).content.decode()
    assert "用于一票否决：不论得分" in page
    assert "用于奖励：不论名次" in page
    assert "请先填写“等次”" not in page
    text = newest(full).text
    start, end = text.index("grades:"), text.index("panels:")
    keep(full, text[start:end], "", county.people["kaohe"])
    page = client.get(path).content.decode()
    assert "尚无可选内容，请先填写“等次”。" in page
    assert f'href="/assessments/{full.pk}/scheme/forms/grades">去填写' in page


def test_limits_and_consequences_rest_on_places_in_an_indicator(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    given = opened(client, full, "afterwards")
    assert (given["e1-indicator"], given["e1-last_places"], given["e2-places"]) == ("招商引资", "1-2", "1-3")
    client.post(f"/assessments/{full.pk}/scheme/forms/afterwards", given | {"e1-last_places": "1-3"})
    assert not indicator(client, full, "0.1", name="招商到位资金")
    file = checked(newest(full).text).file
    assert file is not None
    assert file.scheme.limits[2].indicator == "招商到位资金"
    assert (file.scheme.afterwards[1].indicator, file.scheme.afterwards[1].last_places) == ("招商到位资金", (1, 3))


def test_rules_of_an_indicator_are_added_moved_and_taken_out(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    rule = {"seen": "2", "place": "0.2", "number": "", "slot": "events", "label": "较大事故", "score": "每起扣20分"}
    answer = client.post(f"/assessments/{full.pk}/scheme/rule", {**rule, "back": "indicator"})
    assert answer.headers["Location"].endswith("/versions/3/indicators/0.2")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "较大事故" in page
    client.post(answer.headers["Location"] + "/act", {"act": "rule-up", "rule": "1"})
    client.post(f"/assessments/{full.pk}/scheme/versions/4/indicators/0.2/act", {"act": "rule-out", "rule": "1"})
    file = checked(newest(full).text).file
    assert file is not None
    assert [rule.events for rule in file.scheme.indicators[0].items[2].rules] == ["较大事故"]


def test_an_indicator_is_tried_as_it_is_typed(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{full.pk}/scheme/versions/2/indicators/0.2/trial"
    trial = client.post(path, {"name": "平安建设", "points": "很多", "limits": "最多扣40分"}).content.decode()
    assert "不是数字" in trial
    trial = client.post(path, {"name": "平安建设", "points": "40", "limits": "随便扣"}).content.decode()
    assert "尚未读懂" in trial


def test_nothing_stands_below_an_indicator_that_has_rules(county: County, full: Assessment) -> None:
    page = indicator(county.client("kaohe"), full, "new?under=0.2", name="下级")
    assert "已有计分规则" in page
    assert newest(full).number == 2


def test_a_name_that_is_missing_is_said_at_the_field(county: County, full: Assessment) -> None:
    page = indicator(county.client("kaohe"), full, "new", points="5")
    assert "此项必填" in page


@pytest.mark.parametrize("place", ["9", "0.9", "x", "new?under=7", "-1"])
def test_sc30_an_indicator_that_is_not_there_is_not_found(county: County, full: Assessment, place: str) -> None:
    client = county.client("kaohe")
    assert client.get(f"/assessments/{full.pk}/scheme/versions/2/indicators/{place}").status_code == 404


def test_sc30_a_form_takes_whatever_it_is_sent(county: County, full: Assessment) -> None:
    client = county.client("kaohe")
    odd = {"seen": "2", "count": "3", "e0-was": "99", "e1-was": "-1", "e2-place": "x" * 500, "e0-name": "<b>"}
    for part in FORMS:
        answer = client.post(f"/assessments/{full.pk}/scheme/forms/{part}", odd)
        assert answer.status_code in (302, 409, 422)
        assert client.post(f"/assessments/{full.pk}/scheme/forms/{part}/trial", odd).status_code == 200
    assert client.get(f"/assessments/{full.pk}/scheme/forms/none").status_code == 404


def test_what_can_take_a_weight_is_offered_and_nothing_else() -> None:
    structure = checked("""
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲乡, 乙镇]}}
indicators:
  - name: 职能工作
    items:
      - {name: 重点任务, points: 100, weight: 40%, score: 直接计分}
      - {name: 日常工作, points: 100, weight: 60%, score: 直接计分}
  - name: 共性工作
    items: [{name: 党建, points: 100, score: 直接计分}]
  - {name: 加分, bonus: true, score: 直接计分}
total: [{formula: 职能工作×70%+共性工作×30%}]
""").structure
    assert structure is not None
    offered = [text for text in OFFERS["absences"](structure.scheme) if text.startswith("权重并入")]
    assert offered == ["权重并入“职能工作”", "权重并入“重点任务”", "权重并入“日常工作”", "权重并入“共性工作”"]
