"""Templates down, filled workbooks up."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.actions import workbooks
from kaoji.web.facts.models import Correction, Fact, Workbook
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, do_all
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, url


def template(client: Client, rich: Assessment, query: str = "") -> openpyxl.Workbook:
    answer = client.get(url(rich, f"facts/template{query}"))
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def write(book: openpyxl.Workbook, sheet: str, unit: str, header: str, value: float | str, indicator: str = "") -> None:
    found = book[sheet]
    heads = [cell.value for cell in found[1]]
    for row in found.iter_rows(min_row=2):
        if row[0].value == unit and (not indicator or indicator in str(row[heads.index("指标")].value)):
            found.cell(row[0].row, heads.index(header) + 1).value = value


def hand_in(client: Client, rich: Assessment, book: openpyxl.Workbook) -> Workbook:
    target = BytesIO()
    book.save(target)
    upload = SimpleUploadedFile("填报.xlsx", target.getvalue())
    assert client.post(url(rich, "facts/workbooks"), {"file": upload}).status_code == 302
    return Workbook.objects.latest("pk")


def test_the_template_asks_for_ones_own_and_holds_what_is_known(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    send(client, filing(rich, "固定资产投资"), [{"unit": "东街街道", "values": {"score": "36.5"}}])
    book = template(client, rich)
    assert {"得分", "数值", "是否", "工作项", "测评票"} <= set(book.sheetnames)
    assert "事项" not in book.sheetnames
    cells = {row[0]: row[-1] for row in book["得分"].iter_rows(min_row=2, values_only=True)}
    assert cells["东街街道"] == 36.5
    assert cells["西街街道"] is None
    one = template(client, rich, f"?filing={filing(rich, '固定资产投资').pk}")
    assert "数值" not in one.sheetnames


def test_a_right_workbook_is_taken_over_at_once(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 36.5)
    write(book, "得分", "西街街道", "得分", 40)
    workbook = hand_in(client, rich, book)
    assert (workbook.kept, workbook.findings) == (2, [])
    rows = {fact.participant.unit: fact.row for fact in Fact.objects.select_related("participant")}
    assert rows == {"东街街道": {"score": "36.5"}, "西街街道": {"score": "40"}}
    assert Correction.objects.count() == 2
    page = client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert "尚未提交" in page
    grid = url(rich, f"facts/{filing(rich, '固定资产投资').pk}")
    assert f'href="{grid}"' in page
    client.post(f"{grid}/submit", {"gaps": "yes"})
    assert "尚未提交" not in client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()


def test_of_two_rows_for_one_unit_neither_is_taken_over(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 30)
    write(book, "得分", "西街街道", "得分", 40)
    sheet = book["得分"]
    first = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "东街街道")
    sheet.append([*first[:-1], 35])
    workbook = hand_in(client, rich, book)
    client.post(url(rich, f"facts/workbooks/{workbook.pk}/take"))
    assert {fact.participant.unit for fact in Fact.objects.select_related("participant")} == {"西街街道"}


def test_a_workbook_of_ones_own_making_is_answered_with_the_way_to_the_template(
    county: County, rich: Assessment
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["单位", "得分"])  # type: ignore[union-attr]
    book.active.append(["东街街道", 30])  # type: ignore[union-attr]
    client = county.client("tongji")
    workbook = hand_in(client, rich, book)
    assert "请下载本考核的模板填写" in client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()


def test_errors_are_shown_by_cell_and_marked_and_the_right_rows_can_be_taken(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 41)
    write(book, "得分", "西街街道", "得分", 40)
    workbook = hand_in(client, rich, book)
    assert not Fact.objects.exists()
    page = client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert "facts.E225" in page or "facts.E2" in page
    marked = client.get(url(rich, f"facts/workbooks/{workbook.pk}/marked"))
    sheet = openpyxl.load_workbook(BytesIO(marked.content))
    assert sheet.sheetnames[0] == "问题清单"
    client.post(url(rich, f"facts/workbooks/{workbook.pk}/take"))
    assert [fact.row for fact in Fact.objects.all()] == [{"score": "40"}]
    client.post(url(rich, f"facts/workbooks/{workbook.pk}/take"))
    assert Correction.objects.count() == 1


def test_a_workbook_that_replaces_a_value_shows_it_first(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    send(client, filing(rich, "固定资产投资"), [{"unit": "东街街道", "values": {"score": "36.5"}}])
    write(book, "得分", "东街街道", "得分", 35)
    workbook = hand_in(client, rich, book)
    page = client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert "36.5" in page
    assert Fact.objects.get().row == {"score": "36.5"}
    client.post(url(rich, f"facts/workbooks/{workbook.pk}/take"))
    assert Fact.objects.get().row == {"score": "35"}
    assert Correction.objects.latest("pk").before == {"score": "36.5"}


def test_the_same_events_handed_in_twice_are_kept_once(county: County, rich: Assessment) -> None:
    client = county.client("yingji")
    book = template(client, rich)
    sheet = book["事项"]
    heads = [cell.value for cell in sheet[1]]
    for name, value in {"单位": "东街街道", "指标": "平安建设", "级别": "较大事故", "日期": "2026-03-01"}.items():
        sheet.cell(2, heads.index(name) + 1).value = value
    assert hand_in(client, rich, book).kept == 1
    assert Workbook.objects.latest("pk").findings == []
    again = hand_in(client, rich, book)
    assert "一致" in client.get(url(rich, f"facts/workbooks/{again.pk}")).content.decode()
    filled = template(client, rich)
    heads = [cell.value for cell in filled["事项"][1]]
    filled["事项"].cell(2, heads.index("说明") + 1).value = "补充"
    later = hand_in(client, rich, filled)
    client.post(url(rich, f"facts/workbooks/{later.pk}/take"))
    assert Fact.objects.get().row["note"] == "补充"


def test_sc14_a_workbook_gives_nothing_that_is_not_ones_own(county: County, rich: Assessment) -> None:
    book = template(county.client("tongji"), rich)
    write(book, "得分", "东街街道", "得分", 36.5)
    workbook = hand_in(county.client("shangwu"), rich, book)
    assert not Fact.objects.exists()
    for place in ("", "/marked"):
        assert county.client("tongji").get(url(rich, f"facts/workbooks/{workbook.pk}{place}")).status_code == 404


def test_a_workbook_does_not_change_what_is_handed_in(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    client.post(url(rich, f"facts/{filing(rich, '固定资产投资').pk}/submit"), {"gaps": "yes"})
    write(book, "得分", "东街街道", "得分", 36.5)
    target = BytesIO()
    book.save(target)
    answer = client.post(
        url(rich, "facts/workbooks"), {"file": SimpleUploadedFile("填报.xlsx", target.getvalue())}, follow=True
    )
    assert "已提交" in answer.content.decode()
    assert not Fact.objects.exists()


def test_a_large_workbook_is_read_and_taken_over_in_the_background(
    county: County, rich: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "READ_AT_ONCE", 0)
    monkeypatch.setattr(workbooks, "TAKEN_AT_ONCE", 0)
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 36.5)
    workbook = hand_in(client, rich, book)
    place = url(rich, f"facts/workbooks/{workbook.pk}")
    assert not Fact.objects.exists()
    assert 'class="progress"' in client.get(place).content.decode()
    assert "处理中" in client.get(url(rich, "facts/workbooks")).content.decode()
    assert do_all() == 1
    assert Fact.objects.get().row == {"score": "36.5"}
    assert "导入1行" in client.get(place).content.decode()
    write(book, "得分", "东街街道", "得分", 35)
    later = hand_in(client, rich, book)
    do_all()
    assert Fact.objects.get().row == {"score": "36.5"}
    for _twice in range(2):
        client.post(url(rich, f"facts/workbooks/{later.pk}/take"))
    assert Job.objects.count() == 3
    do_all()
    assert Fact.objects.get().row == {"score": "35"}
    again = Job.objects.latest("pk")
    workbooks.do_workbook(again, Progress(again))
    assert Fact.objects.get().version == 2


def test_what_cannot_be_taken_over_in_the_background_is_said(
    county: County, rich: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "READ_AT_ONCE", 0)
    client = county.client("tongji")
    book = template(client, rich)
    client.post(url(rich, f"facts/{filing(rich, '固定资产投资').pk}/submit"), {"gaps": "yes"})
    write(book, "得分", "东街街道", "得分", 36.5)
    workbook = hand_in(client, rich, book)
    do_all()
    assert "已提交" in client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert not Fact.objects.exists()


def test_a_large_workbook_is_marked_in_the_background(
    county: County, rich: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 41)
    workbook = hand_in(client, rich, book)
    monkeypatch.setattr(workbooks, "MARKED_AT_ONCE", 0)
    place = url(rich, f"facts/workbooks/{workbook.pk}")
    assert client.get(f"{place}/marked").headers["Location"] == place
    for _twice in range(2):
        assert client.post(f"{place}/marked").status_code == 302
    assert Job.objects.filter(kind="facts.mark").count() == 1
    assert "<progress" in client.get(place).content.decode()
    do_all()
    assert "/marked" in client.get(place).content.decode()
    answer = client.get(f"{place}/marked")
    content = b"".join(answer)
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames[0] == "问题清单"
    assert county.client("shangwu").get(f"{place}/marked").status_code == 404
    # Whoever reads another language has it marked anew.
    client.cookies["kaoji_language"] = "en"
    assert client.get(f"{place}/marked").status_code == 302


def test_a_workbook_made_for_another_assessment_is_told_so_first_and_not_taken_over(
    county: County, rich: Assessment
) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    write(book, "得分", "东街街道", "得分", 36.5)
    book["填表说明"]["A1"].value = "青川区2024年度综合考核"
    workbook = hand_in(client, rich, book)
    assert workbook.taken_at is None
    assert workbook.findings[0]["code"] == "facts.W210"
    page = client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert "这份表格属于《青川区2024年度综合考核》" in page
    client.post(url(rich, f"facts/workbooks/{workbook.pk}/take"))
    assert Fact.objects.count() == 1


def test_a_workbook_with_mostly_unknown_units_is_answered_by_one_sentence(county: County, rich: Assessment) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    sheet = book["得分"]
    for row, name in zip(sheet.iter_rows(min_row=2), ("县公安局", "县民政局", "县人社局", "县住建局"), strict=False):
        row[0].value, row[-1].value = name, 30
    workbook = hand_in(client, rich, book)
    said = "4个不是《"
    page = client.get(url(rich, f"facts/workbooks/{workbook.pk}")).content.decode()
    assert (workbook.findings[0]["code"], said in page) == ("facts.W211", True)


def test_everything_that_would_be_replaced_is_searched_and_exported(county: County, rich: Assessment) -> None:
    client, of = county.client("tongji"), filing(rich, "固定资产投资")
    names = ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")
    send(client, of, [{"unit": name, "values": {"score": "30"}} for name in names])
    Fact.objects.filter(participant__unit="白石镇").update(entered_by=county.people["kaohe"])
    book = template(client, rich)
    for name in names[:4]:
        write(book, "得分", name, "得分", 31)
    write(book, "得分", "柳溪镇", "得分", 99)
    found = hand_in(client, rich, book)
    page = client.get(url(rich, f"facts/workbooks/{found.pk}")).content.decode()
    place = url(rich, f"facts/workbooks/{found.pk}/replaced")
    assert f'href="{place}"' in page
    assert "全部4行" in page
    rows = client.get(f"{place}?as=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "填报内容,单位,编号,现在,填报人,表格中"
    assert rows[1].startswith("固定资产投资,东街街道,,30,")
    assert rows[1].endswith(",31")
    assert len(rows) == 5
    assert len(client.get(f"{place}?as=csv&by=others").content.decode().splitlines()) == 2
    assert client.get(f"{place}?q=西街").content.decode().count("<tr>") == 2
    assert county.client("shangwu").get(place).status_code == 404
    # Once it is taken over nothing is to be replaced any more.
    client.post(url(rich, f"facts/workbooks/{found.pk}/take"))
    assert client.get(place).status_code == 302


def test_a_finding_names_the_first_of_many_tables_in_the_language_of_the_reader(
    county: County, rich: Assessment
) -> None:
    client = county.client("tongji")
    book = template(client, rich)
    book.create_sheet("我的草稿").append(["单位", "说明"])
    book["我的草稿"].append(["东街街道", "待补"])
    found = hand_in(client, rich, book)
    place = url(rich, f"facts/workbooks/{found.pk}")
    assert (
        "与模板一致：单位、得分、是否、数值、事项、名次、工作项、测评票等14个。" in client.get(place).content.decode()
    )
    client.cookies["kaoji_language"] = "en"
    page = client.get(place).content.decode()
    assert (
        "units, scores, answers, measures, events, places, items, ballots and 6 more (in Chinese: 单位, 得分," in page
    )
