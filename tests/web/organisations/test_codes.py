"""Codes of organisations: kept, searched, checked, and what rows of an import are told by."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from kaoji.web.audit.models import Entry
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.actions import keep_organisation
from kaoji.web.organisations.codes import check_character, doubt_about, normal_code
from kaoji.web.organisations.models import Kind, Organisation
from kaoji.writing.safe_cells import xlsx_table
from tests.web.conftest import County
from tests.web.organisations.test_importing_tree import CODED, book, imported

SOUND = "11999900MB0000001K"
"""An invented credit code whose last character fits."""


def coded(name: str, code: str) -> Organisation:
    """Give an organisation a code."""
    found = Organisation.objects.get(name=name)
    return keep_organisation(found.name, Kind(found.kind), found.parent, found.short_name, found, code=code)


def test_the_last_character_of_a_credit_code_follows_from_the_others() -> None:
    # By hand after GB 32100-2015: of 1 and sixteen zeros the sum is 1, and 31 − 1 is the last character, Y.
    assert check_character("1" + "0" * 16) == "Y"
    assert check_character("0" * 17) == "0"
    # Z, I, O, S and V are no characters of such a code.
    assert check_character("1" * 16 + "I") == ""
    assert check_character(SOUND) == SOUND[-1]
    wrong = SOUND[:-1] + ("1" if SOUND[-1] != "1" else "2")
    other = "12" + SOUND[2:]
    assert doubt_about(SOUND) == doubt_about("A001") == doubt_about("") == ""
    assert wrong in doubt_about(wrong)
    assert other in doubt_about(other)
    assert normal_code("１１99 9900mb") == "11999900MB"


def test_a_code_is_optional_and_nobody_elses(county: County) -> None:
    client = county.client("xitong")
    found = Organisation.objects.get(name="区统计局")
    form = {"name": "区统计局", "short_name": "", "kind": "department", "parent": "青川区", "code": " ａ001 "}
    client.post(f"/organisations/{found.pk}", form)
    found.refresh_from_db()
    assert found.code == "A001"
    other = Organisation.objects.get(name="区商务局")
    refused = client.post(f"/organisations/{other.pk}", {**form, "name": "区商务局"})
    assert refused.status_code == 422
    assert "代码“A001”已属于“区统计局”" in refused.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=other.pk).update(code="A001")
    client.post(f"/organisations/{found.pk}", {**form, "code": ""})
    client.post(f"/organisations/{other.pk}", {**form, "name": "区商务局"})
    assert list(Organisation.objects.filter(code="A001").values_list("name", flat=True)) == ["区商务局"]
    assert Organisation.objects.filter(code="").count() > 1


def test_a_code_that_cannot_be_a_credit_code_is_doubted_and_kept(county: County) -> None:
    client, wrong = county.client("xitong"), SOUND[:-1] + "1"
    found = Organisation.objects.get(name="区统计局")
    form = {"name": "区统计局", "short_name": "", "kind": "department", "parent": "青川区", "code": wrong}
    said = client.post(f"/organisations/{found.pk}", form, follow=True).content.decode()
    assert "末位校验码不符" in said
    assert Organisation.objects.get(pk=found.pk).code == wrong
    assert "末位校验码不符" in client.get(f"/organisations/{found.pk}").content.decode()
    said = client.post(f"/organisations/{found.pk}", {**form, "code": SOUND}, follow=True).content.decode()
    assert "校验码不符" not in said


def test_organisations_are_found_by_their_code_on_the_page_in_forms_and_by_programs(county: County) -> None:
    coded("区统计局", "A001")
    client = county.client("xitong")
    page = client.get("/organisations?q=a00").content.decode()
    assert re.findall(r'class="depth\d"><a href="[^"]+">([^<]+)', page) == ["区统计局"]
    client.post("/organisations/new", {"name": "统计一科", "kind": "section", "parent": "a001"})
    parent = Organisation.objects.get(name="统计一科").parent
    assert parent is not None
    assert parent.name == "区统计局"
    sheet = openpyxl.load_workbook(BytesIO(client.get("/organisations/export?q=A001").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][rows[0].index("单位代码")] == "A001"


def test_a_row_with_a_known_code_is_that_organisation_and_renames_nothing(county: County) -> None:
    known = coded("区统计局", "A001")
    rows = [["区统计与调查局", "a001", ""], ["调查科", "", "区统计与调查局"], ["区商务局", "A002", ""]]
    page = imported(county.client("xitong"), book(*rows, head=CODED))
    assert "表中“区统计与调查局”即系统中的“区统计局”（代码A001）" in page
    assert "系统未改名" in page
    assert "有1个单位原无代码，已按表补上" in page
    known.refresh_from_db()
    assert known.name == "区统计局"
    assert not Organisation.objects.filter(name="区统计与调查局").exists()
    assert Organisation.objects.get(name="调查科").parent == known
    assert Organisation.objects.get(name="区商务局").code == "A002"
    business = Organisation.objects.get(name="区商务局")
    assert Entry.objects.filter(action="organisation.keep", object_id=str(business.pk)).exists()


def test_codes_that_cannot_be_right_are_said_by_their_cells(county: County) -> None:
    keep_organisation("邻区", Kind.REGION, None, code="N1")
    rows = [["甲局", "X1", ""], ["乙局", "x1", ""], ["丙局", "N1", ""], ["丁局", SOUND[:-1] + "1", ""]]
    page = imported(county.client("xitong"), book(*rows, head=CODED))
    for cell, text in (("B3", "代码“X1”与第2行重复"), ("B4", "代码“N1”属于“邻区”")):
        assert text in page.split(f'<td class="nowrap">{cell}</td>')[1].split("</tr>")[0]
    assert not Organisation.objects.filter(name="甲局").exists()
    page = imported(county.client("xitong"), book(rows[0], rows[3], head=CODED))
    assert "末位校验码不符" in page
    assert Organisation.objects.get(name="丁局").code == SOUND[:-1] + "1"


def test_people_come_to_the_organisation_with_the_code_whatever_its_name(county: County) -> None:
    known = coded("区统计局", "A001")
    head = ["账号", "姓名", "单位", "单位代码"]
    content = xlsx_table(
        "人员", head, [["xinren", "林一", "统计局（新）", "A001"], ["xinren2", "林二", "区新局", "B7"]]
    )
    client = county.client("xitong")
    asked = client.post("/people/import", {"file": SimpleUploadedFile("人员.xlsx", content), "top": "青川区"})
    do_all()
    page = client.get(asked.headers["Location"]).content.decode()
    assert "表中“统计局（新）”即系统中的“区统计局”（代码A001）" in page
    assert list(known.people.filter(number="xinren").values_list("name", flat=True)) == ["林一"]
    assert Organisation.objects.get(name="区新局").code == "B7"
    assert not Organisation.objects.filter(name="统计局（新）").exists()
