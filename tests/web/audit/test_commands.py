"""The commands of the journal, its keeping, and its pages."""

from __future__ import annotations

import ast
import json
from datetime import timedelta
from pathlib import Path

import lxml.html
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from kaoji.cli.audit_commands import app
from kaoji.web.audit import retention
from kaoji.web.audit.chain import acting_as, prove, record, verify
from kaoji.web.audit.models import Entry, Head, Purge
from kaoji.web.audit.protection import unprotect
from kaoji.web.audit.words import DETAILS, SENTENCES
from kaoji.web.facts.models import Filing
from kaoji.web.jobs.queue import ask, do
from tests.web.conftest import County

RUN = CliRunner()
WEB = Path(__file__).parent.parent.parent.parent / "src/kaoji/web"


@pytest.fixture
def entries(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Entry]:  # noqa: ARG001 - the fixture opens the database
    """Ten entries, five of them two years old."""
    monkeypatch.setattr("kaoji.web.serving.set_up", lambda _home: None)
    made = []
    for number in range(10):
        age = timedelta(days=1500 if number < 5 else 1)
        monkeypatch.setattr("kaoji.web.audit.chain.timezone.now", lambda age=age: NOW - age)
        made.append(record("test.write", number=number))
    monkeypatch.setattr("kaoji.web.audit.chain.timezone.now", lambda: NOW)
    return made


NOW = timezone.now()
DAY = timezone.localdate(NOW - timedelta(days=1200)).isoformat()


@pytest.mark.usefixtures("entries")
def test_sc24_verify_says_that_the_chain_is_whole() -> None:
    done = RUN.invoke(app, ["verify"])
    assert done.exit_code == 0, done.output
    assert "10" in done.output
    as_data = json.loads(RUN.invoke(app, ["verify", "--json"]).stdout)
    assert (as_data["entries"], as_data["protected"], as_data["faults"]) == (10, True, [])


def test_sc24_verify_names_the_entry_that_was_changed(entries: list[Entry]) -> None:
    unprotect(connection)
    Entry.objects.filter(pk=entries[6].pk).update(user="somebody else")
    done = RUN.invoke(app, ["verify"])
    assert done.exit_code == 1
    assert str(entries[6].pk) in done.output


@pytest.mark.usefixtures("entries")
def test_sc25_verify_takes_anchors_kept_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb/anchors.txt"
    assert RUN.invoke(app, ["anchor", "--to", str(elsewhere)]).exit_code == 0
    unprotect(connection)
    Entry.objects.filter(number__gt=7).delete()
    last = Entry.objects.latest("number")
    Head.objects.update(number=last.number, digest=last.digest)
    assert RUN.invoke(app, ["verify"]).exit_code == 0
    assert RUN.invoke(app, ["verify", "--anchors", str(elsewhere)]).exit_code == 1
    elsewhere.write_text("no anchor\n")
    assert RUN.invoke(app, ["verify", "--anchors", str(elsewhere)]).exit_code == 2


@pytest.mark.usefixtures("entries")
def test_export_writes_one_line_an_entry_and_tells_of_itself(tmp_path: Path) -> None:
    target = tmp_path / "journal.jsonl"
    done = RUN.invoke(app, ["export", "--to", str(target), "--from", DAY])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["number"] for row in rows[:5]] == [6, 7, 8, 9, 10]
    assert Entry.objects.latest("number").action == "audit.export"
    assert RUN.invoke(app, ["export", "--from", "yesterday"]).exit_code == 2


@pytest.mark.usefixtures("entries")
def test_sc27_old_entries_are_exported_taken_out_and_told_of(tmp_path: Path) -> None:
    target = tmp_path / "old.jsonl"
    done = RUN.invoke(app, ["purge", DAY, "--to", str(target)])
    assert done.exit_code == 0, done.output
    assert len(target.read_text().splitlines()) == 5
    assert Entry.objects.order_by("number").values_list("number", flat=True)[0] == 6
    proof = prove()
    assert (proof.first, proof.faults) == (6, ())
    told = Entry.objects.filter(action="audit.purge").get()
    assert told.user.startswith("console:")
    # A purge that nobody tells of shows.
    unprotect(connection)
    Purge.objects.update(digest="0" * 64)
    assert "purge" in [fault.kind for fault in verify()]


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("days", [0, 100, 182])
def test_sc27_a_purge_below_the_time_to_keep_is_refused(tmp_path: Path, settings: Settings, days: int) -> None:
    settings.AUDIT_KEPT = timedelta(days=1)
    day = timezone.localdate(NOW - timedelta(days=days)).isoformat()
    done = RUN.invoke(app, ["purge", day, "--to", str(tmp_path / "old.jsonl")])
    assert done.exit_code == 1
    assert "183" in done.output
    assert Entry.objects.count() == 10


def test_sc27_the_database_itself_keeps_what_is_younger_than_half_a_year(entries: list[Entry]) -> None:
    last = entries[-1]
    Purge.objects.create(last=last.number, digest=last.digest, count=10, before=last.at, export_digest="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=last.pk).delete()


@pytest.mark.usefixtures("entries")
def test_a_purge_needs_a_new_file_and_a_whole_chain(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    assert RUN.invoke(app, ["purge", DAY, "--to", str(taken)]).exit_code == 1
    assert RUN.invoke(app, ["purge", DAY, "--to", str(tmp_path / "no/such/place")]).exit_code == 1
    Head.objects.update(digest="1" * 64)
    assert RUN.invoke(app, ["purge", DAY, "--to", str(tmp_path / "new")]).exit_code == 1
    assert retention.kept_for() >= timedelta(days=183)


def test_the_journal_is_read_filtered_and_exported_by_the_audit_administrator(county: County) -> None:
    county.logged_in("tongji")
    client = county.logged_in("shenjiyuan")
    page = client.get("/journal").content.decode()
    assert "tongji" in page
    assert "tongji" not in client.get("/journal?person=kaohe").content.decode()
    only = client.get("/journal?action=log-in&result=done").content.decode()
    assert "新建考核" not in only.split("<tbody>")[1]
    assert "没有符合条件" in client.get("/journal?since=2001-01-01&until=2001-01-02").content.decode()
    number = Entry.objects.filter(action="log-in", user="tongji").latest("number").pk
    assert "10.0.0" not in client.get(f"/journal/{number}").content.decode()
    lines = b"".join(client.get("/journal/export").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert json.loads(lines[0])["number"] == 1
    assert client.get("/journal/export?as=csv").content.decode("utf-8-sig").startswith("序号,时间")
    assert Entry.objects.filter(action="audit.export").count() == 2


def test_the_journal_names_what_was_touched_and_in_which_assessment(county: County) -> None:
    filing = county.assessment.filings.get(label="固定资产投资")
    record("facts.save", filing, assessment_id=county.assessment.pk)
    record("account.view", county.people["tongji"])
    record("facts.save", Filing(pk=987_654), assessment_id=987_654)
    page = lxml.html.document_fromstring(county.logged_in("shenjiyuan").get("/journal").content.decode())
    told = [" ".join(cell.text_content().split()) for cell in page.xpath("//tbody/tr/td[5]")]
    assert f"填报项 {filing.pk} 固定资产投资{county.assessment.title}" in told
    assert f"账号 {county.people['tongji'].pk} {county.people['tongji'].name}" in told
    assert "填报项 987654" in told


def test_the_journal_tells_in_words_what_was_done_without_an_account(county: County) -> None:
    do(ask("stored.check", {}))
    with acting_as(retention.at_the_console()):
        record("test.write")
    client = county.logged_in("shenjiyuan")
    seen = lxml.html.document_fromstring(client.get("/journal").content.decode())
    found = {each.text_content() for each in seen.xpath("//tbody/tr/td[3]")}
    assert "系统自动" in found
    assert any(each.startswith("服务器上的") for each in found)
    assert not any("system" in each or "console" in each for each in found)
    number = Entry.objects.filter(action="test.write").get().pk
    assert "服务器上的" in client.get(f"/journal/{number}").content.decode()
    assert ",系统自动," in client.get("/journal/export?as=csv").content.decode("utf-8-sig")


def test_sc22_reading_the_journal_and_an_account_is_journalled(county: County) -> None:
    county.logged_in("shenjiyuan").get("/journal?person=kaohe")
    assert Entry.objects.filter(action="audit.view").get().data == {"asked": {"person": "kaohe"}}
    county.logged_in("anquan").get(f"/people/{county.people['tongji'].pk}")
    assert Entry.objects.filter(action="account.view").get().object_id == str(county.people["tongji"].pk)


def test_an_auditor_reads_the_journal_of_assessments_below_alone(county: County) -> None:
    client = county.logged_in("shenji")
    page = client.get("/journal").content.decode()
    assert "新建考核" in page
    assert "登录" not in page.split("<tbody>")[1].split("</tbody>")[0]
    number = Entry.objects.filter(action="log-in").latest("number").pk
    assert client.get(f"/journal/{number}").status_code == 404
    lines = b"".join(client.get("/journal/export").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert {json.loads(line)["assessment_id"] for line in lines} == {county.assessment.pk}


def test_the_journal_asks_no_more_when_there_is_more(county: County, django_assert_max_num_queries: object) -> None:
    client = county.logged_in("shenjiyuan")
    for _ in range(80):
        record("test.write")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert client.get("/journal").status_code == 200


@pytest.mark.slow
def test_every_action_has_a_sentence() -> None:
    import re  # noqa: PLC0415 - for this test alone

    written = {
        name
        for path in WEB.rglob("*.py")
        for name in re.findall(r'record\(\s*"([a-z][a-z.-]*)"', path.read_text(encoding="utf-8"))
    }
    assert sorted(written - set(SENTENCES)) == []


@pytest.mark.slow
def test_every_detail_of_an_entry_has_a_name() -> None:
    given = {"before", "after", "result", "assessment_id", "by_id", "body"}
    named = {
        keyword.arg
        for path in WEB.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
        for keyword in call.keywords
        if keyword.arg is not None
    }
    assert sorted(named - set(DETAILS) - given) == []
