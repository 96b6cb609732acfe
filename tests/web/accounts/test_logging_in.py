"""Logging in, staying in, and getting out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kaoji.web.accounts.models import LogIn, LogInFailure, User
from kaoji.web.audit.models import Entry
from tests.web.conftest import PASSWORD, County


def log_in(client: Client, number: str, password: str = PASSWORD, **options: Any) -> Any:  # noqa: ANN401 - a test's answer
    return client.post("/log-in", {"number": number, "password": password}, **options)


def test_sc01_accounts_that_differ_by_case_width_or_spaces_are_one(county: County) -> None:
    client = county.logged_in("xitong")
    for name in ("KAOHE", "ｋａｏｈｅ", " kao he "):
        answer = client.post("/people/new", {"number": name, "name": "王一", "organisation": county.office.pk})
        assert answer.status_code == 422
    assert log_in(Client(), "ＫａｏＨｅ").status_code == 302
    entry = Entry.objects.filter(action="log-in").latest("number")
    assert entry.user_id == county.people["kaohe"].pk


def test_sc03_long_passwords_work_and_fields_let_paste(county: County) -> None:
    long = "Aa1-" * 16
    county.people["kaohe"].set_password(long)
    county.people["kaohe"].save()
    assert log_in(Client(), "kaohe", long).status_code == 302
    page = Client().get("/log-in").content.decode()
    assert "onpaste" not in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.usefixtures("county")
def test_sc04_account_and_source_lock_after_failures_even_for_the_right_password() -> None:
    client = Client()
    for _ in range(5):
        assert log_in(client, "kaohe", "wrong").status_code == 422
    assert log_in(client, "kaohe").status_code == 422
    assert log_in(Client(REMOTE_ADDR="10.0.0.7"), "kaohe").status_code == 302
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"log-in.failed", "log-in.locked", "log-in"} <= actions
    LogInFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert log_in(client, "kaohe").status_code == 302


@pytest.mark.usefixtures("county")
def test_sc04_a_source_that_tries_many_accounts_is_locked_and_nobody_else_is() -> None:
    attacker = Client(REMOTE_ADDR="10.9.9.9")
    for number in range(20):
        log_in(attacker, f"someone{number}", "wrong")
    assert "15" in log_in(attacker, "tongji").content.decode()
    assert log_in(Client(), "tongji").status_code == 302


def test_sc05_idle_and_long_sessions_end_at_the_server(county: County, settings: Settings) -> None:
    client = county.logged_in("kaohe")
    session = client.session
    session["kaoji_seen"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    assert client.get("/").url.startswith("/log-in")  # type: ignore[attr-defined]
    assert not LogIn.objects.filter(user=county.people["kaohe"]).exists()
    client = county.logged_in("kaohe")
    session = client.session
    session["kaoji_since"] = (timezone.now() - settings.SESSION_LONGEST - timedelta(minutes=1)).isoformat()
    session.save()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("away", "status"), [(True, 500), (False, 400)])
def test_a_session_that_the_database_does_not_take_is_the_servers_fault(
    county: County, *, away: bool, status: int
) -> None:
    """A database that goes away between a change and the session is tried again; a session that was ended is not."""
    client = county.logged_in("kaohe")
    client.raise_request_exception = False
    session = client.session
    session["kaoji_seen"] = (timezone.now() - timedelta(minutes=2)).isoformat()
    session.save()

    def go_away(execute: Callable[..., object], sql: str, *more: object) -> object:
        if sql.startswith('UPDATE "django_session"'):
            if away:
                raise OperationalError("the connection is lost")
            Session.objects.all().delete()
        return execute(sql, *more)

    with connection.execute_wrapper(go_away):
        assert client.get("/").status_code == status


@pytest.mark.parametrize("leaves", ["log-out", "time-out"])
def test_sc05_a_replayed_cookie_gets_nothing(county: County, leaves: str) -> None:
    client = county.logged_in("kaohe")
    cookie = client.cookies["kaoji_session"].value
    if leaves == "log-out":
        client.post("/log-out")
    else:
        session = client.session
        session["kaoji_seen"] = (timezone.now() - timedelta(hours=1)).isoformat()
        session.save()
        client.get("/")
    thief = Client()
    thief.cookies["kaoji_session"] = cookie
    url = f"/assessments/{county.assessment.pk}/"
    assert thief.get(url, headers={"accept": "application/json"}).status_code == 401
    assert thief.post("/log-out", "{}", content_type="application/json").status_code == 401
    assert thief.get(url, headers={"hx-request": "true"}).status_code == 401
    assert thief.get(url).status_code == 302


@pytest.mark.usefixtures("county")
def test_sc06_the_session_gets_a_new_key_at_log_in() -> None:
    client = Client()
    client.post("/forgotten", {"number": "kaohe"})
    before = client.session.session_key
    log_in(client, "kaohe")
    assert before
    assert client.session.session_key != before


@pytest.mark.usefixtures("county")
def test_sc11_unknown_and_known_accounts_are_answered_alike() -> None:
    client = Client()
    pages = []
    for number in ("kaohe", "nobody-of-this-name"):
        answer = log_in(client, number, "Wrong-word-1")
        pages.append((answer.status_code, answer.content.decode().replace(number, "")))
        assert client.post("/forgotten", {"number": number}).status_code == 302
    first, second = pages
    assert first[0] == second[0] == 422
    assert "账号或密码" in first[1]
    assert len(first[1]) == len(second[1])
    waits = []
    for number in ("kaohe", "nobody-of-this-name"):
        asking = Client()
        asking.post("/forgotten", {"number": number})
        waits.append(asking.get("/forgotten/wait").status_code)
    assert waits == [200, 200]


@pytest.mark.usefixtures("county")
def test_sc11_checking_an_unknown_account_hashes_as_often_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: PLC0415 - what the tests hash with

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    log_in(Client(), "kaohe", "Wrong-word-1")
    known = len(hashed)
    log_in(Client(), "nobody-of-this-name", "Wrong-word-1")
    assert len(hashed) - known == known


def test_sc17_a_disabled_account_is_out_at_once(county: County) -> None:
    client = county.logged_in("tongji")
    assert client.get("/").status_code == 200
    county.logged_in("xitong").post(f"/people/{county.people['tongji'].pk}/active", {"active": "0"})
    assert client.get("/").status_code == 302
    assert log_in(Client(), "tongji").status_code == 422


def test_sc17_a_post_taken_away_is_gone_at_the_next_request(county: County) -> None:
    client = county.logged_in("tongji")
    url = f"/assessments/{county.assessment.pk}/"
    assert client.get(url).status_code == 200
    post = county.people["tongji"].posts.get()
    county.logged_in("anquan").post(f"/posts/{post.pk}/take")
    assert client.get(url).status_code == 404


def test_sc17_accounts_not_used_for_long_are_listed_and_locked(county: County) -> None:
    user = county.people["tongji"]
    long_ago = timezone.now() - timedelta(days=91)
    User.objects.filter(pk=user.pk).update(active_since=long_ago, last_login=long_ago)
    answer = log_in(Client(), "tongji")
    assert answer.status_code == 422
    assert "长期未使用" in answer.content.decode()
    administrator = county.logged_in("xitong")
    assert "周念" in administrator.get("/people?state=unused").content.decode()
    administrator.post(f"/people/{user.pk}/active", {"active": "1"})
    assert log_in(Client(), "tongji").status_code == 302


def test_sc17_two_places_at_once_are_flagged(county: County) -> None:
    first, second = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    log_in(first, "tongji")
    assert "10.0.0.1" in log_in(second, "tongji", follow=True).content.decode()
    assert Entry.objects.filter(action="log-in.elsewhere").exists()
    assert "周念" in county.logged_in("anquan").get("/people?state=several").content.decode()
    assert "10.0.0.1" in second.get("/sessions").content.decode()
    second.post("/sessions/end-others")
    assert first.get("/").status_code == 302
    assert second.get("/").status_code == 200


def test_one_ends_only_ones_own_sessions(county: County) -> None:
    other = county.logged_in("tongji")
    number = LogIn.objects.get(user=county.people["tongji"]).pk
    assert county.logged_in("shangwu").post(f"/sessions/{number}/end").status_code == 404
    assert other.get("/").status_code == 200
    again = Client()
    log_in(again, "tongji")
    assert again.post(f"/sessions/{number}/end").status_code == 302
    assert other.get("/").status_code == 302


def test_sc43_logging_out_clears_the_browser_and_pages_are_not_kept(county: County) -> None:
    client = county.logged_in("kaohe")
    page = client.get("/")
    assert page.headers["cache-control"] == "no-store"
    assert "cookies" in client.post("/log-out").headers["clear-site-data"]
