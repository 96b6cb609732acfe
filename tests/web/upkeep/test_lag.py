"""The page of the second machine: what follows, how far behind it is, and what to do."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from kaoji.web.files.receiving import receive
from kaoji.web.files.second import MARK
from kaoji.web.upkeep import following, lag
from kaoji.web.upkeep.following import HiddenStandbysError, Standby, begin
from kaoji.web.upkeep.lag import BAD, GOOD, NONE, SOME
from tests.web.conftest import County

PLACE = "/second-machine?measure=1"


def follow(monkeypatch: pytest.MonkeyPatch, *standbys: Standby) -> None:
    """Let the database be one that standbys follow."""
    monkeypatch.setattr(following, "can_have_standbys", lambda: True)
    monkeypatch.setattr(following, "standbys", lambda _patience: list(standbys))


def states() -> list[tuple[str, str]]:
    return [(each.what, each.state) for each in lag.measured()]


def test_the_page_is_there_at_once_and_asks_for_the_measures_by_itself(county: County) -> None:
    client = county.client("xitong")
    page = client.get("/second-machine").content.decode()
    assert 'hx-get="?measure=1"' in page
    assert "<tbody>" not in page
    whole = client.get(PLACE).content.decode()
    part = client.get(PLACE, headers={"HX-Request": "true"}).content.decode()
    assert "<main" in whole
    assert "<main" not in part
    assert "KAOJI_SECOND_HOME" in part
    assert "copy-home" in whole


def test_only_who_keeps_the_system_sees_the_second_machine(county: County) -> None:
    for who, status in (("xitong", 200), ("anquan", 200), ("shenjiyuan", 403), ("kaohe", 403), ("shenji", 403)):
        assert county.client(who).get("/second-machine").status_code == status


def test_a_standby_that_does_not_answer_is_told_with_what_to_do(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(monkeypatch, Standby("second", is_waited_for=True, seconds=None, replaying=0))
    page = county.client("xitong").get(PLACE).content.decode()
    assert "备机目前不能接管" in page
    assert "检查两机之间的网络和备机磁盘是否已满" in page


@pytest.mark.parametrize(
    ("standbys", "state"),
    [
        ([Standby("second", is_waited_for=True, seconds=0.004, replaying=900)], GOOD),
        ([Standby("second", is_waited_for=True, seconds=40, replaying=0)], SOME),
        ([Standby("second", is_waited_for=True, seconds=400, replaying=0)], BAD),
        ([Standby("second", is_waited_for=True, seconds=0.004, replaying=10**9)], SOME),
        ([], NONE),
    ],
)
@pytest.mark.django_db
def test_how_far_a_standby_is_behind_says_how_well_that_is(
    monkeypatch: pytest.MonkeyPatch, standbys: list[Standby], state: str
) -> None:
    follow(monkeypatch, *standbys)
    assert states()[0][1] == state


@pytest.mark.django_db
def test_what_may_not_be_seen_or_is_not_waited_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    follow(monkeypatch, Standby("second", is_waited_for=False, seconds=0.01, replaying=0))
    assert [state for _what, state in states()] == [GOOD, SOME, NONE]

    def hidden(_patience: float) -> list[Standby]:
        raise HiddenStandbysError

    monkeypatch.setattr(following, "standbys", hidden)
    assert any("pg_monitor" in each.advice for each in lag.measured())


def test_files_that_are_not_copied_are_counted_and_grow_old(county: County, settings: Settings, tmp_path: Path) -> None:
    settings.SECOND_HOME = str(tmp_path / "second")
    assert states()[-1][1] == BAD
    assert "备机" in county.client("xitong").get("/").content.decode()
    begin()
    stored = receive(SimpleUploadedFile("依据.txt", "一份依据".encode()), county.people["tongji"])
    assert states()[-1][1] == GOOD
    copy = next(path for path in (tmp_path / "second").rglob("*") if path.name == stored.digest.removeprefix("sha256:"))
    copy.unlink()
    assert states()[-1][1] == SOME
    own = next(path for path in (tmp_path / "files").rglob("*") if path.name == copy.name)
    os.utime(own, (time.time() - 1000, time.time() - 1000))
    assert states()[-1][1] == BAD
    assert (tmp_path / "second" / MARK).is_file()


def test_the_start_page_tells_of_a_database_that_is_not_followed(
    county: County, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoji.web.organisations.watching.keeps_up", lambda _most: False)
    page = county.client("xitong").get("/").content.decode()
    assert "备机的数据库未能同步" in page
    assert 'href="/second-machine"' in page
    settings.SECOND_HOME = ""
    assert following.keeps_up(300)
