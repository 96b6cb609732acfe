"""A draft is looked through part by part: accepted, edited, rejected, put back."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from kaoji.reading.drafts.taking import PROBABLE
from kaoji.scheme import parse_score
from kaoji.web.assessments import reviewing
from kaoji.web.assessments.editing import walk
from kaoji.web.assessments.meaning import in_words
from kaoji.web.assessments.models import Assessment, Verdict
from kaoji.web.assessments.parts import parts_of
from kaoji.web.assessments.starting import start_from_last
from kaoji.web.assessments.structures import checked
from kaoji.web.audit.models import Entry
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

HTMX = {"HX-Request": "true"}


def review(client: Client, assessment: Assessment, show: str = "all") -> str:
    answer = client.get(f"/assessments/{assessment.pk}/scheme/review?show={show}")
    assert answer.status_code == 200
    return answer.content.decode()


def keys_of(page: str, label: str) -> tuple[str, list[str]]:
    """Give the card of an indicator and the keys of its open parts."""
    card = next(part for part in page.split("<article")[1:] if f">{label}" in part or f"＞ {label}" in part)
    found = re.search(r'id="([^"]+)"', card)
    assert found is not None
    return found[1], list(dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', card)))


def test_parts_that_need_eyes_come_first(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    page = review(client, preparing, "eyes")
    assert "原文没有写明计分方法" in page
    assert "招商引资" not in page.split("pairs-list")[1]
    assert "0处" in page


def test_an_accepted_part_counts_as_looked_at_and_says_by_whom(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    card, keys = keys_of(review(client, preparing), "招商引资")
    path = f"/assessments/{preparing.pk}/scheme/review/accept"
    answer = client.post(path, {"card": card, "key": keys}, headers=HTMX)
    assert "林一舟" in answer.content.decode()
    assert "hx-swap-oob" in answer.content.decode()
    verdict = Verdict.objects.get(assessment=preparing)
    assert (verdict.judgement, verdict.label) == ("accepted", "招商引资：到位资金（万元）")
    assert Entry.objects.filter(action="scheme.accept", assessment_id=preparing.pk).exists()
    client.post(f"/assessments/{preparing.pk}/scheme/review/{verdict.pk}/reopen", {"card": card}, headers=HTMX)
    assert not Verdict.objects.exists()


def test_what_is_left_is_counted_anew_with_each_verdict(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    place = f"/assessments/{preparing.pk}/scheme/review"
    page = client.get(f"{place}?show=all")
    card, keys = keys_of(review(client, preparing), "招商引资")
    left = page.context["counts"]["open"]
    answer = client.post(f"{place}/accept", {"key": keys, "card": card, "show": "all"}, headers=HTMX)
    text = answer.content.decode()
    assert 'id="review-filters"' in text
    assert f"<b>{left - 1}</b>" in text


def test_a_verdict_ends_when_the_part_says_something_else(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    card, keys = keys_of(review(client, preparing), "平安建设")
    client.post(f"/assessments/{preparing.pk}/scheme/review/accept", {"card": card, "key": keys})
    keep(preparing, "每起扣5分", "每起扣4分", county.people["kaohe2"])
    _card, now = keys_of(review(client, preparing), "平安建设")
    assert now
    assert now != keys
    answer = client.post(f"/assessments/{preparing.pk}/scheme/review/accept", {"card": card, "key": keys}, headers=HTMX)
    assert "在此期间已有改动" in answer.content.decode()


def test_a_rule_is_tried_as_it_is_typed(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    given = {"seen": 1, "place": "0.2", "number": 0, "slot": "events", "label": "生产安全事故"}
    path = f"/assessments/{preparing.pk}/scheme/rule/trial"
    good = client.post(path, {**given, "score": "每起扣5分，最多扣20分"}, headers=HTMX).content.decode()
    assert "理解为" in good
    bad = client.post(path, {**given, "score": "酌情扣分吧"}, headers=HTMX).content.decode()
    assert "尚未读懂" in bad
    assert 'class="finding error"' in bad


def test_an_edited_rule_is_a_new_version_that_counts_as_looked_at(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{preparing.pk}/scheme/rule"
    form = client.get(f"{path}?seen=1&place=0.2&number=0&card=n0.2", headers=HTMX).content.decode()
    assert "每起扣5分，扣完为止" in form
    given = {"seen": 1, "place": "0.2", "number": 0, "slot": "events", "label": "生产安全事故", "card": "n0.2"}
    answer = client.post(path, {**given, "score": "每起扣10分，扣完为止"}, headers=HTMX).content.decode()
    assert "每起扣10分" in answer
    assert "原为" in answer
    version = newest(preparing)
    assert version.number == 2
    assert version.text.startswith("# 初稿，待核对")
    assert "# 以统计年鉴为准" in version.text
    assert Verdict.objects.get(assessment=preparing).judgement == "edited"


def test_a_rule_that_leads_on_to_another_page_never_draws_it_inside_its_own(
    county: County, preparing: Assessment
) -> None:
    form = {"seen": newest(preparing).number, "place": "0.2", "score": "每次扣3分，扣完为止", "label": "乱收费",
            "slot": "events", "back": "indicator"}  # fmt: skip
    client = county.client("kaohe")
    path = f"/assessments/{preparing.pk}/scheme/rule"
    alone = client.get(
        path, {"seen": str(newest(preparing).number), "place": "0.2", "back": "indicator"}
    ).content.decode()
    assert f'hx-post="{path}"' not in alone
    answer = client.post(path, form, headers=HTMX)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["HX-Redirect"].endswith("/indicators/0.2")


def test_a_rule_that_is_not_understood_is_not_kept(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    given = {"seen": 1, "place": "0.2", "number": 0, "slot": "events", "label": "事故", "score": "看着办"}
    answer = client.post(f"/assessments/{preparing.pk}/scheme/rule", given)
    assert answer.status_code == 422
    assert "看着办" in answer.content.decode()
    assert newest(preparing).number == 1


def test_a_rule_that_somebody_else_changed_is_not_laid_over(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    keep(preparing, "每起扣5分", "每起扣8分", county.people["kaohe2"])
    given = {"seen": 1, "place": "0.2", "number": 0, "slot": "events", "label": "生产安全事故", "score": "每起扣6分"}
    answer = client.post(f"/assessments/{preparing.pk}/scheme/rule", given)
    assert answer.status_code == 409
    assert "<strong>每起扣8分" in answer.content.decode()
    assert "每起扣8分" in newest(preparing).text


def test_a_rule_is_kept_when_somebody_else_changed_another(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    keep(preparing, "最高计20分", "最高计15分", county.people["kaohe2"])
    given = {"seen": 1, "place": "0.2", "number": 0, "slot": "events", "label": "生产安全事故", "score": "每起扣6分"}
    assert client.post(f"/assessments/{preparing.pk}/scheme/rule", given).status_code == 302
    text = newest(preparing).text
    assert "最高计15分" in text
    assert "每起扣6分" in text


def test_a_rejected_rule_leaves_the_scheme_and_can_come_back(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    card, keys = keys_of(review(client, preparing), "招商引资")
    client.post(f"/assessments/{preparing.pk}/scheme/review/reject", {"card": card, "key": keys[0]})
    assert "到位资金" not in newest(preparing).text
    assert "到位资金" in review(client, preparing, "rejected")
    verdict = Verdict.objects.get(assessment=preparing, judgement="rejected")
    client.post(f"/assessments/{preparing.pk}/scheme/review/{verdict.pk}/restore", {"card": card})
    assert "到位资金（万元）" in newest(preparing).text


def test_notes_on_what_was_accepted_are_taken_out(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    card, keys = keys_of(review(client, preparing), "固定资产投资")
    client.post(f"/assessments/{preparing.pk}/scheme/review/accept", {"card": card, "key": keys})
    client.post(f"/assessments/{preparing.pk}/scheme/review/settle")
    assert "check:" not in newest(preparing).text


def test_looking_through_asks_no_more_when_there_is_more(
    county: County, preparing: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = county.client("kaohe")
    with django_assert_max_num_queries(16):
        review(client, preparing)
    more = "".join(f"      - name: 指标{n}\n        points: 1\n        score: 由数据提供单位计分\n" for n in range(120))
    keep(preparing, "total:\n", more + "total:\n", county.people["kaohe"])
    with django_assert_max_num_queries(16):
        assert "2" in review(client, preparing)


@pytest.mark.parametrize("who", ["changwei", "shenji", "dongjie"])
def test_sc13_only_the_office_judges(county: County, who: str) -> None:
    client = county.client(who)
    base = f"/assessments/{county.assessment.pk}/scheme"
    for path in (
        "review/accept",
        "review/reject",
        "review/decide",
        "review/settle",
        "rule",
        "rule/trial",
        "text/check",
    ):
        assert client.post(f"{base}/{path}").status_code == 403
    assert client.get(f"{base}/review").status_code == (403 if who == "dongjie" else 200)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("每起扣5分，扣完为止", ["每起扣5分：数量为3的，扣15分。", "最低0分。"]),
        ("每500万元加5分，最高加15分", ["每500万元加5分：数量为1750的，加15分。不足500万元的不计。", "加分最多15分。"]),
        ("完成的计10分；未完成的扣5分", ["完成的，得10分。", "未完成的，扣5分。"]),
        ("达到95%计5分", ["数值不低于95%的，得5分。"]),
        ("第1名加5分，第2至3名加3分", ["按名次：第1名5分；第2至3名3分。"]),
        ("按完成比例计分", ["按完成目标的比例得分，达到目标得满分。"]),
        ("每低于目标的2%扣1分", ["每低于目标的2%扣1分：目标200、完成188的，扣3分。不足2%的不计。"]),
        ("每低于目标的50%扣1分", ["每低于目标的50%扣1分：目标200、完成100的，扣1分。不足50%的不计。"]),
        ("加1-3分", ["由数据提供单位在1至3分之间加分。"]),
    ],
)
def test_a_rule_is_put_into_words_with_a_worked_number(rule: str, said: list[str]) -> None:
    score, _problems = parse_score(rule)
    assert score is not None
    with override("zh-hans"):
        assert in_words(score) == said


def test_next_year_begins_with_what_was_judged_last_year_and_asks_about_what_is_said_otherwise(
    county: County, preparing: Assessment
) -> None:
    client, person = county.client("kaohe"), county.people["kaohe"]
    rejected, accepted = (
        keys_of(review(client, preparing), "平安建设")[1],
        keys_of(review(client, preparing), "招商引资")[1],
    )
    reviewing.accept(preparing, {*accepted, *rejected}, person)
    reviewing.reject(preparing, keys_of(review(client, preparing), "固定资产投资")[1][-1], person)
    said = Verdict.objects.get(assessment=preparing, key=accepted[0])
    Verdict.objects.filter(pk=said.pk).update(at=said.at - timedelta(days=300))
    following = start_from_last(preparing, "青川区2027年度街道考核", 2027, person)
    assert not following.verdicts.filter(judgement="rejected").exists()
    taken = following.verdicts.get(key=accepted[0])
    assert (taken.by, taken.at) == (person, said.at - timedelta(days=300))
    page = review(client, following)
    assert f"林一舟 · {taken.at.astimezone():%Y-%m-%d}" in page
    keep(following, "每起扣5分", "每起扣6分", person)
    card = keys_of(review(client, following), "平安建设")[1]
    assert card
    assert not set(card) & set(rejected)


def test_an_indicator_that_only_a_finding_speaks_of_is_accepted(county: County, preparing: Assessment) -> None:
    # Nobody is named who provides it: that is all there is to say of the indicator itself.
    keep(preparing, "        provider: 区商务局\n", "", county.people["kaohe"])
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme"
    found = checked(newest(preparing).text)
    assert found.file is not None
    part = next(each for each in parts_of(found.file, found.findings) if each.path[-1:] == ("招商引资",))
    assert part.kind == "indicator"
    client.post(f"{place}/review/accept", {"key": part.key})
    assert Verdict.objects.get(assessment=preparing).key == part.key


def test_pages_in_english_say_remarks_and_notes_that_were_kept_in_chinese(
    county: County, preparing: Assessment
) -> None:
    version = newest(preparing)
    version.note = "采纳“方案.docx”中的5处变化"
    version.save()
    client = county.client("kaohe")
    client.cookies["kaoji_language"] = "en"
    assert (
        "5 changes taken from “方案.docx”"
        in client.get(f"/assessments/{preparing.pk}/scheme/versions").content.decode()
    )


def test_a_draft_is_given_as_a_table_with_how_surely_each_part_was_read(county: County, preparing: Assessment) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/review"
    keep(preparing, "check: 原文没有写明计分方法", f"check: {PROBABLE}", county.people["kaohe"])
    keep(preparing, "name: 招商引资", "name: =HYPERLINK(1)", county.people["kaohe"])
    _card, keys = keys_of(review(client, preparing), "平安建设")
    client.post(f"{place}/accept", {"key": keys})
    _card, keys = keys_of(review(client, preparing), "=HYPERLINK(1)")
    client.post(f"{place}/reject", {"key": keys[0]})
    content = client.get(f"{place}?show=all&as=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    by_label = {row["填报内容"]: row for row in rows}
    accepted = by_label["生产安全事故"]
    assert accepted["指标"].endswith("平安建设")
    assert accepted["分值"] == "40"
    assert accepted["规则"] == "每起扣5分，扣完为止"
    assert (accepted["读取把握"], accepted["核对意见"], accepted["核对人"]) == ("确定", "通过", "林一舟")
    assert accepted["时间"].startswith("20")
    assert [row["读取把握"] for row in rows if row["备注"].startswith("请核对：这一条很可能")] == ["很可能"]
    rejected = next(row for row in rows if row["核对意见"] == "已否决")
    assert rejected["读取把握"] == "已否决"
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    assert "每500万元计1分，最高计20分" in rejected["规则"]
    # Every indicator that is scored is there, and the file says the same in the reader's language.
    scheme = checked(newest(preparing).text).file
    assert scheme is not None
    assert {found.node.name for found in walk(scheme.scheme) if not found.node.items} <= {
        row["指标"].split(" ＞ ")[-1].lstrip("'") for row in rows
    }
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{place}?show=all&as=xlsx").content))
    assert book.worksheets[0].max_row == len(rows) + 1
    eyes = client.get(f"{place}?show=eyes&as=csv").content.decode("utf-8-sig").splitlines()
    assert 1 < len(eyes) < len(rows)
    client.cookies["kaoji_language"] = "en"
    english = client.get(f"{place}?show=all&as=csv").content.decode("utf-8-sig").splitlines()
    assert english[0].startswith("Place in the notice,Words of the notice,Indicator,Points")
    assert Entry.objects.filter(action="list.export", user="kaohe").count() == 4
    assert county.client("tongji").get(f"{place}?as=csv").status_code == 404
