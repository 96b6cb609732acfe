"""The server killed at any moment: what was acknowledged is there afterwards, and nothing is half done."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from kaoji.writing.safe_cells import xlsx_table
from tests.web.conftest import PASSWORD
from tests.web.person import Person
from tests.web.site import Site, server_of_the_tests

pytestmark = [pytest.mark.slow, pytest.mark.each_database]
T = TypeVar("T")
PEOPLE = 120
"""More than are kept at once, so that the server can be killed between two pieces."""


@pytest.fixture
def site(example: Path, tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path / "home", server_of_the_tests())
    found.copy(example)
    found.start()
    yield found
    found.kill()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(site: Site) -> None:
    ((assessment, filing, provider),) = site.rows(
        "SELECT f.assessment_id, f.id, o.id FROM facts_filing f JOIN facts_filing_providers p ON p.filing_id = f.id "
        "JOIN organisations_organisation o ON o.id = p.organisation_id WHERE f.state = 'open' AND f.\"table\" = 'scores' "
        "ORDER BY f.id LIMIT 1"
    )
    ((number,),) = site.rows(
        "SELECT u.number FROM organisations_post p JOIN accounts_user u ON u.id = p.user_id "
        "WHERE p.organisation_id = ? AND p.role = 'provider'",
        provider,
    )
    units = [row[0] for row in site.rows(
        "SELECT id FROM assessments_participant WHERE assessment_id = ? ORDER BY position LIMIT 6", assessment
    )]  # fmt: skip
    acknowledged: dict[object, tuple[int, object]] = {}
    chance = random.Random(5)  # noqa: S311 - moments of killing
    provider_at_desk, rows = Person(site, str(number)), f"/assessments/{assessment}/facts/{filing}/rows"

    def during(besides: Callable[[Site, random.Random], T]) -> T:
        """Let facts be entered while something else is done and the server killed, and start it again."""
        stop = threading.Event()
        entering = threading.Thread(target=_enter, args=(provider_at_desk, rows, units, acknowledged, stop))
        entering.start()
        told = besides(site, chance)
        stop.set()
        entering.join()
        stored = {unit: (int(str(version)), data if isinstance(data, dict) else json.loads(str(data)))
                  for unit, version, data in site.rows(
            "SELECT participant_id, version, row FROM facts_fact WHERE filing_id = ?", filing
        )}  # fmt: skip
        assert acknowledged
        for unit, (version, row) in acknowledged.items():
            assert stored[unit][0] >= version
            assert stored[unit][0] > version or stored[unit][1] == row
        site.start()
        return told

    during(partial(_compute_and_kill, assessment))
    during(_import_and_kill)
    published = during(_publish_and_kill)
    _is_settled(site)
    _people_are_whole(site)
    _result_is_whole(site, published)


def _compute_and_kill(assessment: object, site: Site, chance: random.Random) -> None:
    """Have a result computed, kill the worker alone, and once another one follows kill the server at any moment."""
    office, compute = Person(site, "kaohe"), f"/assessments/{assessment}/results/compute"
    office.post(compute, {})
    first = _who_computes(site)
    os.kill(first, signal.SIGKILL)
    office.post(compute, {})
    assert _who_computes(site) != first
    time.sleep(chance.uniform(0, 1))
    site.kill()


def _who_computes(site: Site) -> int:
    """Wait until the computation asked for last is taken, and give the number of the process that took it."""
    for _ in range(1200):
        ((name,),) = site.rows("SELECT leased_by FROM jobs_job WHERE kind = 'results.compute' ORDER BY id DESC LIMIT 1")
        if name:
            return int(str(name).split(":")[1])
        time.sleep(0.05)
    pytest.fail("no worker took the job")


def _import_and_kill(site: Site, chance: random.Random) -> None:
    """Bring people from a workbook and kill the server once that was acknowledged."""
    rows = [[f"laike{number:03}", "来客", "青石街道来客处", "", "科室", ""] for number in range(PEOPLE)]
    content = xlsx_table("人员", ["账号", "姓名", "单位", "上级单位", "单位类型", "岗位"], rows)
    address = Person(site, "xitong").upload("/people/import", "people.xlsx", content)
    assert re.search(r"/people/import/\d+$", address)
    time.sleep(chance.uniform(0.3, 2))
    site.kill()


def _publish_and_kill(site: Site, chance: random.Random) -> tuple[object, bool]:
    """Publish the result whose notice is over and kill the server; tells which, and whether that was acknowledged."""
    ((assessment,),) = site.rows("SELECT id FROM assessments_assessment WHERE stage = 'publicising'")
    office, second = Person(site, "kaohe"), Person(site, "kaohe2")
    here = f"/assessments/{assessment}/publication"
    for (appeal,) in site.rows(
        "SELECT id FROM publication_appeal WHERE assessment_id = ? AND state = 'filed'", assessment
    ):
        office.post(f"{here}/appeals/{appeal}/answer", {"verdict": "reject", "answer": "经复核，原得分无误。"})
    office.post(f"{here}/publish/propose", {"shows": ["rank", "grade", "total"], "is_bundle_public": "1"})
    address = ""
    killing = threading.Timer(chance.uniform(0.3, 1), site.kill)
    killing.start()
    with suppress(OSError, http.client.HTTPException):
        address = second.post(f"{here}/publish/confirm", {"word": PASSWORD})
    killing.join()
    return assessment, address.endswith("/publish")


def _people_are_whole(site: Site) -> None:
    ((result,),) = site.rows("SELECT result FROM jobs_job WHERE kind = 'people.import' ORDER BY id DESC LIMIT 1")
    accounts = site.rows("SELECT count(*), count(DISTINCT number) FROM accounts_user WHERE name = ?", "来客")
    assert accounts == [(PEOPLE, PEOPLE)]
    found = result if isinstance(result, dict) else json.loads(str(result))
    # Each has a first password that the administrator can still hand over.
    assert (found["people"], found["faults"], bool(found["sealed"])) == (PEOPLE, [], True)


def _result_is_whole(site: Site, published: tuple[object, bool]) -> None:
    assessment, is_acknowledged = published
    ((stage, confirmed_at, ended_at, digest),) = site.rows(
        "SELECT a.stage, p.confirmed_at, n.ended_at, f.digest FROM publication_publication p "
        "JOIN assessments_assessment a ON a.id = p.assessment_id JOIN publication_publicnotice n ON n.id = p.notice_id "
        "LEFT JOIN files_storedfile f ON f.id = p.bundle_id WHERE p.assessment_id = ?",
        assessment,
    )
    is_published = confirmed_at is not None
    assert is_published or not is_acknowledged
    assert (stage == "published", ended_at is not None, digest is not None) == (is_published,) * 3
    if is_published:
        kept = site.home / "files" / str(digest)[:2] / str(digest)[2:4] / str(digest)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest


def _enter(
    person: Person,
    path: str,
    units: list[object],
    acknowledged: dict[object, tuple[int, object]],
    stop: threading.Event,
) -> None:
    value = 0
    while not stop.is_set():
        for unit in units:
            value = (value + 1) % 6
            seen = acknowledged.get(unit, (0, None))[0]
            try:
                said = person.send(path, {"rows": [{"unit": unit, "version": seen, "values": {"score": str(value)}}]})
            except (OSError, ValueError, http.client.HTTPException):
                return
            for row in [*said["kept"], *said["conflicts"]]:
                acknowledged[unit] = int(str(row["version"])), row["row"]
            time.sleep(0.05)


def _is_settled(site: Site) -> None:
    """Wait for the worker to end what it was killed in, and look for anything half done."""
    for _ in range(240):
        waiting = site.rows("SELECT count(*) FROM jobs_job WHERE state IN ('waiting', 'running')")
        if waiting == [(0,)]:
            break
        time.sleep(0.5)
    assert site.rows("SELECT count(*) FROM jobs_job WHERE state <> 'done'") == [(0,)]
    half = site.rows(
        "SELECT r.id FROM results_run r WHERE (r.finished_at IS NULL) <> "
        "(NOT EXISTS (SELECT 1 FROM results_standing s WHERE s.run_id = r.id))"
    )
    assert half == []
    assert site.rows("SELECT count(*) FROM results_run WHERE finished_at IS NULL") == [(0,)]
    previous = "0" * 64
    for number, (found, before, digest) in enumerate(
        site.rows("SELECT number, previous, digest FROM audit_entry ORDER BY number"), 1
    ):
        assert (found, before) == (number, previous)
        previous = str(digest)
