"""The nightly check: whatever was changed behind the application's back is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kaoji.web.assessments.models import SchemeVersion
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.models import Entry
from kaoji.web.facts.actions import Entry as FactEntry
from kaoji.web.facts.actions import save
from kaoji.web.facts.models import Fact, Filing
from kaoji.web.files.models import StoredFile
from kaoji.web.files.receiving import receive
from kaoji.web.files.store import path_of
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import do_all
from kaoji.web.results.actions import compute, folder_of
from kaoji.web.results.models import Run, Standing
from kaoji.web.upkeep.checking import KIND, Broken, ask_nightly, check_all
from kaoji.web.upkeep.daily import do_daily
from tests.web.conftest import County
from tests.web.states import kept


@pytest.fixture
def stored(county: County) -> County:
    """Give a county with evidence, facts and a run."""
    kept("stored", lambda: _store(county))
    return county


def _store(county: County) -> None:
    receive(SimpleUploadedFile("依据.txt", "依据".encode()), county.people["tongji"])
    filing, version = Filing.objects.get(table="scores"), county.assessment.scheme
    assert version is not None
    for unit in county.assessment.participants.all():
        save(filing, [FactEntry(unit, {"score": "30"})], structure_of(version), county.people["tongji"])
    compute(county.assessment, county.people["kaohe"])
    do_all()


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def _evidence() -> None:
    _append(path_of(StoredFile.objects.earliest("pk").digest))


def _evidence_gone() -> None:
    path_of(StoredFile.objects.earliest("pk").digest).unlink()


def _facts_of_run() -> None:
    _append(next((folder_of(Run.objects.get()) / "facts").iterdir()))


def _results_of_run() -> None:
    path = folder_of(Run.objects.get()) / "results.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"30"', '"31"', 1), encoding="utf-8")


def _manifest_of_run() -> None:
    Run.objects.update(manifest={**Run.objects.get().manifest, "results": "sha256:0"})


def _other_manifest() -> None:
    (folder_of(Run.objects.get()) / "manifest.json").write_text("[null]", encoding="utf-8")


def _run_gone() -> None:
    (folder_of(Run.objects.get()) / "manifest.json").unlink()


def _standing() -> None:
    Standing.objects.filter(pk=Standing.objects.earliest("pk").pk).update(rank=1, total=99_000_000_000)


def _scheme() -> None:
    version = SchemeVersion.objects.earliest("pk")
    SchemeVersion.objects.update(text=version.text.replace("points: 40", "points: 41", 1))


def _fact() -> None:
    Fact.objects.filter(pk=Fact.objects.earliest("pk").pk).update(row={"score": "39"})


def _withdrawn_fact() -> None:
    Fact.objects.filter(pk=Fact.objects.earliest("pk").pk).update(is_withdrawn=True)


def test_sc38_nothing_is_found_where_nothing_was_touched(stored: County) -> None:
    assert stored.people
    assert list(check_all(recompute=True)) == []


@pytest.mark.parametrize(
    ("harm", "kind", "fault"),
    [
        (_evidence, "file", "changed"), (_evidence_gone, "file", "changed"), (_facts_of_run, "run", "changed"),
        (_results_of_run, "run", "differs"), (_manifest_of_run, "run", "differs"), (_run_gone, "run", "missing"),
        (_other_manifest, "run", "differs"),
        (_standing, "run", "differs"), (_scheme, "scheme", "changed"), (_fact, "fact", "differs"),
        (_withdrawn_fact, "fact", "differs"),
    ],
)  # fmt: skip
def test_sc38_whatever_was_changed_behind_the_applications_back_is_found(
    stored: County, harm: Callable[[], None], kind: str, fault: str
) -> None:
    assert stored.people
    harm()
    found = list(check_all())
    assert [(each.kind, each.fault) for each in found] == [(kind, fault)]
    assert isinstance(found[0], Broken)


def test_sc38_the_nightly_check_is_asked_for_once_a_night_and_journalled(
    stored: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stored.people
    night = datetime(2026, 3, 1, 3, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "localtime", lambda: night.replace(hour=12))
    assert ask_nightly() is None
    monkeypatch.setattr(timezone, "localtime", lambda: night)
    assert ask_nightly() is not None
    assert ask_nightly() is None
    _evidence()
    do_all()
    assert Job.objects.get(kind=KIND).result["broken"] == 1
    entry = Entry.objects.get(action=KIND)
    assert (entry.result, entry.data["broken"]) == ("failed", 1)


def test_sessions_that_are_over_are_cleared_out_once_a_night(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    county.client("kaohe")
    Session.objects.update(expire_date=datetime(2026, 2, 1, tzinfo=ZoneInfo("Asia/Shanghai")))
    kept = county.client("tongji").session.session_key
    noon = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "localtime", lambda: noon)
    do_daily()
    assert Session.objects.count() == 2
    monkeypatch.setattr(timezone, "localtime", lambda: noon.replace(hour=3))
    do_daily()
    assert [each.session_key for each in Session.objects.all()] == [kept]
