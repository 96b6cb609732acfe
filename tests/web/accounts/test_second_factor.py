"""The second factor."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kaoji.web.accounts import second_factor
from kaoji.web.accounts.models import User
from kaoji.web.audit.models import Entry
from tests.web.accounts.test_logging_in import log_in
from tests.web.conftest import PASSWORD, County


def set_up(client: Client) -> tuple[str, list[str]]:
    page = client.get("/second-factor").content.decode()
    assert "data:image/svg+xml" in page
    secret = found.group(1).replace(" ", "") if (found := re.search(r'class="key">([A-Z2-7 ]+)<', page)) else ""
    answer = client.post("/second-factor", {"code": pyotp.TOTP(secret).now(), "password": PASSWORD})
    return secret, re.findall(r"<li><code>([\w-]+)</code></li>", answer.content.decode())


def later(steps: int, secret: str) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


@pytest.mark.parametrize("who", ["xitong", "anquan", "shenjiyuan", "kaohe", "changwei"])
def test_sc08_administrators_approvers_and_publishers_must_set_one_up(
    county: County, settings: Settings, who: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = county.logged_in(who)
    assert client.get("/").headers["location"] == "/second-factor"
    assert client.get("/people").headers["location"] == "/second-factor"
    set_up(client)
    assert client.get("/").status_code == 200


def test_sc08_others_need_none_and_may_have_one(county: County, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = county.logged_in("tongji")
    assert client.get("/").status_code == 200
    set_up(client)
    assert log_in(Client(), "tongji").headers["location"] == "/log-in/second"


def test_sc08_production_demands_it_unless_it_is_switched_off() -> None:
    from tests.web.security.test_settings import settings_of  # noqa: PLC0415 - both test settings

    assert settings_of(KAOJI_PRODUCTION="1", KAOJI_HOSTS="kaoji.example")["SECOND_FACTOR_REQUIRED"] == "True"
    assert settings_of()["SECOND_FACTOR_REQUIRED"] == "False"


def test_sc08_a_code_works_once(county: County) -> None:
    secret, _codes = set_up(county.logged_in("kaohe"))
    code = later(1, secret)
    first, second = Client(), Client()
    log_in(first, "kaohe")
    assert first.post("/log-in/second", {"code": code}).status_code == 302
    assert first.get("/").status_code == 200
    log_in(second, "kaohe")
    assert second.post("/log-in/second", {"code": code}).status_code == 422
    assert second.get("/").status_code == 302


def test_sc06_the_session_gets_a_new_key_at_the_second_factor(county: County) -> None:
    secret, _codes = set_up(county.logged_in("kaohe"))
    client = Client()
    log_in(client, "kaohe")
    before = client.session.session_key
    client.post("/log-in/second", {"code": later(1, secret)})
    assert before
    assert client.session.session_key != before


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(county: County) -> None:
    set_up(county.logged_in("kaohe"))
    client = Client()
    log_in(client, "kaohe")
    assert client.get(f"/assessments/{county.assessment.pk}/").status_code == 302
    assert Client().get("/log-in/second").headers["location"] == "/log-in"


def test_sc04_wrong_codes_lock_like_wrong_passwords(county: County) -> None:
    secret, _codes = set_up(county.logged_in("kaohe"))
    client = Client()
    log_in(client, "kaohe")
    for _ in range(5):
        assert client.post("/log-in/second", {"code": "000000"}).status_code == 422
    assert client.post("/log-in/second", {"code": later(1, secret)}).status_code == 422
    assert Entry.objects.filter(action="second-factor.failed").count() == 5


def test_a_recovery_code_lets_in_once(county: County) -> None:
    _secret, codes = set_up(county.logged_in("kaohe"))
    assert len(codes) == 8
    for expected in (302, 422):
        client = Client()
        log_in(client, "kaohe")
        assert client.post("/log-in/second", {"code": codes[0].upper()}).status_code == expected


def test_a_second_factor_goes_only_with_a_code_or_by_the_security_administrator(county: County) -> None:
    client = county.logged_in("kaohe")
    set_up(client)
    assert client.post("/second-factor", {"do": "remove", "code": "000000"}).status_code == 422
    user = county.people["kaohe"]
    assert county.logged_in("xitong").post(f"/people/{user.pk}/second-factor").status_code == 403
    assert county.logged_in("anquan").post(f"/people/{user.pk}/second-factor").status_code == 302
    user.refresh_from_db()
    assert not user.has_second_factor
    assert not user.recovery_codes.exists()


def test_setting_one_up_asks_for_the_password_and_ends_other_sessions(county: County) -> None:
    client, other = county.logged_in("kaohe"), county.logged_in("kaohe")
    client.get("/second-factor")
    assert client.post("/second-factor", {"code": "123456", "password": "wrong"}).status_code == 422
    set_up(client)
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_sc39_the_secret_is_encrypted_with_a_key_outside_and_survives_a_change_of_key(
    county: County, settings: Settings
) -> None:
    secret, _codes = set_up(county.logged_in("kaohe"))
    kept = User.objects.get(number="kaohe").second_factor
    assert secret not in kept
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key altogether"
    assert second_factor.is_right(User.objects.get(number="kaohe"), later(1, secret))
    renewed = User.objects.get(number="kaohe")
    settings.SECRET_KEY_FALLBACKS = []
    assert renewed.second_factor != kept
    User.objects.update(second_factor_step=0)
    assert second_factor.is_right(renewed, later(1, secret))
    # Authenticated: a byte changed behind the application's back is noticed, and nobody gets in.
    renewed.second_factor = renewed.second_factor[:40] + ("A" if renewed.second_factor[40] != "A" else "B") + kept[41:]
    assert not second_factor.is_right(renewed, later(0, secret))
