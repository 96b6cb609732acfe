"""The queue: leases, workers that die, work that fails, and the page of one's jobs."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from kaoji.web.jobs import queue
from kaoji.web.jobs.models import Job, State
from kaoji.web.jobs.queue import Progress, UnfitWorkError, ask, do, do_all, free_of_the_dead, take, work, worker_name
from tests.web.conftest import County

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
DONE: list[int] = []


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give kinds of work that end well, are unfit, and break."""
    monkeypatch.setattr(queue, "_WORK", {})
    DONE.clear()

    @work("test.well")
    def well(job: Job, progress: Progress) -> dict[str, Any]:
        progress.tell(1, 4, "一步")
        stored = Job.objects.get(pk=job.pk)
        assert (stored.percent, stored.step) == (25, "一步")
        DONE.append(job.pk)
        return {"sum": 3}

    @work("test.unfit")
    def unfit(job: Job, progress: Progress) -> dict[str, Any]:
        del job, progress
        raise UnfitWorkError("表格里没有数据。")

    @work("test.broken")
    def broken(job: Job, progress: Progress) -> dict[str, Any]:
        del job, progress
        raise ZeroDivisionError("secret")


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for() -> None:
    jobs = [ask("test.well", {}) for _ in range(3)]
    assert do_all() == 3
    assert [job.pk for job in jobs] == DONE
    assert set(Job.objects.values_list("state", "done")) == {("done", 1)}
    assert not Job.objects.filter(finished_at=None).exists()
    assert Job.objects.earliest("pk").result == {"sum": 3}


def test_a_taken_job_is_left_to_its_worker_until_the_lease_runs_out() -> None:
    ask("test.well", {})
    first = take("a")
    assert first is not None
    assert take("b") is None
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    again = take("b")
    assert again is not None
    assert (again.pk, again.attempts) == (first.pk, 2)
    # The first worker comes back to life: what it says counts no more.
    do(first)
    assert Job.objects.get().state == State.RUNNING
    do(again)
    assert Job.objects.get().state == State.DONE


def test_the_job_of_a_killed_worker_is_taken_up_at_once() -> None:
    ask("test.well", {})
    gone = _number_of_nobody()
    take(f"{socket.gethostname()}:{gone}:1:1")
    assert take(worker_name()) is None
    free_of_the_dead()
    assert take(worker_name()) is not None
    # One that lives is left alone.
    Job.objects.update(state=State.RUNNING, leased_by=worker_name(), leased_until=timezone.now() + timedelta(minutes=1))
    free_of_the_dead()
    assert take("b") is None


def _number_of_nobody() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_a_job_that_fails_again_and_again_is_given_up() -> None:
    job = ask("test.well", {})
    Job.objects.filter(pk=job.pk).update(attempts=queue.MOST_ATTEMPTS)
    do_all()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert str(queue.MOST_ATTEMPTS) in job.problem
    assert not DONE


def test_a_failed_job_tells_its_reason_and_nothing_of_the_inside(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    by = county.people["kaohe"]
    unfit, broken = ask("test.unfit", {}, by=by), ask("test.broken", {}, by=by)
    do_all()
    client = county.client("kaohe")
    assert "表格里没有数据。" in client.get(f"/jobs/{unfit.pk}").content.decode()
    said = client.get(f"/jobs/{broken.pk}").content.decode()
    assert str(broken.pk) in said
    assert "secret" not in said
    assert "ZeroDivisionError" in caplog.text


def test_work_of_a_kind_that_is_unknown_here_fails_and_blocks_nothing() -> None:
    ask("test.of-tomorrow", {})
    ask("test.well", {})
    do_all()
    assert list(Job.objects.values_list("state", flat=True)) == [State.FAILED, State.DONE]


def test_the_page_shows_ones_own_jobs_alone(
    county: County, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for who, count in (("kaohe", 60), ("kaohe2", 1)):
        for _ in range(count):
            ask("results.compute", {}, by=county.people[who], assessment_id=county.assessment.pk)
    client, other = county.client("kaohe"), county.client("kaohe2")
    with django_assert_max_num_queries(14):
        page = client.get("/jobs").content.decode()
    assert page.count("<tr>") == 51
    assert county.assessment.title in page
    assert client.get("/jobs?page=2").content.decode().count("<tr>") == 11
    assert client.get("/jobs?state=done").content.decode().count("<tr>") == 0
    assert other.get("/jobs").content.decode().count("<tr>") == 2
    assert other.get(f"/jobs/{Job.objects.earliest('pk').pk}").status_code == 404
    assert Client().get("/jobs").status_code == 302


def test_progress_asks_again_until_the_job_is_over(county: County) -> None:
    job = ask("test.well", {}, by=county.people["kaohe"])
    client = county.client("kaohe")
    page = client.get(f"/jobs/{job.pk}").content.decode()
    assert "hx-get" in page
    assert "<main" in page
    do_all()
    answer = client.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "hx-get" not in answer.content.decode()


def test_a_list_of_jobs_leads_to_what_they_are_about(county: County) -> None:
    by, pk = county.people["kaohe"], county.assessment.pk
    ask("results.compute", {"run": 1}, by=by, assessment_id=pk)
    ask("facts.workbook", {"workbook": 7}, by=by, assessment_id=pk)
    imported = ask("people.import", {}, by=by)
    failed = ask("test.unfit", {}, by=by, assessment_id=pk)
    Job.objects.exclude(pk=failed.pk).update(state=State.DONE, finished_at=timezone.now())
    do_all()
    page = county.client("kaohe").get("/jobs").content.decode()
    for place in (
        f"/assessments/{pk}/results",
        f"/assessments/{pk}/facts/workbooks/7",
        f"/people/import/{imported.pk}",
    ):
        assert f'href="{place}"' in page
    assert f'href="/jobs/{failed.pk}"' in page
    about = county.client("kaohe").get(f"/jobs/{failed.pk}").content.decode()
    assert "表格里没有数据。" in about
    assert f'href="/assessments/{pk}/"' in about


def test_who_did_not_ask_for_a_job_is_not_made_to_ask_how_far_it_is(county: County) -> None:
    first, second = county.client("kaohe"), county.client("kaohe2")
    upload = SimpleUploadedFile("通知.txt", "青川区2025年度街道考核通知".encode())
    first.post(f"/assessments/{county.assessment.pk}/notices/upload", {"file": upload})
    place = f"/assessments/{county.assessment.pk}/notices/{county.assessment.notices.get().pk}"
    assert "hx-get" in first.get(place).content.decode()
    assert "hx-get" not in second.get(place).content.decode()
