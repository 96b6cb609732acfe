"""Self-assessment: the same slots, a unit's own word, side by side with what was provided."""

from __future__ import annotations

import html
import json
import re
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Evidence, Fact, Filing, SelfAssessment, Side
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

STAYS = {"gaps": "yes"}
"""Said by a unit that hands in although something is blank."""


def give(
    county: County, rich: Assessment, of: Filing, values: dict[str, str], who: str = "dongjie", version: int = 0
) -> Any:  # noqa: ANN401 - the test client's answer
    about = unit(rich, "东街街道")
    row = {"filing": of.pk, "unit": about.pk, "values": values, "version": version}
    return county.client(who).post(
        url(rich, f"self/{about.pk}/rows"), json.dumps({"rows": [row]}), content_type="application/json"
    )


def test_a_unit_says_of_itself_what_is_read_like_what_is_provided(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    assert give(county, rich, of, {"score": "41"}).json()["problems"][0]["field"] == "score"
    assert give(county, rich, of, {"score": "39"}).json()["kept"][0]["filing"] == of.pk
    fact = Fact.objects.get()
    assert (fact.side, fact.row) == (Side.SELF, {"score": "39"})
    page = county.client("dongjie").get(url(rich, "self"), follow=True).content.decode()
    assert 'value="39"' in page
    assert "生产安全事故" in page


def test_sc14_a_unit_sees_and_changes_nothing_of_another(county: County, rich: Assessment) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    give(county, rich, of, {"score": "39"})
    fact = Fact.objects.get()
    assert give(county, rich, of, {"score": "1"}, who="xijie", version=1).status_code == 404
    other = county.client("xijie")
    for place in (f"self/{about.pk}", f"self/{about.pk}/rows/{fact.pk}", f"facts/{of.pk}"):
        assert other.get(url(rich, place)).status_code == 404
    for place in (f"self/{about.pk}/compare", "facts/providers"):
        assert other.get(url(rich, place)).status_code == 403
    assert other.post(url(rich, f"self/{about.pk}/submit")).status_code == 404
    assert other.post(url(rich, f"facts/rows/{fact.pk}/evidence")).status_code == 404


def test_a_self_assessment_is_handed_in_returned_and_accepted(county: County, rich: Assessment) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    own, office = county.client("dongjie"), county.client("kaohe")
    own.post(url(rich, f"self/{about.pk}/submit"))
    assert not SelfAssessment.objects.filter(state="submitted").exists()
    give(county, rich, of, {"score": "39"})
    own.post(url(rich, f"self/{about.pk}/submit"), STAYS)
    assert give(county, rich, of, {"score": "38"}, version=1).status_code == 409
    assert "有1份自评待审核" in office.get("/").content.decode()
    office.post(url(rich, f"self/{about.pk}/return"), {"reason": "缺佐证"})
    assert "缺佐证" in own.get(url(rich, f"self/{about.pk}")).content.decode()
    assert give(county, rich, of, {"score": "38"}, version=1).status_code == 200
    own.post(url(rich, f"self/{about.pk}/submit"), STAYS)
    office.post(url(rich, f"self/{about.pk}/accept"), {"seen": seen(office, rich, about)})
    assert SelfAssessment.objects.get().state == "verified"


def test_what_is_blank_is_named_before_a_self_assessment_is_handed_in(county: County, rich: Assessment) -> None:
    about = unit(rich, "东街街道")
    own = county.client("dongjie")
    give(county, rich, filing(rich, "固定资产投资"), {"score": "39"})
    answer = own.post(url(rich, f"self/{about.pk}/submit"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert not SelfAssessment.objects.filter(state="submitted").exists()
    named = re.findall(r"<li>([^<]+)</li>", page.partition("尚未提交")[2].partition("</ul>")[0])
    assert named
    assert "固定资产投资" not in named
    assert "生产安全事故" not in named
    shown = own.get(url(rich, f"self/{about.pk}")).content.decode()
    assert f"已填1项，共{len(named) + 1}项" in shown
    own.post(url(rich, f"self/{about.pk}/submit"), STAYS)
    assert SelfAssessment.objects.get().state == "submitted"


def test_a_unit_is_told_that_its_self_assessment_is_cut_off(county: County, rich: Assessment) -> None:
    about = unit(rich, "东街街道")
    place = url(rich, f"self/{about.pk}")
    assert "数据采集已经停止" not in county.client("dongjie").get(place).content.decode()
    Assessment.objects.filter(pk=rich.pk).update(stage=Stage.APPROVING)
    assert "数据采集已经停止" in county.client("dongjie").get(place).content.decode()


def seen(office: Client, rich: Assessment, about: Participant) -> str:
    page = office.get(url(rich, f"self/{about.pk}/compare")).content.decode()
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_what_is_accepted_is_what_was_looked_at_value_by_value_and_file_by_file(
    county: County, rich: Assessment
) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    own, office = county.client("dongjie"), county.client("kaohe")
    give(county, rich, of, {"score": "39"})
    fact = Fact.objects.get()
    own.post(url(rich, f"facts/rows/{fact.pk}/evidence"), {"file": SimpleUploadedFile("说明.txt", b"a")})
    own.post(url(rich, f"self/{about.pk}/submit"), STAYS)
    before = seen(office, rich, about)
    # Meanwhile somebody else returns it, and the unit hands in another value with another file of the same name.
    county.client("kaohe2").post(url(rich, f"self/{about.pk}/return"), {"reason": "数据有误"})
    give(county, rich, of, {"score": "38"}, version=1)
    own.post(url(rich, f"self/{about.pk}/submit"), STAYS)
    path = url(rich, f"self/{about.pk}/accept")
    answer = office.post(path, {"seen": before})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "39（说明.txt" in page
    assert "38（说明.txt" in page
    assert office.post(path).status_code == 409
    assert office.post(path, {"seen": "{"}).status_code == 409
    assert SelfAssessment.objects.get().state == "submitted"
    # What the page shows now can be accepted.
    between = seen(office, rich, about)
    evidence = Evidence.objects.get()
    Evidence.objects.update(is_withdrawn=True)
    assert office.post(path, {"seen": between}).status_code == 409
    Evidence.objects.update(is_withdrawn=False)
    assert office.post(path, {"seen": between}).status_code == 302
    entry = Entry.objects.get(action="self.verified")
    assert entry.data["looked_at"] == [f"固定资产投资：38（说明.txt sha256:{evidence.file.digest}）"]
    found = SelfAssessment.objects.get()
    assert found.accepted == {"values": 1, "files": 1, "digest": entry.after}


def test_the_office_sees_both_values_with_their_difference(county: County, rich: Assessment) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    give(county, rich, of, {"score": "39"})
    send(county.client("tongji"), of, [{"unit": "东街街道", "values": {"score": "36.5"}}])
    page = county.client("kaohe").get(url(rich, f"self/{about.pk}/compare?only=yes")).content.decode()
    assert "+2.5" in page
    assert "生产安全事故" not in page
    assert '<td class="number">1</td>' in county.client("kaohe").get(url(rich, "self")).content.decode()


def test_a_units_own_word_has_its_own_evidence(county: County, rich: Assessment) -> None:
    about = unit(rich, "东街街道")
    give(county, rich, filing(rich, "固定资产投资"), {"score": "39"})
    fact, own = Fact.objects.get(), county.client("dongjie")
    own.post(
        url(rich, f"facts/rows/{fact.pk}/evidence"), {"file": SimpleUploadedFile("说明.txt", b"a"), "note": "批复"}
    )
    evidence = Evidence.objects.get()
    assert "批复" in own.get(url(rich, f"self/{about.pk}/rows/{fact.pk}")).content.decode()
    for who, status in (("dongjie", 200), ("kaohe", 200), ("xijie", 404), ("tongji", 404)):
        answer = county.client(who).get(url(rich, f"facts/evidence/{evidence.pk}"))
        assert answer.status_code == status
        assert status != 200 or b"".join(answer) == b"a"
    own.post(url(rich, f"facts/evidence/{evidence.pk}/detach"))
    evidence.refresh_from_db()
    assert evidence.is_withdrawn


def test_units_are_reminded_of_their_self_assessment(county: County, rich: Assessment) -> None:
    about = unit(rich, "东街街道")
    county.client("kaohe").post(url(rich, "self/urge"), {"unit": [str(about.pk)], "text": "请抓紧自评"})
    assert "请抓紧自评" in county.client("dongjie").get("/").content.decode()
    assert "请抓紧自评" not in county.client("xijie").get("/").content.decode()
    give(county, rich, filing(rich, "固定资产投资"), {"score": "39"})
    county.client("dongjie").post(url(rich, f"self/{about.pk}/submit"), STAYS)
    assert "请抓紧自评" not in county.client("dongjie").get("/").content.decode()


def test_the_list_of_self_assessments_is_exported_and_leads_from_one_to_the_next(
    county: County, rich: Assessment
) -> None:
    for name, who in (("东街街道", "dongjie"), ("西街街道", "xijie")):
        row = {
            "filing": filing(rich, "固定资产投资").pk,
            "unit": unit(rich, name).pk,
            "values": {"score": "39"},
            "version": 0,
        }
        client, place = county.client(who), url(rich, f"self/{unit(rich, name).pk}")
        client.post(f"{place}/rows", json.dumps({"rows": [row]}), content_type="application/json")
        client.post(f"{place}/submit", STAYS)
    office, first = county.client("kaohe"), unit(rich, "东街街道")
    book = openpyxl.load_workbook(BytesIO(office.get(url(rich, "self?as=xlsx")).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:4] == ("东街街道", "街道", 1, 0)
    assert rows[1][5] == "已提交"
    page = office.get(url(rich, f"self/{first.pk}/compare")).content.decode()
    assert "下一项：西街街道" in page
    assert "无佐证" in page


def test_the_list_counts_what_differs_as_the_comparison_shows_it(county: County, rich: Assessment) -> None:
    about = unit(rich, "东街街道")
    said: dict[str, tuple[list[dict[str, str]], list[dict[str, str]]]] = {
        "固定资产投资": ([{"score": "39"}], [{"score": "36.5"}]),
        "完成农村公路任务": ([{"answer": "是"}], [{"answer": "是"}]),
        "生产安全事故": ([{"quantity": "1"}, {"quantity": "2"}], [{"quantity": "3"}]),
    }
    measures = Filing.objects.filter(assessment=rich, table="measures").order_by("pk")
    rows = {filing(rich, label): both for label, both in said.items()}
    rows[measures[0]] = [{"value": "900", "target": "1"}], []
    rows[measures[1]] = [{"value": "=1"}], [{"value": "900"}]
    for of, both in rows.items():
        for side, found in zip((Side.SELF, Side.PROVIDED), both, strict=True):
            for number, row in enumerate(found):
                Fact.objects.create(filing=of, participant=about, side=side, number=str(number), row=row)
    Fact.objects.create(filing=measures[0], participant=unit(rich, "西街街道"), row={"value": "5"})
    office = county.client("kaohe")
    book = openpyxl.load_workbook(BytesIO(office.get(url(rich, "self?as=xlsx")).content))
    counts = {row[0]: row[2:4] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert (counts["东街街道"], counts["西街街道"]) == ((5, 2), (0, 0))
    page = office.get(url(rich, f"self/{about.pk}/compare?only=yes"))
    assert len({row.line.filing for row in page.context["listing"]}) == 2


def test_a_unit_sees_where_its_self_assessment_stands_from_the_overview_on(county: County, rich: Assessment) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    Assessment.objects.filter(pk=rich.pk).update(self_due_on=timezone.localdate())
    own, office = county.client("dongjie"), county.client("kaohe")
    place, overview = url(rich, f"self/{about.pk}"), url(rich, "")

    def seen(at: str) -> str:
        return own.get(at).content.decode()

    assert "填写自评" in seen(overview)
    assert "填写自评" not in county.client("tongji").get(overview).content.decode()
    give(county, rich, of, {"score": "39"})
    own.post(f"{place}/submit", STAYS)
    assert "查看自评" in seen(overview)
    assert "待考核办审核" in seen(place)
    assert "未填报" in seen(place)
    page = office.get(f"{place}/compare").content.decode()
    assert "核验通过（1项数据、0个文件）" in page
    office.post(f"{place}/accept", {"seen": html.unescape(re.findall(r'name="seen" value="([^"]+)"', page)[0])})
    assert "核验通过，核验时查看了1项数据、0个文件" in seen(place)
    office.post(f"{place}/return", {"reason": "请补充依据"})
    assert "请补充依据" in seen(overview)


def test_a_refused_acceptance_leads_back_to_the_comparison(county: County, rich: Assessment) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "固定资产投资")
    give(county, rich, of, {"score": "39"})
    county.client("dongjie").post(url(rich, f"self/{about.pk}/submit"), STAYS)
    page = county.client("kaohe").post(url(rich, f"self/{about.pk}/accept"), {"seen": ""}).content.decode()
    # The links of the page that was posted to would ask it again, and it answers to no questions.
    assert f'href="{url(rich, f"self/{about.pk}/compare")}?only=yes"' in page
    assert 'href="?' not in page.partition("<main")[2]
    assert re.search(r'href="[^"]*/self" aria-current="page"', page)


def test_a_self_assessment_says_where_an_indicator_belongs_and_what_columns_mean(
    county: County, rich: Assessment
) -> None:
    page = county.client("dongjie").get(url(rich, f"self/{unit(rich, '东街街道').pk}")).content.decode()
    assert filing(rich, "固定资产投资").indicator in page
    assert "同一事项填相同的标记，只计一次。" in page
    assert re.search(r"<th[^>]*>级别<span class=\"must\"", page)


def test_a_long_self_assessment_is_accepted_after_all_its_pages_were_looked_at(
    county: County, rich: Assessment
) -> None:
    about, of = unit(rich, "东街街道"), filing(rich, "生产安全事故")
    Fact.objects.bulk_create(
        Fact(filing=of, participant=about, side=Side.SELF, number=f"{n}", row={"quantity": "1", "note": f"第{n}起"})
        for n in range(150)
    )
    county.client("dongjie").post(url(rich, f"self/{about.pk}/submit"), STAYS)
    office, place = county.client("kaohe"), url(rich, f"self/{about.pk}/compare")

    def page(query: str) -> str:
        answer: str = office.get(f"{place}{query}").content.decode()
        return answer

    first = page("")
    assert first.count("<tr") == 101
    assert "逐页看完后" in first
    assert 'name="seen"' not in first
    following = html.unescape(re.findall(r'href="(\?page=2[^"]*)"', first)[0])
    last = page(following)
    assert 'name="seen"' in last
    assert "从第一页看起" in page("?page=2")
    Fact.objects.filter(number="3").update(row={"quantity": "9"})
    assert "从第一页看起" in page(following)
    assert 'name="seen"' not in page("?only=bare&page=2")
    rows = office.get(f"{place}?as=csv&q=第7").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 12
    assert "第70起" in "".join(rows)
    assert len(office.get(f"{place}?as=csv&only=blank").content.decode().splitlines()) == 6
