"""The second home: an accepted file lies on both machines, and where one does not answer none is accepted."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.files.models import StoredFile
from kaoji.web.files.receiving import receive
from kaoji.web.files.store import path_of
from kaoji.web.upkeep.following import begin, catch_up, files_behind
from tests.web.conftest import County


@pytest.fixture
def second(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "first"
    settings.FILES_ROOT, settings.RUNS_ROOT = settings.HOME / "files", settings.HOME / "runs"
    settings.SECOND_HOME = str(tmp_path / "second")
    return tmp_path / "second"


def hand_in(county: County, text: str) -> StoredFile:
    return receive(SimpleUploadedFile("依据.txt", text.encode()), county.people["tongji"])


def test_sc42_an_accepted_file_lies_in_both_homes(county: County, second: Path) -> None:
    begin()
    file = hand_in(county, "依据")
    there = second / "files" / file.digest[:2] / file.digest[2:4] / file.digest
    assert there.read_bytes() == path_of(file.digest).read_bytes() == "依据".encode()
    assert files_behind().files == 0


def test_sc42_no_file_is_accepted_where_the_second_home_does_not_answer(county: County, second: Path) -> None:
    with pytest.raises(UnfitFileError):
        hand_in(county, "依据")
    second.mkdir()  # an empty folder where no disk is mounted is no second home either
    with pytest.raises(UnfitFileError):
        hand_in(county, "依据")
    assert not StoredFile.objects.exists()
    assert "备机没有响应" in county.client("xitong").get("/").content.decode()
    assert not [path for path in second.parent.rglob("*") if path.is_file()]


def test_sc42_what_came_while_the_second_home_was_away_is_measured_and_brought_there(
    county: County, second: Path, settings: Settings
) -> None:
    settings.SECOND_HOME = ""
    hand_in(county, "依据")
    (settings.HOME / "signing-key").write_text("key")
    settings.SECOND_HOME = str(second)
    begin()
    time.sleep(0.02)
    behind = files_behind()
    assert behind.files == 2
    assert behind.seconds >= 0.02
    assert catch_up() == 2
    assert files_behind().files == catch_up() == 0
    assert (second / "signing-key").read_text() == "key"
