"""Runs and rankings: computed at any time, filtered, sorted, exported; what is missing leads to where it is entered."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaoji.web.facts.models import Side
from kaoji.web.jobs.queue import do_all
from kaoji.web.results import actions
from kaoji.web.results.models import Chart, Run
from tests.web.conftest import County
from tests.web.results.conftest import SCORES, Desk


def text(county: County, who: str, path: str) -> str:
    answer = county.client(who).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_preview_is_computed_at_any_time_and_says_what_is_missing(desk: Desk) -> None:
    desk.enter("固定资产投资", {"东街街道": {"score": "36.5"}})
    office = desk.county.client("kaohe")
    answer = office.post(f"{desk.base}/compute", {"reason": "会前预览"})
    assert answer.status_code == 302
    waiting = office.get(answer["Location"]).content.decode()
    assert "hx-get" in waiting
    assert do_all() == 1
    run = Run.objects.get()
    assert (run.is_final, run.missing_count, run.reason) == (False, 9, "会前预览")
    assert "尚缺9项数据" in office.get(answer["Location"]).content.decode()
    page = office.get(f"{desk.base}/1/missing").content.decode()
    assert f"/facts/{desk.filing('固定资产投资').pk}" in page
    assert f"/facts/{desk.filing('到位资金（万元）').pk}" in page
    assert "东街街道" not in office.get(f"{desk.base}/1/missing?q=固定资产").content.decode()


def test_a_run_that_looks_whole_says_what_keeps_it_from_being_put_forward(desk: Desk) -> None:
    desk.fill()
    run = desk.compute()
    assert run.is_final
    page = text(desk.county, "kaohe", f"{desk.base}/{run.number}")
    assert re.search(r"提请审批前尚需处理：\s*有\d+项数据尚未核验", page)
    assert "提请审批前尚需处理" not in text(desk.county, "shenji", f"{desk.base}/{run.number}")
    desk.verify()
    assert "提请审批前尚需处理" not in text(desk.county, "kaohe", f"{desk.base}/{run.number}")


def test_the_ranking_shows_one_group_with_its_chart_in_words_too(desk: Desk, run: Run) -> None:
    page = text(desk.county, "kaohe", f"{desk.base}/{run.number}")
    assert page.index("西街街道") < page.index("东街街道") < page.index("南湖街道")
    assert "白石镇" not in page
    alt = re.findall(r'<img src="[^"]+/charts/\d+"[^>]*alt="([^"]+)"', page)
    assert alt == ["街道3个单位总分图：从西街街道的85.00分到南湖街道的76.25分。数值与表中一致。"]
    assert "白石镇" in text(desk.county, "kaohe", f"{desk.base}/{run.number}?group=乡镇")


def test_the_ranking_is_filtered_and_sorted(desk: Desk, run: Run) -> None:
    page = text(desk.county, "kaohe", f"{desk.base}/{run.number}?q=西街")
    assert "南湖街道</a>" not in page
    page = text(desk.county, "kaohe", f"{desk.base}/{run.number}?grade=良好&sort=unit")
    assert "西街街道</a>" not in page
    assert "南湖街道</a>" in page


def test_a_chart_comes_as_a_picture_in_which_nothing_runs(desk: Desk, run: Run) -> None:
    chart = Chart.objects.filter(run=run).first()
    assert chart is not None
    answer = desk.county.client("changwei").get(f"{desk.base}/{run.number}/charts/{chart.pk}")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert desk.county.client("dongjie").get(f"{desk.base}/{run.number}/charts/{chart.pk}").status_code == 403


@pytest.mark.parametrize("who", ["dongjie", "tongji", "stranger"])
def test_sc14_nobody_but_office_leaders_and_auditors_sees_a_preview(desk: Desk, run: Run, who: str) -> None:
    client = desk.county.client(who)
    for path in ("", "/missing", "/decisions", "/workbook", "/archive", "/ranking.csv", "/compare", "/changes",
                 "/years", "/trials", "/notice", "/notice.docx", f"/units/{desk.unit('东街街道')}",
                 f"/units/{desk.unit('东街街道')}/tree", f"/units/{desk.unit('东街街道')}/report.docx"):  # fmt: skip
        assert client.get(f"{desk.base}/{run.number}{path}").status_code in (403, 404), path


def test_exports_open_with_their_chinese_and_numbers(desk: Desk, run: Run) -> None:
    office = desk.county.client("kaohe")
    content = office.get(f"{desk.base}/{run.number}/ranking.csv?group=街道").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["名次"], row["单位"], row["总分"]) for row in rows] == [
        ("1", "西街街道", "85"), ("2", "东街街道", "81.5"), ("3", "南湖街道", "76.25")
    ]  # fmt: skip
    for path in ("ranking.xlsx", "missing.csv", "missing.xlsx", "changes.csv", "compare.xlsx?unit=1"):
        assert office.get(f"{desk.base}/{run.number}/{path}").status_code == 200, path
    assert office.get(f"{desk.base}/runs.csv").content.startswith(b"\xef\xbb\xbf")
    assert office.get(f"{desk.base}/{run.number}/ranking.exe").status_code == 404


def test_a_run_is_put_forward_only_when_nothing_hinders_it(desk: Desk, run: Run) -> None:
    office = desk.county.client("kaohe")
    propose = f"/assessments/{desk.county.assessment.pk}/publication/propose"
    assert f"{propose}?run={run.number}" in office.get(f"{desk.base}/{run.number}").content.decode()
    assert "尚未核验" in office.get(f"{propose}?run={run.number}").content.decode()
    office.post(propose, {"run": run.number})
    run.refresh_from_db()
    assert run.is_preview
    desk.verify()
    office.post(propose, {"run": run.number})
    run.refresh_from_db()
    assert (run.is_preview, run.proposed_by) == (False, desk.county.people["kaohe"])


def test_facts_that_came_later_are_said(desk: Desk, run: Run) -> None:
    assert "此后" not in text(desk.county, "kaohe", f"{desk.base}/{run.number}")
    desk.enter("固定资产投资", {"东街街道": {"score": "39"}})
    assert "本次计算后又有数据录入或更正" in text(desk.county, "kaohe", f"{desk.base}/{run.number}")
    assert "有1个单位的数据此后已变动，请重新计算。" in actions.what_hinders(run)


def test_a_run_over_self_assessments_is_marked_as_such(desk: Desk) -> None:
    desk.fill()
    desk.enter("固定资产投资", {"东街街道": {"score": "40"}}, side=Side.SELF)
    run = desk.compute(uses_self=True)
    assert not run.is_final
    assert "不作为考核结果" in text(desk.county, "kaohe", f"{desk.base}/{run.number}")


def test_pages_ask_no_more_queries_when_there_is_more(desk: Desk) -> None:
    desk.enter("固定资产投资", {"东街街道": {"score": "36.5"}})
    first = desk.compute()
    desk.fill({name: score for name, score in SCORES.items() if name != "东街街道"})
    desk.enter("生产安全事故", {"东街街道": {"quantity": "1"}, "西街街道": {"quantity": "2"}})
    second = desk.compute()
    for _number in range(5):
        actions.compute(desk.county.assessment, desk.county.people["kaohe"])
    do_all()
    office = desk.county.client("kaohe")
    paths = ("", "/missing", "/decisions", "/changes", "/years", "/trials", "/notice", f"/compare?unit={desk.unit('东街街道')}",
             f"/units/{desk.unit('东街街道')}", f"/units/{desk.unit('东街街道')}/tree")  # fmt: skip
    for path in paths:
        counts = []
        for run in (first, second):
            with CaptureQueriesContext(connection) as queries:
                assert office.get(f"{desk.base}/{run.number}{path}").status_code == 200
            counts.append(len(queries))
        assert max(counts) <= 30, path
        assert abs(counts[1] - counts[0]) <= 5, (path, counts)
    with CaptureQueriesContext(connection) as queries:
        office.get(desk.base)
    assert len(queries) <= 12


def test_a_file_holds_what_the_page_was_searched_for(desk: Desk) -> None:
    desk.enter("固定资产投资", {unit: {"score": value} for unit, value in SCORES.items()})
    first = desk.compute()
    desk.enter("固定资产投资", {"东街街道": {"score": "20"}, "白石镇": {"score": "21"}}, reason="来函更正")
    run, client = desk.compute(), desk.county.client("kaohe")
    assert first.number != run.number

    def lines(path: str) -> int:
        return len(client.get(f"{desk.base}/{run.number}/{path}").content.decode().splitlines()) - 1

    assert lines("missing.csv") > lines("missing.csv?q=东街") == 1
    assert lines("changes.csv") > lines("changes.csv?q=白石镇") == 1
    assert lines("changes.csv?q=没有这样的") == 0
