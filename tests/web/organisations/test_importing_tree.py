"""Organisations from a workbook."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kaoji.web.audit.models import Entry
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.actions import keep_organisation
from kaoji.web.organisations.models import Kind, Organisation
from kaoji.writing.safe_cells import xlsx_table
from tests.web.conftest import County

HEAD = ["单位", "简称", "单位类型", "上级单位"]
CODED = ["单位", "统一社会信用代码", "上级单位"]


def book(*rows: list[str], head: list[str] = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("单位.xlsx", xlsx_table("单位", head, rows))


def imported(client: Client, file: SimpleUploadedFile, top: str = "青川区") -> str:
    """Import a workbook and give the page that says what came of it."""
    asked = client.post("/organisations/import", {"file": file, "top": top})
    assert asked.status_code == 302, asked.content.decode()
    do_all()
    return client.get(asked.headers["Location"]).content.decode()


def test_organisations_come_from_a_workbook_in_any_order(county: County) -> None:
    rows = [
        ["秘书科", "", "科室", "区政府办"], ["区政府办", "政府办", "", ""], ["北山镇", "", "乡镇", "青川区"],
        ["秘书科", "", "科室", "区统计局"], ["信息组", "", "科室", "区政府办/秘书科"],
    ]  # fmt: skip
    page = imported(county.client("xitong"), book(*rows))
    assert "新建单位5个" in page
    office = Organisation.objects.get(name="区政府办")
    assert (office.kind, office.parent, office.short_name) == (Kind.DEPARTMENT, county.region, "政府办")
    assert Organisation.objects.get(name="北山镇").kind == Kind.TOWNSHIP
    group = Organisation.objects.get(name="信息组")
    assert group.parent is not None
    assert group.parent.parent == office
    assert group.path.startswith(office.path)
    assert {each.parent.name for each in Organisation.objects.filter(name="秘书科") if each.parent} == {
        "区政府办", "区统计局",
    }  # fmt: skip
    assert Entry.objects.get(action="organisations.import").data == {"organisations": 5}


def test_what_is_wrong_is_said_by_its_cell_and_nothing_is_kept(county: County) -> None:
    keep_organisation("综合科", Kind.SECTION, Organisation.objects.get(name="区统计局"))
    keep_organisation("综合科", Kind.SECTION, Organisation.objects.get(name="区商务局"))
    rows = [
        ["好单位", "", "", ""], ["", "无名", "", ""], ["区新局", "", "公司", ""], ["区新所", "", "", "没有的局"],
        ["甲", "", "", "乙"], ["乙", "", "", "甲"], ["好单位", "", "", "青川区"], ["小组", "", "", "综合科"],
        ["长" * 121, "", "", ""],
    ]  # fmt: skip
    page = imported(county.client("xitong"), book(*rows))
    for cell, text in (
        ("A3", "请填写单位名称"), ("C4", "“公司”不是单位类型"), ("D5", "没有名为“没有的局”的上级单位"),
        ("D6", "上级关系成环"), ("D7", "上级关系成环"), ("A8", "与第2行重复"), ("D9", "有多个单位名为“综合科”"),
        ("A10", "121"),
    ):  # fmt: skip
        line = page.split(f'<td class="nowrap">{cell}</td>')[1].split("</tr>")[0]
        assert text in line
    assert "有8处不正确" in page
    assert not Organisation.objects.filter(name="好单位").exists()
    assert not Entry.objects.filter(action="organisations.import").exists()


def test_what_is_there_already_stays_and_differences_are_named(county: County) -> None:
    rows = [["区统计局", "统计", "其他", ""], ["区商务局", "", "", ""], ["区新局", "", "", ""]]
    page = imported(county.client("xitong"), book(*rows))
    assert "新建单位1个" in page
    assert "已有单位2个" in page
    assert "区统计局" in page.split("与表中不同")[1]
    assert "区商务局" not in page.split("与表中不同")[1]
    assert Organisation.objects.get(name="区统计局").kind == Kind.DEPARTMENT


def test_an_export_and_the_pattern_can_be_imported(county: County) -> None:
    client, before = county.client("xitong"), Organisation.objects.count()
    content = client.get("/organisations/export").content
    page = imported(client, SimpleUploadedFile("单位.xlsx", content))
    assert "新建单位0个" in page
    assert Organisation.objects.count() == before
    content = client.get("/organisations/pattern").content
    assert "新建单位5个" in imported(client, SimpleUploadedFile("单位.xlsx", content))


def test_an_import_that_was_cut_off_goes_on(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoji.web.organisations.importing_tree.PIECE", 2)
    client = county.client("xitong")
    asked = client.post("/organisations/import", {"file": book(*[[f"镇{n}", "", "乡镇", ""] for n in range(5)]),
                                                  "top": "青川区"})  # fmt: skip

    def cut_off(name: str, *rest: Any, **more: Any) -> Organisation:  # noqa: ANN401
        if name == "镇3":
            raise KeyboardInterrupt
        return keep_organisation(name, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr("kaoji.web.organisations.importing_tree.keep_organisation", cut_off)
        with pytest.raises(KeyboardInterrupt):
            do_all()
    assert Organisation.objects.filter(name__startswith="镇").count() == 2
    Job.objects.update(leased_until=timezone.now())
    do_all()
    page = client.get(asked.headers["Location"]).content.decode()
    assert "新建单位5个" in page
    assert "已有单位" not in page
    assert Organisation.objects.filter(name__startswith="镇").count() == 5


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.xlsx", b"no workbook at all"),
        SimpleUploadedFile("a.csv", "单位,类型".encode()),
        book(["x"], head=["账号"]),
        book(),
    ],
)
def test_what_is_no_workbook_of_organisations_is_refused(county: County, file: SimpleUploadedFile) -> None:
    client, before = county.client("xitong"), Organisation.objects.count()
    answer = client.post("/organisations/import", {"file": file})
    if answer.status_code == 302:
        do_all()
        answer = client.get(answer.headers["Location"])
    assert 'role="alert"' in answer.content.decode()
    assert Organisation.objects.count() == before


def test_sc13_only_the_system_administrator_imports_organisations(county: County) -> None:
    for who in ("kaohe", "anquan", "shenjiyuan"):
        assert county.client(who).get("/organisations/import").status_code == 403
    page = county.client("xitong").get("/organisations").content.decode()
    assert "/organisations/import" in page
