"""What background work says is said in the language of who asked for it, whatever the worker's own is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from kaoji.web.facts.actions import workbooks
from kaoji.web.jobs import queue
from kaoji.web.jobs.models import Job, State
from kaoji.web.jobs.queue import Progress, ask, do_all, work
from kaoji.web.jobs.views import KINDS
from kaoji.web.publication.actions import publishing
from kaoji.web.results.computing import folder_of
from kaoji.web.results.models import Run
from kaoji.web.upkeep.checking import KIND
from kaoji.writing.safe_cells import xlsx_table
from tests.web.conftest import County
from tests.web.publication.conftest import Way, clock, way
from tests.web.results.conftest import Desk, desk
from tests.web.test_every_page import chinese_in, english_in, interface

__all__ = ["clock", "desk", "way"]
pytestmark = pytest.mark.django_db
SAID: list[str] = []


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note every step that work tells of."""
    tell = Progress.tell
    SAID.clear()

    def told(self: Progress, done: int, total: int, step: str = "") -> None:
        SAID.append(step)
        tell(self, done, total, step)

    monkeypatch.setattr(Progress, "tell", told)


def english(county: County, who: str) -> Client:
    client = county.client(who)
    client.cookies["kaoji_language"] = "en"
    return client


def done_by_a_chinese_worker(*kinds: str) -> list[Job]:
    """Let everything be done that was asked for last, and give it."""
    SAID.clear()
    waiting = list(Job.objects.filter(state=State.WAITING).values_list("pk", flat=True))
    with translation.override("zh-hans"):
        do_all()
    found = list(Job.objects.filter(pk__in=waiting).order_by("pk"))
    assert [job.kind for job in found] == list(kinds)
    return found


def assert_english(client: Client, *jobs: Job) -> None:
    """See that steps, problems and pages of jobs, and the pages that they lead to, say nothing in Chinese."""
    for text in (*SAID, *(job.problem for job in jobs)):
        assert not interface().fullmatch(text), text
    for job in jobs:
        place = f"/jobs/{job.pk}"
        seen = page(client, place)
        assert list(chinese_in(seen)) == [], place
        for link in seen.cssselect("main .heading a.button"):
            assert list(chinese_in(page(client, str(link.get("href"))))) == [], link.get("href")
    assert list(chinese_in(page(client, "/jobs"))) == []


def page(client: Client, place: str) -> lxml.html.HtmlElement:
    answer = client.get(place, follow=True)
    assert answer.status_code == 200, place
    return lxml.html.document_fromstring(answer.content.decode())


def test_work_speaks_the_language_of_who_asked_and_unasked_work_that_of_the_site(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_WORK", {})

    @work("test.speaking")
    def speaking(job: Job, progress: Progress) -> dict[str, Any]:
        del job, progress
        return {"language": translation.get_language()}

    with translation.override("en"):
        asked, unasked = ask("test.speaking", {}, by=county.people["kaohe"]), ask("test.speaking", {})
    with translation.override("zh-hans"):
        broken = ask("test.nobody-knows", {}, by=county.people["kaohe"])
    with translation.override("en"):
        do_all()
    assert Job.objects.get(pk=asked.pk).result == {"language": "en"}
    assert Job.objects.get(pk=unasked.pk).result == {"language": "zh-hans"}
    # Whoever asked in Chinese is told in Chinese what went wrong, though the worker would have said it in English.
    assert Job.objects.get(pk=broken.pk).problem.startswith("系统出错")


def test_reading_a_notice_speaks_english_to_who_reads_english(county: County) -> None:
    client = english(county, "kaohe")
    upload = SimpleUploadedFile("通知.txt", "青川区2025年度街道考核通知\n一、工作实绩（40分）酌情计分。".encode())
    client.post(f"/assessments/{county.assessment.pk}/notices/upload", {"file": upload})
    assert_english(client, *done_by_a_chinese_worker("assessments.read"))
    notice = county.assessment.notices.get()
    found = page(client, f"/assessments/{county.assessment.pk}/notices/{notice.pk}")
    assert list(chinese_in(found)) == []
    # Who reads Chinese sees the same findings in Chinese.
    assert not list(
        english_in(page(county.client("kaohe2"), f"/assessments/{county.assessment.pk}/notices/{notice.pk}"))
    )


def test_workbooks_of_facts_speak_english_to_who_reads_english(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "READ_AT_ONCE", 0)
    monkeypatch.setattr(workbooks, "MARKED_AT_ONCE", 0)
    client, base = english(county, "tongji"), f"/assessments/{county.assessment.pk}/facts"
    book = openpyxl.load_workbook(BytesIO(client.get(f"{base}/template").content))
    sheet = book["scores"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("score") + 1).value = 41
    target = BytesIO()
    book.save(target)
    client.post(f"{base}/workbooks", {"file": SimpleUploadedFile("facts.xlsx", target.getvalue())})
    assert_english(client, *done_by_a_chinese_worker("facts.workbook"))
    place = f"{base}/workbooks/{county.assessment.workbooks.get().pk}"
    client.post(f"{place}/marked")
    assert_english(client, *done_by_a_chinese_worker("facts.mark"))
    marked = openpyxl.load_workbook(BytesIO(b"".join(client.get(f"{place}/marked"))))
    assert marked.sheetnames[0] == "findings"


def test_an_import_of_people_speaks_english_to_who_reads_english(county: County) -> None:
    client = english(county, "xitong")
    head = ["账号", "姓名", "单位", "上级单位", "单位类型", "岗位"]
    for row in (["w1", "王一", "北山镇", "没有的单位", "公司", "大王"], ["w2", "王二", "北山镇", "", "", ""]):
        upload = SimpleUploadedFile("people.xlsx", xlsx_table("people", head, [row]))
        client.post("/people/import", {"file": upload, "top": county.region.name})
        (job,) = done_by_a_chinese_worker("people.import")
        assert_english(client, job)
        assert list(chinese_in(page(client, f"/people/import/{job.pk}"))) == []
        for fault in job.result["faults"]:
            assert not interface().fullmatch(fault[2])


def test_an_import_of_organisations_speaks_english_to_who_reads_english(county: County) -> None:
    client = english(county, "xitong")
    head = ["单位", "单位类型", "上级单位"]
    for row in (["a", "公司", "b"], ["c", "", ""]):
        upload = SimpleUploadedFile("organisations.xlsx", xlsx_table("organisations", head, [row]))
        client.post("/organisations/import", {"file": upload, "top": county.region.name})
        (job,) = done_by_a_chinese_worker("organisations.import")
        assert_english(client, job)
        for fault in job.result.get("faults", []):
            assert not interface().fullmatch(fault[2])


@pytest.mark.slow
def test_results_speak_english_to_who_reads_english(desk: Desk) -> None:
    desk.fill()
    client = english(desk.county, "kaohe")
    client.post(f"{desk.base}/compute")
    assert_english(client, *done_by_a_chinese_worker("results.compute"))
    run = Run.objects.get()
    for place in ("", "/missing"):
        assert list(chinese_in(page(client, f"{desk.base}/{run.number}{place}"))) == []
    client.post(f"{desk.base}/{run.number}/reports")
    assert_english(client, *done_by_a_chinese_worker("results.reports"))
    client.post(f"{desk.base}/{run.number}/trials", {"name": "x"})
    client.post(f"{desk.base}/trials/{run.scenarios.get().pk}/robustness", {"percent": "10"})
    assert_english(client, *done_by_a_chinese_worker("results.try"))
    (folder_of(run) / "facts").rename(folder_of(run) / "gone")
    client.post(f"{desk.base}/trials/{run.scenarios.get().pk}/robustness", {"percent": "10"})
    (failed,) = done_by_a_chinese_worker("results.try")
    assert failed.state == State.FAILED
    assert_english(client, failed)


@pytest.mark.slow
def test_publishing_speaks_english_to_who_reads_english(way: Way) -> None:
    made = way.proposed()
    with translation.override("en"):
        publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))
    folder = folder_of(made.run)
    folder.rename(folder.with_name("gone"))
    (failed,) = done_by_a_chinese_worker("publication.bundle")
    assert failed.state == State.FAILED
    assert_english(english(way.county, "kaohe2"), failed)
    folder.with_name("gone").rename(folder)
    with translation.override("en"):
        ask("publication.bundle", {"publication": made.pk}, by=way.by("kaohe"), assessment_id=way.assessment.pk)
    assert_english(english(way.county, "kaohe"), *done_by_a_chinese_worker("publication.bundle"))
    with translation.override("en"):
        publishing.archive(way.assessment, way.by("kaohe"))
    assert_english(english(way.county, "kaohe"), *done_by_a_chinese_worker("publication.archive"))


def test_every_kind_of_work_is_asked_for_here() -> None:
    own = Path(__file__).read_text(encoding="utf-8")
    # The nightly check is asked for by nobody, so it speaks the language of the site.
    assert {kind for kind in KINDS if f'"{kind}"' not in own} == {KIND}
