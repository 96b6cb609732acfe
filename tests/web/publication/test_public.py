"""The pages for everybody: what was chosen to be shown, and nothing of anybody else's data."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from kaoji.web.accounts.models import RequestCount
from kaoji.web.audit.models import Entry
from kaoji.web.jobs.queue import do_all
from kaoji.web.publication.actions import publishing
from kaoji.web.publication.keys import public_key
from tests.web.publication.conftest import DAY, Way

pytestmark = pytest.mark.slow


def open_page(path: str) -> tuple[int, str]:
    """Open a page as anybody."""
    answer = Client().get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, content.decode("utf-8-sig", errors="replace")


def page_of(way: Way) -> str:
    """Give the address of the result."""
    return f"/public/{way.assessment.public_key}"


def test_sc37_a_script_that_searches_or_takes_out_what_is_public_is_stopped_and_journalled(
    way: Way, settings: Settings
) -> None:
    cache.clear()
    way.published(is_bundle_public=True)
    settings.PUBLIC_REQUESTS_A_MINUTE = 3
    # Nine calls: a minute may begin between two of them, and still more than three fall into one.
    for path in ("/public?q=a", f"{page_of(way)}/ranking.csv", "/api/v1/public/results"):
        cache.clear()
        RequestCount.objects.all().delete()
        answers = [open_page(path)[0] for _ in range(9)]
        assert answers[0] == 200, path
        assert answers.count(429) >= 2, path
    assert Client(REMOTE_ADDR="10.9.8.7").get("/public?q=a").status_code == 200
    assert open_page("/public")[0] == 200  # who only reads is never stopped
    assert {entry.data["what"] for entry in Entry.objects.filter(action="access.paced")} == {"public"}


def test_nothing_is_public_before_the_notice_is_open(way: Way) -> None:
    way.approved()
    assert open_page(page_of(way))[0] == 404
    assert "青川区2025年度街道考核" not in open_page("/public")[1]


def test_a_notice_for_those_who_take_part_is_not_public(way: Way) -> None:
    way.on_notice(is_open=False)
    assert open_page(page_of(way))[0] == 404
    assert way.assessment.title not in open_page("/public")[1]


def test_an_open_notice_is_public_on_its_days_alone(way: Way) -> None:
    notice = way.on_notice(is_open=True, contact="区考核办 000-1234")
    status, text = open_page(page_of(way))
    assert status == 200
    assert "本结果尚未最终确定" in text
    assert "区考核办 000-1234" in text
    assert way.assessment.title in open_page("/public")[1]
    way.clock.today = notice.until_on + DAY
    assert open_page(page_of(way))[0] == 404
    way.clock.today = notice.from_on - DAY
    assert open_page(page_of(way))[0] == 404


def test_a_published_result_shows_what_was_chosen_and_how_to_verify_it(way: Way) -> None:
    found = way.published(is_bundle_public=True)
    way.clock.today += 100 * DAY
    status, text = open_page(page_of(way))
    assert status == 200
    for expected in ("东街街道", "86.5", "优秀", found.notice.proposal.results_digest, public_key(), "kaoji verify"):
        assert expected in text
    assert "区委常委会审定（区委常委会）" in text
    assert text.count("<h1>") == 1


def test_the_public_bundle_is_the_one_that_verifies(way: Way) -> None:
    found = way.published(is_bundle_public=True)
    answer = Client().get(f"{page_of(way)}/bundle")
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    content = b"".join(answer)
    assert found.bundle is not None
    assert len(content) == found.bundle.size
    assert found.bundle.digest in answer.headers["ETag"]


def test_sc18_a_bundle_that_is_not_public_is_not_there_for_the_public(way: Way) -> None:
    way.published()
    assert open_page(f"{page_of(way)}/bundle")[0] == 404
    assert "kaoji verify" not in open_page(page_of(way))[1]
    unit = way.county.client("dongjie-head")
    assert unit.get(f"/assessments/{way.assessment.pk}/publication/bundle").status_code == 403
    assert unit.get(f"/assessments/{way.assessment.pk}/publication/archive").status_code == 403


def test_sc15_columns_that_were_not_chosen_are_absent_from_page_and_tables(way: Way) -> None:
    way.over(way.on_notice())
    publishing.confirm(way.proposed(shows=["grade"]), way.by("kaohe2"), way.proof("kaohe2"))
    do_all()
    for path in (page_of(way), f"{page_of(way)}/ranking.csv", f"{page_of(way)}?sort=unit&grade=优秀"):
        status, text = open_page(path)
        assert status == 200
        assert "优秀" in text
        assert "86.5" not in text
        assert "名次" not in text
    _status, table = open_page(f"{page_of(way)}/ranking.csv")
    assert [line.split(",")[1] for line in table.split()[1:]] == [
        "东街街道",
        "西街街道",
        "南湖街道",
        "白石镇",
        "柳溪镇",
    ]


def test_sc44_public_pages_name_no_person_and_addresses_hold_no_name_or_number(way: Way) -> None:
    way.published(is_bundle_public=True)
    for path in ("/public", page_of(way), "/public/key", f"{page_of(way)}/ranking.csv"):
        _status, text = open_page(path)
        for someone in way.county.people.values():
            assert someone.name not in text
            assert f">{someone.number}<" not in text
        assert "assessments/" not in text
    assert re.fullmatch(r"/public/[\w-]{20,}", page_of(way))


def test_a_wrong_key_finds_nothing(way: Way) -> None:
    way.published()
    for key in ("x", "1", way.assessment.public_key[:-1], way.assessment.public_key.swapcase(), "..%2f..%2fetc"):
        assert open_page(f"/public/{key}")[0] == 404
        assert open_page(f"/public/{key}/bundle")[0] == 404
    assert open_page(f"{page_of(way)}/ranking.exe")[0] == 404


def test_the_public_key_is_shown_and_given_as_text(way: Way) -> None:
    del way
    assert public_key() in open_page("/public/key")[1]
    assert "pip install" not in open_page("/public/key")[1]
    assert open_page("/public/key.txt")[1].strip() == public_key()


def test_results_are_found_by_their_title(way: Way) -> None:
    way.published()
    assert way.assessment.title in open_page("/public?q=2025")[1]
    assert "没有名称符合的结果" in open_page("/public?q=2031")[1]


def test_pages_of_who_is_logged_in_are_not_kept_by_the_browser(way: Way) -> None:
    way.published()
    assert "max-age" in Client().get(page_of(way)).headers["Cache-Control"]
    assert way.county.client("kaohe").get(page_of(way)).headers["Cache-Control"] == "no-store"


def test_a_chart_is_public_where_all_that_it_shows_is(way: Way) -> None:
    notice = way.on_notice(is_open=True)
    status, text = open_page(page_of(way))
    pictures = re.findall(r'src="(/public/[^"]+/charts/\d+)"', text)
    assert (status, len(pictures)) == (200, 2)
    assert "总分" in open_page(pictures[0])[1]
    english = Client().get(pictures[0], headers={"Accept-Language": "en"}).content.decode()
    assert ">Total<" in english
    assert ">总分<" not in english
    notice.shows = ["grade"]
    notice.save()
    assert "charts/" not in open_page(page_of(way))[1]
    assert open_page(pictures[0])[0] == 404


def test_a_unit_appeals_from_its_sheet_on_the_days_of_the_notice(way: Way) -> None:
    notice = way.on_notice()
    sheet = f"/assessments/{way.assessment.pk}/results/{notice.run.number}/units/{way.unit('东街街道').pk}"
    appeal = f"/publication/appeals/new?unit={way.unit('东街街道').pk}"
    assert appeal in way.county.client("dongjie").get(sheet).content.decode()
    assert appeal not in way.county.client("kaohe").get(sheet).content.decode()
    way.clock.today = notice.until_on + DAY
    assert appeal not in way.county.client("dongjie").get(sheet).content.decode()


def test_a_notice_that_has_not_begun_is_announced_to_units(way: Way) -> None:
    notice = way.on_notice()
    way.clock.today = notice.from_on - DAY
    client = way.county.client("dongjie")
    day = f"{notice.from_on:%Y-%m-%d}"
    assert f"结果将于{day}起公示" in client.get("/").content.decode()
    assert f"结果将于{day}起公示" in client.get(f"/assessments/{way.assessment.pk}/publication").content.decode()


def test_a_published_run_is_called_published(way: Way) -> None:
    way.published()
    page = way.county.client("kaohe").get(f"/assessments/{way.assessment.pk}/results").content.decode()
    assert "已公布" in page[page.index("<tbody>") :]
