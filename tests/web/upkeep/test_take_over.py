"""A second machine takes over from one that dies at work: nothing acknowledged is lost, nothing is doubled (SC-42)."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from kaoji.web.files.second import MARK
from tests.web.person import Person
from tests.web.site import Site
from tests.web.upkeep.cluster import Node, place_for_servers

ENOUGH = 12
"""Requests acknowledged before the machine dies."""
_GROUNDS = "{name}：依据见附件。"
_PAUSE = 0.4
_DEAD = (urllib.error.URLError, http.client.HTTPException, OSError)


@dataclass
class Machines:
    """Two machines: the database and the home of each, and who works at them."""

    first: Node
    second: Node
    site: Site
    other: Site


@dataclass
class Work:
    """What somebody sends, one after the other, each until it is acknowledged."""

    sent: list[str] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """What was answered, by what was sent."""
    again: list[str] = field(default_factory=list)
    """What was sent once more, as no answer came."""
    dying: threading.Event = field(default_factory=threading.Event)
    moved: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def machines(example: Path, tmp_path: Path) -> Iterator[Machines]:
    place = place_for_servers()
    first, second = Node(place, "first"), Node(place, "second")
    home, other = tmp_path / "first", tmp_path / "second"
    found = Machines(
        first, second,
        Site(home, KAOJI_SECOND_HOME=str(other), DATABASE_URL=first.url("kaoji")),
        Site(other, DATABASE_URL=second.url("kaoji")),
    )  # fmt: skip
    found.site.database, found.other.database = first.url("kaoji"), second.url("kaoji")
    try:
        first.make()
        first.start()
        first.say("CREATE DATABASE kaoji")
        found.site.copy(example)
        _follow(found)
        yield found
    finally:
        for site in (found.site, found.other):
            if site.process is not None:
                site.kill()
        first.kill()
        second.kill()
        shutil.rmtree(place, ignore_errors=True)


def _follow(machines: Machines) -> None:
    """Set the second machine up as the documentation says, and open the notice to appeals."""
    machines.second.follow(machines.first)
    machines.second.start()
    for setting in ("synchronous_standby_names = 'second'", "synchronous_commit = 'on'"):
        machines.first.say(f"ALTER SYSTEM SET {setting}")
    machines.first.say("SELECT pg_reload_conf()")
    machines.site.run("copy-home", "--begin")
    machines.site.rows("UPDATE publication_publicnotice SET until_on = current_date + 3 WHERE ended_at IS NULL")


@pytest.mark.slow
def test_sc42_a_second_machine_takes_over_and_nothing_acknowledged_is_lost_or_doubled(
    machines: Machines, record_property: Callable[[str, object], None]
) -> None:
    site, other = machines.site, machines.other
    site.start()
    appeals, evidence = Work(), Work()

    def acknowledged() -> int:
        return len(appeals.acknowledged) + len(evidence.acknowledged)

    with ThreadPoolExecutor() as people:
        try:
            jobs = [
                people.submit(job) for job in (*_appealing(site, appeals, other), _attaching(site, evidence, other))
            ]
            measuring = people.submit(site.run, "lag", "--most", "5")
            _wait_for(lambda: acknowledged() >= ENOUGH, jobs)
            measured = measuring.result()
            for work in (appeals, evidence):
                work.dying.set()
            time.sleep(0.05)  # requests are under way
            machines.first.kill()
            time.sleep(0.3)  # requests come to a server whose database is gone
            site.kill()
            shutil.rmtree(site.home)
            other.run("take-over", "--yes")
            other.start()
            before = acknowledged()
            _let_go(appeals, evidence)
            _wait_for(lambda: acknowledged() >= before + 8, jobs)
        finally:
            _let_go(appeals, evidence, ended=True)
    for job in jobs:
        job.result()
    assert appeals.again
    assert evidence.again
    assert _seconds(measured) < 5
    _appeals_are_there_once(other, appeals)
    _evidence_is_there_once(other, evidence)
    assert other.rows("SELECT count(*), max(number) FROM audit_entry HAVING count(*) <> max(number)") == []
    assert not (other.home / MARK).exists()
    record_property("lag", measured)
    record_property("sent again", f"{appeals.again} {evidence.again}")


def _seconds(measured: str) -> float:
    found = re.search(r"(\d+\.\d+)\s*(?:s|秒)", measured)
    assert found is not None, measured
    return float(found[1])


def _wait_for(condition: Callable[[], bool], jobs: list[Future[None]]) -> None:
    for _ in range(300):
        for job in jobs:
            if job.done():
                job.result()
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("nothing goes on")


def _let_go(*works: Work, ended: bool = False) -> None:
    for work in works:
        if ended:
            work.stop.set()
            work.dying.set()
        work.moved.set()


# ------------------------------------------------------------------ people at work


def _appealing(site: Site, work: Work, other: Site) -> list[Callable[[], None]]:
    """Let three units appeal against one number after the other, each with a file."""
    units = site.rows(
        "SELECT DISTINCT ON (p.id) p.assessment_id, p.id, u.number FROM assessments_participant p "
        "JOIN publication_publicnotice n ON n.assessment_id = p.assessment_id AND n.ended_at IS NULL "
        "JOIN organisations_post o ON o.organisation_id = p.organisation_id AND o.role = 'reporter' "
        "JOIN accounts_user u ON u.id = o.user_id "
        "WHERE NOT EXISTS (SELECT 1 FROM publication_appeal a WHERE a.participant_id = p.id) ORDER BY p.id LIMIT 3"
    )
    assert len(units) == 3
    return [
        partial(_appeal, Person(site, str(number)), int(str(assessment)), int(str(unit)), work, other)
        for assessment, unit, number in units
    ]


def _appeal(person: Person, assessment: int, unit: int, work: Work, other: Site) -> None:
    path = f"/assessments/{assessment}/publication/appeals/new?unit={unit}"
    nodes = re.findall(r'<option value="([^"]+)"', person.page(path).partition('name="node"')[2])
    forms = [(node, person.page(path)) for node in nodes]  # as many as somebody has open
    for number, (node, page) in enumerate(forms):
        if number == len(forms) - 2:
            work.dying.wait(60)  # what comes last comes when the machine dies
        if work.stop.is_set():
            return
        name = f"{unit} {node}"
        values = {
            "unit": str(unit), "node": node, "text": _GROUNDS.format(name=name),
            "form-key": re.findall(r'name="form-key" value="([^"]+)"', page)[0],
        }  # fmt: skip
        token = re.findall(r'"x-csrftoken": "([^"]+)"', page)[0]
        files = [("files", "依据.txt", name.encode())]
        work.sent.append(name)
        address = _until(person, work, other, partial(person.send_form, path, values, files, token), name)
        work.acknowledged[name] = address.rpartition("/")[2]


def _attaching(site: Site, work: Work, other: Site) -> Callable[[], None]:
    """Let a program of a provider hand in evidence for a fact, one file after the other."""
    rows = site.rows(
        "SELECT f.assessment_id, u.number, o.id, array_agg(t.id ORDER BY t.id) FROM facts_fact t JOIN facts_filing f ON f.id = t.filing_id "
        "JOIN facts_filing_providers p ON p.filing_id = f.id "
        "JOIN organisations_post o ON o.organisation_id = p.organisation_id AND o.role = 'provider' "
        "JOIN accounts_user u ON u.id = o.user_id WHERE f.state IN ('open', 'returned') AND t.side = 'provided' "
        "GROUP BY f.assessment_id, u.number, o.id ORDER BY count(*) DESC, o.id LIMIT 1"
    )
    ((assessment, number, post, facts),) = rows
    assert isinstance(facts, list)
    person = Person(site, str(number))
    page = person.page("/tokens")
    csrf = re.findall(r'"x-csrftoken": "([^"]+)"', page)[0]
    found = re.search(
        r"kaoji_[\w-]+", person.answer("/tokens", {"post": str(post), "name": "接口", "days": "30"}, csrf)
    )
    assert found is not None
    return partial(_attach, person, f"{assessment}/facts", facts, found[0], work, other)


def _attach(person: Person, place: str, facts: list[int], token: str, work: Work, other: Site) -> None:
    for number in range(1000):
        if work.stop.is_set():
            return
        name = f"证据{number}.txt"

        def send(name: str = name, number: int = number) -> str:
            more = {"Authorization": f"Bearer {token}", "Idempotency-Key": name.encode().hex()}
            path = f"/api/v1/assessments/{place}/{facts[number % len(facts)]}/evidence"
            return str(json.loads(person.answer(path, {}, "", [("file", name, name.encode())], more))["id"])

        work.sent.append(name)
        work.acknowledged[name] = _until(person, work, other, send, name)


def _until(person: Person, work: Work, other: Site, act: Callable[[], str], name: str) -> str:
    """Do something without haste, at the other machine once the first one is gone; what was sent is sent again as it was."""
    time.sleep(_PAUSE)
    while True:
        try:
            return act()
        except urllib.error.HTTPError as refused:
            if refused.code < 500:
                pytest.fail(f"{name}: {refused.code} {refused.read().decode()[-2000:]}")
        except _DEAD:
            pass
        assert work.moved.wait(60), f"{name}: no answer"
        assert person.site is not other, f"{name}: no answer"
        person.site = other
        work.again.append(name)


# ------------------------------------------------------------------ what is there afterwards


def _appeals_are_there_once(site: Site, work: Work) -> None:
    found = site.rows(
        "SELECT a.participant_id || ' ' || a.node, a.id, f.digest FROM publication_appeal a "
        "JOIN publication_appeal_files l ON l.appeal_id = a.id JOIN files_storedfile f ON f.id = l.storedfile_id "
        "WHERE a.text LIKE ?",
        _GROUNDS.format(name="%"),
    )
    assert sorted(str(name) for name, _id, _digest in found) == sorted(work.sent)
    assert {name: str(number) for name, number, _digest in found} == work.acknowledged
    for name, _number, digest in found:
        assert _kept(site, str(digest)) == str(name).encode()
    ((journalled,),) = site.rows(
        "SELECT count(*) FROM audit_entry WHERE action = 'appeal.file' AND object_id IN "
        "(SELECT id::text FROM publication_appeal WHERE text LIKE ?)",
        _GROUNDS.format(name="%"),
    )
    assert journalled == len(work.sent)


def _evidence_is_there_once(site: Site, work: Work) -> None:
    found = site.rows(
        "SELECT f.name, e.id, f.digest FROM facts_evidence e JOIN files_storedfile f ON f.id = e.file_id "
        "WHERE f.name LIKE ?",
        "证据%.txt",
    )
    assert sorted(str(name) for name, _id, _digest in found) == sorted(work.sent)
    assert {name: str(number) for name, number, _digest in found} == work.acknowledged
    for name, _number, digest in found:
        assert _kept(site, str(digest)) == str(name).encode()


def _kept(site: Site, digest: str) -> bytes:
    return (site.home / "files" / digest[:2] / digest[2:4] / digest).read_bytes()
