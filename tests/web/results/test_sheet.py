"""One unit's sheet: every lost point with its reason and fact, the tree below it, and papers to hand out."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import docx
import lxml.html
import openpyxl
import pytest
from django.utils import translation

from kaoji.numbers import format_points
from kaoji.web.assessments.models import Stage
from kaoji.web.assessments.structures import digest_of
from kaoji.web.audit.models import Entry
from kaoji.web.facts.actions import move_filing
from kaoji.web.facts.models import Evidence, Fact, Filing, FilingState
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.templatetags.desk import points
from kaoji.web.publication.models import Proposal, PublicNotice
from kaoji.web.results.models import Run, Sheet
from kaoji.web.results.templatetags.trees import exact_to, points_to, signed
from kaoji.web.results.trees import walk
from tests.web.conftest import County
from tests.web.results.conftest import SCORES, Desk
from tests.web.states import kept


@pytest.fixture
def sheet(desk: Desk) -> str:
    """Give the address of a sheet with an accident on it."""
    desk.fill()
    accident = {"quantity": "2", "happened_on": "2025-03-01", "document": "青安〔2025〕3号"}
    kept("an accident", lambda: desk.enter("生产安全事故", {"东街街道": accident}))
    run = desk.compute()
    return f"{desk.base}/{run.number}/units/{desk.unit('东街街道')}"


def get(county: County, path: str, who: str = "kaohe") -> str:
    answer = county.client(who).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_every_lost_point_has_its_reason_and_its_fact(desk: Desk, sheet: str) -> None:
    page = get(desk.county, sheet)
    row = page[page.index("平安建设") : page.index("平安建设") + 2500]
    assert "−10" in row
    assert "每起扣5分" in row
    assert "青安〔2025〕3号" in row
    assert "区应急局" in row
    assert f"/facts/{desk.filing('生产安全事故').pk}/units/" in row
    assert "平安建设" in get(desk.county, f"{sheet}?lost=1")
    # From the full marks to the total, in lines that add up.
    lines = lxml.html.fromstring(page).xpath("//details[summary='从满分到总分']//tr")
    amounts = [line.xpath("string(td)").replace("−", "-") for line in lines]
    assert sum(map(Decimal, amounts[:-1])) == Decimal(amounts[-1]) > 0


def test_what_does_not_apply_by_an_attribute_is_said_and_asked_of_nobody(desk: Desk) -> None:
    assessment, who = desk.county.assessment, desk.county.people["kaohe"]
    assert assessment.scheme is not None
    marked = "points: 20\n        absent_for: {有招商任务: 否}\n        when_absent: 计满分\n"
    assessment.scheme.text = assessment.scheme.text.replace("points: 20\n", marked, 1)
    assessment.scheme.digest = digest_of(assessment.scheme.text)
    assessment.scheme.save()
    assessment.participants.update(attributes={"有招商任务": "是"})
    assessment.participants.filter(unit="东街街道").update(attributes={"有招商任务": "否"})
    desk.enter("固定资产投资", {unit: {"score": value} for unit, value in SCORES.items()})
    desk.enter("到位资金（万元）", {unit: {"value": "2600"} for unit in SCORES if unit != "东街街道"})
    filing = desk.filing("到位资金（万元）")
    grid = desk.county.client("kaohe").get(f"/assessments/{assessment.pk}/facts/{filing.pk}").content.decode()
    assert "西街街道" in grid
    assert "东街街道" not in grid
    move_filing(filing, FilingState.SUBMITTED, who)
    run = desk.compute()
    assert run.missing == []
    tree = Sheet.objects.get(standing__participant__unit="东街街道").tree
    assert [(each["code"], each["label"]) for each in walk(tree) if each["kind"] == "absent"] == [("1.2", "招商引资")]
    page = get(desk.county, f"{desk.base}/{run.number}/units/{desk.unit('东街街道')}")
    assert "不适用" in page


def test_the_tree_unfolds_the_total_down_to_the_fact(desk: Desk, sheet: str) -> None:
    page = get(desk.county, f"{sheet}/tree")
    assert page.count("<details") == page.count("</details>")
    assert page.count("<div") == page.count("</div>")
    assert "东街街道" in page
    assert "工作实绩" in page
    lines = desk.county.client("kaohe").get(f"{sheet}/tree", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in lines


def test_a_unit_sees_its_own_sheet_once_it_is_on_notice_and_no_other(desk: Desk, sheet: str) -> None:
    run = Run.objects.get()
    client = desk.county.client("dongjie")
    assert client.get(sheet).status_code == 404
    _publicise(desk, run)
    page = client.get(sheet).content.decode()
    assert "平安建设" in page
    assert "林一舟" not in page
    other = f"{desk.base}/{run.number}/units/{desk.unit('西街街道')}"
    for path in (other, f"{other}/tree", f"{other}/sheet.csv", f"{other}/report.docx"):
        assert client.get(path).status_code == 404, path
    ranking = client.get(f"{desk.base}/{run.number}").content.decode()
    assert "西街街道" not in ranking
    assert client.get(f"{desk.base}/own").status_code == 302
    assert client.get(f"{desk.base}/{run.number}/compare?unit=1").status_code == 403


def _publicise(desk: Desk, run: Run) -> None:
    assessment, by = desk.county.assessment, desk.county.people["kaohe"]
    Run.objects.filter(pk=run.pk).update(is_preview=False)
    proposal = Proposal.objects.create(assessment=assessment, number=1, run=run, results_digest=run.digest, by=by)
    day = date(2026, 1, 5)
    PublicNotice.objects.create(
        assessment=assessment, proposal=proposal, run=run, from_on=day, working_days=5, until_on=day, answers_due_on=day,
        by=by,
    )  # fmt: skip
    assessment.stage = Stage.PUBLICISING
    assessment.save(update_fields=["stage"])


def test_units_never_learn_who_rated_them(desk: Desk, sheet: str) -> None:
    stored = Sheet.objects.get(standing__participant__unit="东街街道")
    rater = {"kind": "sheet", "label": "评价人甲", "value": 1, "children": []}
    stored.tree = {**stored.tree, "children": [*stored.tree["children"], rater]}
    stored.save()
    _publicise(desk, Run.objects.get())
    assert "评价人甲" not in get(desk.county, f"{sheet}/tree", "dongjie")
    assert "评价人甲" in get(desk.county, f"{sheet}/tree")


def test_a_sheet_is_exported_with_exact_numbers_and_nothing_that_runs(desk: Desk, sheet: str) -> None:
    client = desk.county.client("kaohe")
    assert client.get(f"{sheet}/sheet.csv").content.startswith(b"\xef\xbb\xbf")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{sheet}/sheet.xlsx").content))
    rows = {str(row[1]).strip("　"): row for row in book.active.iter_rows(values_only=True)}  # type: ignore[union-attr]
    assert rows["平安建设"][3] == 30
    assert rows["平安建设"][5] == 10


@pytest.mark.slow
def test_a_score_report_comes_as_word_and_pdf(desk: Desk, sheet: str) -> None:
    client = desk.county.client("kaohe")
    document = docx.Document(io.BytesIO(client.get(f"{sheet}/report.docx").content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "平安建设" in words
    answer = client.get(f"{sheet}/report.pdf")
    # Without a Chinese font the page says which package brings one.
    assert answer.status_code == 200 or "fonts-noto-cjk" in answer.content.decode()


@pytest.mark.slow
def test_the_reports_of_all_units_are_written_in_the_background(desk: Desk, run: Run) -> None:
    client = desk.county.client("kaohe")
    assert client.get(f"{desk.base}/{run.number}/reports").status_code == 404
    client.post(f"{desk.base}/{run.number}/reports")
    assert do_all() == 1
    run.refresh_from_db()
    assert run.reports_job is not None
    if run.reports_job.state == "done":
        answer = client.get(f"{desk.base}/{run.number}/reports")
        names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()  # type: ignore[attr-defined]
        assert len([name for name in names if name.endswith(".docx")]) == 5
    else:
        assert "fonts-noto-cjk" in run.reports_job.problem


def test_workbook_and_archive_are_handed_out_and_journalled(desk: Desk, run: Run) -> None:
    client = desk.county.client("kaohe")
    for path, what in (("workbook", "workbook"), ("archive", "archive")):
        answer = client.get(f"{desk.base}/{run.number}/{path}")
        assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
        last = Entry.objects.order_by("-pk").first()
        assert last is not None
        assert last.action == "results.export"
        assert what in str(last.data)


def test_sc18_a_sheet_names_only_evidence_that_one_may_see(desk: Desk, sheet: str) -> None:
    fact = Fact.objects.get(filing__table="events", participant__unit="东街街道")
    for name, label in (("事故通报.pdf", Label.INTERNAL), ("处理意见.pdf", Label.SENSITIVE)):
        file = StoredFile.objects.create(
            digest="0" * 64, name=name, size=1, content_type="application/pdf", label=label
        )
        Evidence.objects.create(fact=fact, file=file)
    _publicise(desk, Run.objects.get())
    seen = get(desk.county, sheet, "dongjie")
    assert "事故通报.pdf" in seen
    assert "处理意见.pdf" not in seen


MINUS_AND_DIGIT = re.compile(r"(?<![\w.\-/〕+])-\d")
"""A negative number as machines write it, outside dates, addresses and document numbers."""


def test_negative_numbers_are_written_in_one_way_for_eyes_and_plain_for_machines(desk: Desk) -> None:
    scheme = desk.county.assessment.scheme
    assert scheme is not None
    scheme.text = scheme.text.replace("每起扣5分，扣完为止", "每起扣5分，可扣至负分")
    scheme.digest = digest_of(scheme.text)
    scheme.save()
    desk.fill()
    desk.enter("到位资金（万元）", {"东街街道": {"value": "-260"}})
    desk.enter("生产安全事故", {"东街街道": {"quantity": "30"}})
    run = desk.compute()
    sheet = f"{desk.base}/{run.number}/units/{desk.unit('东街街道')}"
    standing = run.standings.get(participant=desk.unit("东街街道"))
    assert standing.total is not None
    assert standing.total < 0
    total = format_points(standing.total)
    for place in (sheet, f"{sheet}/tree", f"{desk.base}/{run.number}"):
        page = lxml.html.document_fromstring(get(desk.county, place)).text_content()
        assert total.replace("-", "−") in page, place
        assert not MINUS_AND_DIGIT.findall(page), place
    row = f"/assessments/{run.assessment_id}/facts/{desk.filing('到位资金（万元）').pk}/units/{desk.unit('东街街道')}"
    assert "−260" in get(desk.county, row)
    client = desk.county.client("kaohe")
    word = docx.Document(io.BytesIO(client.get(f"{sheet}/report.docx").content))
    said = "\n".join(cell.text for table in word.tables for line in table.rows for cell in line.cells)
    assert total.replace("-", "−") in said
    assert not MINUS_AND_DIGIT.findall(said)
    for answer in (f"{sheet}/sheet.csv", f"{desk.base}/{run.number}/ranking.csv"):
        assert total in client.get(answer).content.decode()


def test_a_score_whose_data_are_not_there_is_marked_as_provisional_in_words(desk: Desk) -> None:
    run = desk.compute(reason="会前预览")
    path = f"{desk.base}/{run.number}/units/{desk.unit('东街街道')}"
    page = get(desk.county, path)
    lacking = page.count(">暂计</span>")
    assert lacking > 0
    assert f"{lacking}项得分为暂计" in page
    # Nothing happened as far as anybody said: the points are full, but whoever provides the events has not handed in.
    row = page[page.index("平安建设") :].partition("</tr>")[0]
    assert ">暂计</span>" in row
    assert "数据提供单位尚未提交" in row
    assert "未失分" not in row
    rows = get(desk.county, f"{path}/sheet.csv").splitlines()
    assert rows[0].endswith("暂计")
    assert sum(row.endswith(",是") for row in rows) == lacking
    word = docx.Document(io.BytesIO(desk.county.client("kaohe").get(f"{path}/report.docx").content))
    assert (
        sum(cell.text.endswith(" 暂计") for table in word.tables for line in table.rows for cell in line.cells)
        == lacking
    )
    desk.fill()
    done = desk.compute()
    Filing.objects.filter(assessment=desk.county.assessment).update(state=FilingState.SUBMITTED)
    again = get(desk.county, f"{desk.base}/{done.number}/units/{desk.unit('东街街道')}")
    assert "暂计" not in again.partition("<main")[2]


def test_points_with_more_decimals_than_anybody_reads_are_rounded_beside_their_exact_number() -> None:
    with translation.override("en"):
        assert points(8_733_333_333) == '<abbr title="exactly 8.733333333">8.7333</abbr>'
        assert signed(66_666_666_666) == '+<abbr title="exactly 66.666666666">66.6667</abbr>'
        assert signed(-1) == '<abbr title="exactly −0.000000001">0</abbr>'
        assert points_to(8_733_333_333, None) == points(8_733_333_333)
        assert (points(8_733_300_000), points_to(8_733_333_333, 2), exact_to(8_733_333_333, None)) == (
            "8.7333", "8.73", "8.733333333",
        )  # fmt: skip
