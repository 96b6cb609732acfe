"""The chain of the journal: one line under parallel writers, and no change that does not show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from kaoji.web.audit.anchors import kept, write, write_daily
from kaoji.web.audit.chain import Acting, acting_as, anchor, prove, record, verify
from kaoji.web.audit.models import Entry, Head
from kaoji.web.audit.protection import is_protected, protect, unprotect
from kaoji.web.logs import OneLine
from tests.web.conftest import PASSWORD, County

pytestmark = pytest.mark.each_database

WRITERS = """
import os, sys, threading
from kaoji.web import serving
serving.set_up()
serving.prepare()
from django.db import connections
from kaoji.web.audit.chain import prove, record
def write(number):
    for each in range(15):
        record("test.write", writer=number, each=each)
    connections.close_all()
threads = [threading.Thread(target=write, args=(n,)) for n in range(int(sys.argv[1]))]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
proof = prove()
print(proof.count, proof.last, len(proof.faults))
"""


@pytest.fixture
def entries(db: None) -> list[Entry]:  # noqa: ARG001 - the fixture opens the database
    return [record("test.write", number=number) for number in range(8)]


@pytest.mark.slow
def test_sc24_the_chain_stays_one_line_under_20_parallel_writers(tmp_path: Path) -> None:
    environment = {**os.environ, "KAOJI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kaoji.web.settings"}
    environment.pop("DATABASE_URL", None)
    if connection.vendor == "postgresql":
        import psycopg  # noqa: PLC0415 - only on PostgreSQL

        name, url = f"writers_{uuid.uuid4().hex}", os.environ["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        database = str(django_settings.DATABASES["default"]["NAME"])
        environment["DATABASE_URL"] = url.replace(f"/{database.removeprefix('test_')}?", f"/{name}?")
        assert name in environment["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, "-c", WRITERS, "20"], env=environment, text=True, capture_output=True, check=False
    )
    assert done.stdout.split() == ["300", "300", "0"], done.stderr[-800:]


def change(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[3].pk).update(data={"number": 99})


def delete(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[3].pk).delete()


def swap(entries: list[Entry]) -> None:
    third, fourth = entries[3].pk, entries[4].pk
    Entry.objects.filter(pk=third).update(number=1000)
    Entry.objects.filter(pk=fourth).update(number=third)
    Entry.objects.filter(pk=1000).update(number=fourth)


@pytest.mark.parametrize(("tamper", "kind"), [(change, "changed"), (delete, "gap"), (swap, "swapped")])
def test_sc24_the_first_bad_entry_is_named(
    entries: list[Entry], tamper: Callable[[list[Entry]], None], kind: str
) -> None:
    assert verify() == []
    unprotect(connection)
    tamper(entries)
    faults = verify()
    assert (faults[0].number, faults[0].kind) == (entries[3].pk, kind)


@pytest.mark.parametrize("attempt", [change, delete])
def test_sc24_the_database_refuses_to_change_or_delete_entries(
    entries: list[Entry], attempt: Callable[[list[Entry]], None]
) -> None:
    assert is_protected()
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(entries)
    assert verify() == []


@pytest.mark.usefixtures("entries")
def test_sc25_a_journal_made_anew_as_a_whole_differs_from_its_anchor() -> None:
    known = [anchor()]
    record("test.later")
    unprotect(connection)
    Entry.objects.all().delete()
    Head.objects.all().delete()
    for number in range(9):
        record("test.write", number=number, forged=True)
    assert verify() == []
    assert [(fault.kind, fault.number) for fault in verify(known)] == [("anchor", 8)]


@pytest.mark.usefixtures("entries")
def test_sc25_a_cut_off_tail_differs_from_its_anchor() -> None:
    known = [anchor()]
    unprotect(connection)
    Entry.objects.filter(number__gt=5).delete()
    last = Entry.objects.latest("number")
    Head.objects.update(number=last.number, digest=last.digest)
    assert verify() == []
    assert [fault.kind for fault in verify(known)] == ["cut"]


@pytest.mark.usefixtures("entries")
def test_sc25_anchors_lie_in_a_file_and_tell_what_they_vouch_for() -> None:
    made, path = write()
    record("test.later")
    proof = prove(kept())
    assert (proof.anchored_to, proof.unanchored, proof.faults) == (8, 1, ())
    assert made.line() in path.read_text()
    assert write_daily() is None
    assert len(kept()) == 1


def test_triggers_come_back_when_they_are_gone(entries: list[Entry]) -> None:
    unprotect(connection)
    assert not is_protected()
    protect(connection)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(entries)


def test_sc26_what_cannot_be_journalled_does_not_happen(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client, user = county.logged_in("xitong"), county.people["tongji"]

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Entry, "save", fail)
    with pytest.raises(OSError, match="no space"):
        client.post(f"/people/{user.pk}/active", {"active": "0"})
    monkeypatch.undo()
    user.refresh_from_db()
    assert user.is_active


def test_sc26_no_setting_turns_the_journal_off() -> None:
    assert [name for name in dir(django_settings) if "AUDIT" in name] == ["AUDIT_KEPT"]


def test_sc23_an_entry_tells_who_when_where_what_and_how_it_ended(county: County) -> None:
    client = county.logged_in("xitong", REMOTE_ADDR="10.0.0.9")
    client.post(f"/people/{county.people['tongji'].pk}/active", {"active": "0"})
    entry = Entry.objects.filter(action="account.disable").get()
    assert entry.at.tzinfo is not None
    assert timezone.now() - entry.at < timedelta(minutes=1)
    assert (entry.user_id, entry.user, entry.role) == (county.people["xitong"].pk, "xitong", "system")
    assert (entry.address, entry.result) == ("10.0.0.9", "done")
    assert (entry.object_type, entry.object_id) == ("accounts.user", str(county.people["tongji"].pk))
    assert str(uuid.UUID(entry.request_id)) == entry.request_id


def test_sc23_no_password_code_or_token_enters_the_journal(county: County) -> None:
    client = Client()
    client.post("/log-in", {"number": "tongji", "password": "Wrong-secret-1"})
    other = county.logged_in("tongji")
    other.post("/password", {"old": PASSWORD, "new": "Other-secret-2", "again": "Other-secret-2"})
    page = county.logged_in("xitong").post("/people/new", {"number": "n1", "name": "新", "organisation": ""})
    first = page.content.decode().split("<code>")[1].split("</code>")[0]
    text = json.dumps([[entry.data, entry.user, entry.object_id] for entry in Entry.objects.all()])
    for secret in (PASSWORD, "Wrong-secret-1", "Other-secret-2", first, str(other.session.session_key)):
        assert secret not in text


def test_only_what_is_broken_is_logged_with_its_place_in_the_program() -> None:
    import logging  # noqa: PLC0415 - records are made by hand

    with pytest.raises(FileNotFoundError) as broken:
        Path("/nowhere").read_bytes()
    where, lines = (broken.type, broken.value, broken.tb), []
    for status in (403, 500):
        line = logging.LogRecord("django.request", logging.WARNING, "f", 1, "at %s", ("/people",), where)
        line.status_code = status
        lines.append(OneLine("%(message)s").format(line))
    assert lines[0] == "at /people"
    assert lines[1].startswith("at /people\\nTraceback")
    assert "/nowhere" in lines[1]


def test_sc28_names_with_line_breaks_forge_no_lines(entries: list[Entry]) -> None:
    import logging  # noqa: PLC0415 - one record is made by hand

    line = logging.LogRecord("x", logging.WARNING, "f", 1, "log-in of %s", ("a\n2026 INFO forged\x1b[2K\u2028b",), None)
    assert len(OneLine("%(message)s").format(line).splitlines()) == 1
    with acting_as(Acting(user="a\nb")):
        record("test.write", text="一\r\n二\u2028三")
    from kaoji.web.audit.exporting import line as exported  # noqa: PLC0415 - beside its use

    text = exported(Entry.objects.latest("number"))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["data"]["text"] == "一\r\n二\u2028三"
    assert entries
