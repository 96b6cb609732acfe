"""Publishing by two persons, the bundle that anybody can verify, the archive after which nothing changes."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from kaoji.cli.commands import app
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
from kaoji.web.files.models import Label
from kaoji.web.files.store import path_of
from kaoji.web.jobs.queue import do_all
from kaoji.web.publication.actions import publishing
from kaoji.web.publication.actions.locking import NotYoursError
from kaoji.web.publication.keys import public_key
from kaoji.web.publication.models import Publication
from kaoji.writing.bundle import verify_bundle
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow


def test_sc19_publishing_needs_a_second_person(way: Way) -> None:
    made = way.proposed()
    with pytest.raises(NotYoursError):
        publishing.confirm(made, way.by("kaohe"), way.proof("kaohe"))
    assert way.assessment.stage == Stage.PUBLICISING
    publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))
    assert way.assessment.stage == Stage.PUBLISHED
    with pytest.raises(NotNowError):
        publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))


def test_nothing_is_published_before_the_last_day_of_the_notice_is_past(way: Way) -> None:
    notice = way.on_notice()
    way.clock.today = notice.until_on
    with pytest.raises(NotNowError):
        way.proposed()


def test_a_proposal_to_publish_is_declined_with_a_reason(way: Way) -> None:
    made = way.proposed()
    with pytest.raises(NotNowError):
        publishing.decline(made, "")
    publishing.decline(made, "标题有误")
    assert not Publication.objects.exists()
    assert way.proposed().shows == ["rank", "grade", "total"]


def test_the_bundle_is_signed_and_recomputes(way: Way, tmp_path: Path) -> None:
    found = way.published(is_bundle_public=True)
    assert found.bundle is not None
    assert found.bundle.label == Label.PUBLIC
    bundle = tmp_path / found.bundle.name
    bundle.write_bytes(path_of(found.bundle.digest).read_bytes())
    verified = verify_bundle(bundle, public_key())
    assert verified.results == (Publication.objects.get().notice.proposal.results_digest,)
    assert [problem.code for problem in verified.problems] == []
    assert verified.manifest["results"] == found.run.manifest["results"]
    done = CliRunner().invoke(app, ["verify", str(bundle), "--key", public_key()])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(bundle) as packed:
        signatures = packed.read("signatures.json").decode()
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert json.loads(signatures)[0]["organisation"] == "区委常委会"
    for someone in way.county.people.values():
        assert someone.name.encode() not in everything


def test_a_bundle_that_was_changed_is_found_out(way: Way, tmp_path: Path) -> None:
    found = way.published()
    assert found.bundle is not None
    assert found.bundle.label == Label.INTERNAL
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(path_of(found.bundle.digest)) as packed, zipfile.ZipFile(changed, "w") as target:
        for name in packed.namelist():
            content = packed.read(name)
            target.writestr(name, content.replace(b"36.5", b"39.5") if name.startswith("run/facts") else content)
    assert "run.E412" in [problem.code for problem in verify_bundle(changed).problems]
    assert "run.E414" in [
        problem.code for problem in verify_bundle(path_of(found.bundle.digest), "ed25519:AAAA").problems
    ]


def test_after_the_archive_nothing_changes(way: Way) -> None:
    found = way.published()
    job = publishing.archive(way.assessment, way.by("kaohe"))
    do_all()
    found = Publication.objects.get()
    assert found.archive is not None, job
    assert found.archive.label == Label.SENSITIVE
    assert way.assessment.stage == Stage.ARCHIVED
    verified = verify_bundle(path_of(found.archive.digest), public_key())
    assert verified.problems == ()
    names = set(verified.manifest["files"])
    assert {"assessment.json", "journal.jsonl", "facts/facts.json", "approval/signatures.json", "appeals/appeals.json",
            "publication/bundle.zip", "schemes/v1.yaml"} <= names  # fmt: skip
    with pytest.raises(NotNowError):
        way.correct()
    with pytest.raises(NotNowError):
        publishing.archive(way.assessment, way.by("kaohe"))
    with pytest.raises(NotNowError):
        way.run()
    with pytest.raises(NotNowError):
        way.appeal()


def test_sc39_the_signing_key_is_kept_outside_the_database_and_read_by_its_owner_alone(way: Way) -> None:
    way.published()
    path = Path(settings.HOME) / "signing-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_key().startswith("ed25519:")
