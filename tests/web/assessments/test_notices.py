"""A notice is uploaded, read in the background, and becomes a draft or a list of changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from kaoji.scheme.model import Scheme
from kaoji.web.assessments import actions
from kaoji.web.assessments.differences import changes_between
from kaoji.web.assessments.models import Assessment, Notice
from kaoji.web.assessments.notices import KINDS
from kaoji.web.audit.models import Entry
from kaoji.web.jobs.queue import do_all
from tests.web.assessments.conftest import DRAFT, keep, newest
from tests.web.conftest import County

DOCUMENTS = Path(__file__).parent.parent.parent / "cases/documents"


def upload(client: Client, assessment: Assessment, name: str, content: bytes) -> Notice | None:
    answer = client.post(
        f"/assessments/{assessment.pk}/notices/upload", {"file": SimpleUploadedFile(name, content)}, follow=True
    )
    assert answer.status_code == 200
    return assessment.notices.first()


@pytest.fixture
def fresh(county: County) -> Assessment:
    return actions.create(county.office, "青川区2026年度考核", 2026, county.people["kaohe"])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls", "html", "pdf", "txt"])
def test_a_notice_becomes_the_first_draft_when_it_is_read(county: County, fresh: Assessment, kind: str) -> None:
    client = county.client("kaohe")
    notice = upload(client, fresh, f"通知.{kind}", (DOCUMENTS / f"score_sheet.{kind}").read_bytes())
    assert notice is not None
    waiting = client.get(f"/assessments/{fresh.pk}/notices/{notice.pk}").content.decode()
    assert "every 1s" in waiting
    assert do_all() == 1
    notice.refresh_from_db()
    assert notice.state == "read", notice.findings
    assert notice.is_settled
    assert newest(fresh).notice_id == notice.pk
    page = client.get(f"/assessments/{fresh.pk}/notices/{notice.pk}").content.decode()
    assert "核对草案" in page
    review = client.get(f"/assessments/{fresh.pk}/scheme/review?show=all").content.decode()
    assert "<mark class=" in review
    assert Entry.objects.filter(action="notice.read", assessment_id=fresh.pk).exists()


@pytest.mark.slow
def test_a_file_that_cannot_be_read_says_so_and_leaves_no_draft(county: County, fresh: Assessment) -> None:
    client = county.client("kaohe")
    notice = upload(client, fresh, "通知.pdf", b"%PDF-1.7 broken")
    assert notice is not None
    do_all()
    notice.refresh_from_db()
    assert notice.state == "unreadable"
    assert not fresh.scheme_versions.exists()
    page = client.get(f"/assessments/{fresh.pk}/notices/{notice.pk}").content.decode()
    assert "该文件无法读取" in page
    assert "上传其他文件" in page


@pytest.mark.parametrize(("name", "content"), [("方案.exe", b"MZ"), ("方案.docx", b""), ("方案", b"text")])
def test_sc31_a_file_that_is_no_notice_is_not_taken_in(
    county: County, fresh: Assessment, name: str, content: bytes
) -> None:
    assert upload(county.client("kaohe"), fresh, name, content) is None


def test_sc32_a_notice_is_handed_over_and_never_shown_in_the_browser(county: County, fresh: Assessment) -> None:
    client = county.client("kaohe")
    notice = upload(client, fresh, "通知.html", b"<script>alert(1)</script>")
    assert notice is not None
    answer = client.get(f"/assessments/{fresh.pk}/notices/{notice.pk}/file")
    assert b"".join(answer) == b"<script>alert(1)</script>"
    answer.close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.slow
def test_a_new_notice_shows_what_it_changes_when_there_is_a_scheme(county: County, fresh: Assessment) -> None:
    client = county.client("kaohe")
    upload(client, fresh, "通知.txt", (DOCUMENTS / "score_sheet.txt").read_bytes())
    do_all()
    first = newest(fresh)
    text = (DOCUMENTS / "score_sheet.txt").read_text(encoding="gb18030")
    assert "20" in text
    notice = upload(client, fresh, "新通知.txt", text.replace("20", "25", 1).encode())
    assert notice is not None
    do_all()
    notice.refresh_from_db()
    assert not notice.is_settled
    assert newest(fresh) == first
    path = f"/assessments/{fresh.pk}/notices/{notice.pk}/changes"
    page = client.get(path).content.decode()
    assert "保持不变" in page or "未发现变化" in page
    keys = [part.split('"')[0] for part in page.split('name="c:')[1:]]
    answer = client.post(path, {"seen": first.number, **{f"c:{key}": "new" for key in keys}})
    assert answer.status_code == 302
    assert Notice.objects.get(pk=notice.pk).is_settled
    assert newest(fresh).notice_id == notice.pk or newest(fresh) == first


def test_changes_are_not_taken_when_somebody_else_kept_a_version(county: County, preparing: Assessment) -> None:
    client = county.client("kaohe")
    notice = upload(client, preparing, "通知.txt", b"x")
    assert notice is not None
    notice.state, notice.reading = "read", {"scheme": newest(preparing).text, "passages": []}
    notice.save()
    answer = client.post(f"/assessments/{preparing.pk}/notices/{notice.pk}/changes", {"seen": 99}, follow=True)
    assert "您的修改未保存" in answer.content.decode()
    assert newest(preparing).number == 1


def as_read(notice: Notice | None, scheme: str, certain: int = 3) -> Notice:
    """Have a notice as its reading left it."""
    assert notice is not None
    notice.state, notice.counts = "read", {"certain": certain, "to_check": 2, "not_understood": 0}
    notice.reading = {"title": "成绩表", "scheme": scheme, "passages": []}
    notice.save()
    return notice


def test_a_wrong_notice_is_set_aside_with_its_draft_and_the_right_one_taken(county: County, fresh: Assessment) -> None:
    client, person = county.client("kaohe"), county.people["kaohe"]
    wrong = as_read(upload(client, fresh, "成绩.txt", b"x"), DRAFT.replace("招商引资", "招商成绩"), certain=0)
    wrong.is_settled = True
    wrong.save()
    actions.keep_scheme(fresh, wrong.reading["scheme"], person, "", notice=wrong)
    right = as_read(upload(client, fresh, "通知.txt", b"y"), DRAFT)
    base = f"/assessments/{fresh.pk}/notices"
    changes = client.get(f"{base}/{right.pk}/changes").content.decode()
    assert changes.index("整体采用本通知的草案") < changes.index("采纳所选变化")
    assert f'href="{base}/{wrong.pk}">上一份通知传错了' in changes
    page = client.get(f"{base}/{wrong.pk}").content.decode()
    assert "请确认这是考核通知" in page
    assert "并一并撤去由它起草的方案草案" in page
    answer = client.post(f"{base}/{wrong.pk}/aside")
    assert answer.headers["Location"] == f"{base}/{right.pk}"
    wrong.refresh_from_db()
    assert (wrong.state, fresh.scheme_versions.count()) == ("withdrawn", 0)
    assert Entry.objects.get(action="notice.set-aside", assessment_id=fresh.pk).data["name"] == "成绩.txt"
    assert "采用通知的草案" in client.get(f"/assessments/{fresh.pk}/").content.decode()
    assert client.get(f"{base}/{right.pk}/changes").headers["Location"] == f"{base}/{right.pk}"
    assert "采用其草案作为方案" in client.get(f"{base}/{right.pk}").content.decode()
    client.post(f"{base}/{right.pk}/changes", {"whole": "1"})
    assert (newest(fresh).notice_id, newest(fresh).text) == (right.pk, DRAFT)
    assert "已停用" in client.get(base).content.decode()


def test_a_notice_that_the_scheme_rests_on_stays_once_somebody_worked_on_it(
    county: County, preparing: Assessment
) -> None:
    client = county.client("kaohe")
    notice = as_read(upload(client, preparing, "通知.txt", b"x"), newest(preparing).text)
    other = as_read(upload(client, preparing, "其他.txt", b"y"), newest(preparing).text)
    preparing.scheme_versions.update(notice=notice)
    keep(preparing, "每起扣5分", "每起扣6分", county.people["kaohe"])
    base = f"/assessments/{preparing.pk}/notices"
    page = client.post(f"{base}/{notice.pk}/aside", follow=True).content.decode()
    assert "现有方案依据该通知" in page
    client.post(f"{base}/{other.pk}/aside")
    assert [each.state for each in Notice.objects.filter(assessment=preparing).order_by("pk")] == ["read", "withdrawn"]
    assert newest(preparing).number == 2
    assert county.client("changwei").post(f"{base}/{notice.pk}/aside").status_code in (403, 404)


def test_nobody_is_invited_to_upload_a_notice_once_the_scheme_stays(county: County) -> None:
    Assessment.objects.filter(pk=county.assessment.pk).update(stage="publicising")
    page = county.client("kaohe").get(f"/assessments/{county.assessment.pk}/notices").content.decode()
    assert "未上传通知：方案不是由通知起草的" in page
    assert "可上传" not in page


def test_every_kind_of_file_that_a_notice_can_come_in_is_named(county: County, fresh: Assessment) -> None:
    client = county.client("kaohe")
    for place in (f"/assessments/{fresh.pk}/notices", "/assessments/new"):
        page = client.get(place).content.decode()
        for kind in set(KINDS) - {".htm"}:
            assert kind[1:] in page.split("accept=")[0].split("<main")[1], (place, kind)


def test_sc14_notices_of_a_scheme_in_preparation_are_not_for_units_and_strangers(
    county: County, preparing: Assessment
) -> None:
    for who, status in (("dongjie", 404), ("stranger", 404), ("tongji", 404)):
        assert county.client(who).get(f"/assessments/{preparing.pk}/notices").status_code == status
    assert county.client("dongjie").get(f"/assessments/{county.assessment.pk}/notices").status_code == 403


def test_a_file_that_is_no_document_is_not_taken_for_a_notice(county: County, fresh: Assessment) -> None:
    client = county.client("kaohe")
    given = {"file": SimpleUploadedFile("办法.pdf", b"abc")}
    page = client.post(f"/assessments/{fresh.pk}/notices/upload", given, follow=True).content.decode()
    assert "“办法.pdf”与文件名不符" in page
    assert not fresh.notices.exists()


def test_values_and_shares_of_a_scheme_are_said_in_words() -> None:
    said = {"kaoji": 1, "title": "考核", "year": 2026, "groups": {}, "grades": [{"name": "优秀", "share": "25%"}]}
    before = Scheme.model_validate(said)
    after = Scheme.model_validate(
        {**said, "grades": [{"name": "优秀", "share": "30%"}], "quota": {"rounding": "floor"}}
    )
    with translation.override("zh-hans"):
        changes = changes_between(before, after)
        found = {detail.field: (detail.before, detail.after) for each in changes for detail in each.details}
    assert found["share"] == ("25%", "30%")
    assert found["quota"] == ("", "取整：舍去小数")
