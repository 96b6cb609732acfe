"""Passwords: policies, first ones, forgotten ones."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kaoji.web.accounts.models import PasswordRequest, User
from kaoji.web.accounts.passwords import faults, hashed_first, rules
from kaoji.web.organisations.actions import first_password
from tests.web.accounts.test_logging_in import log_in
from tests.web.conftest import PASSWORD, County

NEW = "Baiyun-Feidu-7"


def change(client: Client, new: str, old: str = PASSWORD) -> int:
    return client.post("/password", {"old": old, "new": new, "again": new}).status_code


def test_what_is_wrong_with_a_new_password_is_said_in_an_alert_as_a_list_where_it_is_much(county: County) -> None:
    client = county.logged_in("kaohe")
    one = client.post("/password", {"old": "no", "new": NEW, "again": NEW}).content.decode()
    much = client.post("/password", {"old": PASSWORD, "new": "abc", "again": "abd"}).content.decode()
    assert '<div class="note bad" role="alert">当前密码不正确。</div>' in one
    assert '<div class="note bad" role="alert"><ul><li>' in much


@pytest.mark.parametrize(
    "password", ["Ab1-xyz", "abcdefgh1", "password", "Kaohe-123456", "xX1林一舟-2025", "QWERTYUIOP", PASSWORD]
)
def test_sc02_dengbao_refuses_short_plain_common_own_and_former_ones(county: County, password: str) -> None:
    assert faults(password, county.people["kaohe"])


def test_sc02_dengbao_refuses_the_last_ones_and_expires(county: County) -> None:
    client, old = county.logged_in("kaohe"), PASSWORD
    for number in range(4):
        assert change(client, f"{NEW}{number}", old) == 302
        old = f"{NEW}{number}"
    assert change(client, f"{NEW}0", old) == 422
    assert change(client, PASSWORD, old) == 422
    assert change(client, f"{NEW}9", old) == 302
    User.objects.filter(number="kaohe").update(password_expires_at=timezone.now() - timedelta(days=1))
    assert client.get("/").headers["location"] == "/password"


@pytest.mark.parametrize(
    ("password", "is_good"),
    [("all small letters and long", True), ("Short-1aB", False), ("kaohekaohekaohe", False), (PASSWORD, False)],
)
def test_sc02_asvs_asks_for_length_alone(county: County, settings: Settings, password: str, *, is_good: bool) -> None:
    settings.PASSWORD_POLICY = "asvs"  # noqa: S105 - the name of a policy
    assert (faults(password, county.people["kaohe"]) == []) is is_good
    assert len(rules()) == 2


@pytest.mark.parametrize("policy", ["dengbao", "asvs"])
def test_sc10_first_passwords_are_random_and_satisfy_both_policies(
    county: County, settings: Settings, policy: str
) -> None:
    settings.PASSWORD_POLICY = policy
    made = {first_password() for _ in range(50)}
    assert len(made) == 50
    assert [faults(password, county.people["kaohe"]) for password in made] == [[]] * 50


def test_sc10_a_first_password_is_shown_once_must_be_changed_and_runs_out(county: County) -> None:
    administrator = county.logged_in("xitong")
    given = {"number": "new1", "name": "王新", "organisation": county.office.pk}
    page = administrator.post("/people/new", given).content.decode()
    password = found.group(1) if (found := re.search(r"<code>([\w-]{17})</code>", page)) else ""
    user = User.objects.get(number="new1")
    assert password not in administrator.get(f"/people/{user.pk}").content.decode()
    client = Client()
    assert log_in(client, "new1", password).status_code == 302
    assert client.get("/").headers["location"] == "/password"
    User.objects.filter(pk=user.pk).update(password_expires_at=timezone.now() - timedelta(minutes=1))
    assert log_in(Client(), "new1", password).status_code == 422
    again = administrator.post(f"/people/{user.pk}/first-password").content.decode()
    other = found.group(1) if (found := re.search(r"<code>([\w-]{17})</code>", again)) else ""
    assert log_in(client, "new1", other).status_code == 302
    assert change(client, NEW, other) == 302
    assert client.get("/").status_code == 200
    assert "<code>" not in administrator.post(f"/people/{user.pk}/first-password", follow=True).content.decode()


def test_sc10_a_forgotten_password_is_chosen_by_the_person_and_never_seen_by_an_administrator(county: County) -> None:
    browser, administrator = Client(), county.logged_in("xitong")
    browser.post("/forgotten", {"number": "tongji"})
    page = browser.get("/forgotten/wait").content.decode()
    code = "".join(found.groups()) if (found := re.search(r"<code>(\w{3}) (\w{3})</code>", page)) else ""
    assert browser.get("/forgotten/new").status_code == 302
    user = county.people["tongji"]
    shown = administrator.get(f"/people/{user.pk}").content.decode()
    assert "申请重置密码" in shown
    assert code not in shown
    administrator.post(f"/people/{user.pk}/password", {"code": code.lower()})
    # Whoever else learns the code has not the browser that asked.
    assert Client().get("/forgotten/new").status_code == 302
    assert browser.get("/forgotten/wait").headers["location"] == "/forgotten/new"
    assert browser.post("/forgotten/new", {"new": "short", "again": "short"}).status_code == 422
    assert browser.post("/forgotten/new", {"new": NEW, "again": NEW}).headers["location"] == "/log-in"
    assert log_in(Client(), "tongji", NEW).status_code == 302
    assert browser.get("/forgotten/new").status_code == 302
    assert PasswordRequest.objects.get().used_at is not None


def test_sc10_a_code_may_be_mistyped_twice_and_the_third_wrong_one_ends_the_request(county: County) -> None:
    browser, user = Client(), county.people["tongji"]
    browser.post("/forgotten", {"number": "tongji"})
    administrator = county.logged_in("xitong")
    assert "忘记密码，正在等待" in administrator.get("/").content.decode()
    for left in (2, 1):
        answer = administrator.post(f"/people/{user.pk}/password", {"code": "000000"}, follow=True)
        assert f"还可再试{left}次" in answer.content.decode()
    administrator.post(f"/people/{user.pk}/password", {"code": "000000"})
    assert "忘记密码，正在等待" not in administrator.get("/").content.decode()
    assert not PasswordRequest.objects.exists()
    assert browser.get("/forgotten/new").status_code == 302


@pytest.mark.usefixtures("county")
def test_sc37_requests_for_new_passwords_from_one_address_are_limited() -> None:
    client = Client()
    answers = [client.post("/forgotten", {"number": f"nobody{n}"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]


def test_sc12_passwords_and_codes_are_kept_as_hashes(county: County, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    user = county.people["kaohe"]
    user.password = hashed_first("Some-first-Word1")
    user.save()
    assert identify_hasher(user.password).algorithm == "pbkdf2_sha256"
    assert log_in(Client(), "kaohe", "Some-first-Word1").status_code == 302
    user.refresh_from_db()
    # A quick hash is replaced by a careful one at the first log-in.
    assert identify_hasher(user.password).algorithm == "argon2"
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert log_in(Client(), "kaohe", "Some-first-Word1").status_code == 302
