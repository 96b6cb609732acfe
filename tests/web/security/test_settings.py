"""What production settings promise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import json
from kaoji.web import settings
print(json.dumps({name: repr(getattr(settings, name)) for name in dir(settings) if name.isupper() and name != "LANGUAGES"}))
"""


def run(script: str = SHOW, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KAOJI_", "DATABASE_URL", "DJANGO_"))
    }
    given = {**kept, "KAOJI_HOME": os.environ["KAOJI_HOME"], "KAOJI_SECRET_KEY": "for tests " * 8, **environment}
    return subprocess.run([sys.executable, "-c", script], env=given, text=True, capture_output=True, check=False)


def settings_of(**environment: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(run(**environment).stdout)
    return found


PRODUCTION = {"KAOJI_PRODUCTION": "1", "KAOJI_HOSTS": "kaoji.example"}


def test_sc07_production_refuses_plain_http_and_keeps_cookies_to_itself() -> None:
    found = settings_of(**PRODUCTION)
    assert found["SECURE_SSL_REDIRECT"] == "True"
    assert int(found["SECURE_HSTS_SECONDS"]) >= 31_536_000
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert found[name] == "True"
    assert found["SESSION_COOKIE_SAMESITE"] == "'Lax'"
    assert found["SESSION_COOKIE_NAME"].startswith("'__Host-")


ANSWERS = """
import json
from kaoji.web import serving
serving.set_up()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
seen = {}
for method in ("get", "post"):
    for path in ("/log-in", "/public", "/api/v1/public/results", "/static/kaoji/kaoji.css"):
        answer = getattr(Client(headers={"host": "kaoji.example"}, enforce_csrf_checks=True), method)(path)
        seen[method + path] = [answer.status_code, answer.headers.get("Location", ""), len(answer.cookies)]
answer = Client(headers={"host": "kaoji.example", "x-forwarded-proto": "https"}).get("/log-in")
cookies = [[name, bool(each["secure"]), bool(each["httponly"])] for name, each in answer.cookies.items()]
print(json.dumps({"plain": seen, "status": answer.status_code, "hsts": answer.headers["Strict-Transport-Security"],
                  "cookies": cookies}))
"""


def test_sc07_over_plain_http_production_gives_nothing_but_the_way_to_https(tmp_path: Path) -> None:
    done = run(ANSWERS, **PRODUCTION, KAOJI_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for path, (status, location, cookies) in found["plain"].items():
        assert (status, cookies) == (301, 0), path
        assert location.startswith("https://kaoji.example/"), path
    assert found["status"] == 200
    assert int(found["hsts"].partition("max-age=")[2].partition(";")[0]) >= 31_536_000
    assert all(secure and httponly and name.startswith("__Host-") for name, secure, httponly in found["cookies"])
    assert found["cookies"]


def test_sc07_the_proxy_of_the_documentation_takes_no_tls_older_than_1_2() -> None:
    page = (Path(__file__).parents[3] / "docs/howto/production.md").read_text(encoding="utf-8")
    (versions,) = re.findall(r"ssl_protocols ([^;]+);", page)
    assert set(versions.split()) == {"TLSv1.2", "TLSv1.3"}
    assert re.findall(r"listen ([^;]+);", page) == ["443 ssl"]


def test_sc45_production_never_runs_with_debug_and_needs_to_know_its_name() -> None:
    assert settings_of(**PRODUCTION, DEBUG="1", DJANGO_DEBUG="1")["DEBUG"] == "False"
    refused = run(KAOJI_PRODUCTION="1")
    assert refused.returncode != 0
    assert "KAOJI_HOSTS" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAOJI_HOSTS", "*"),
        ("KAOJI_PASSWORD_POLICY", "none"),
        ("KAOJI_AUDIT_DAYS", "30"),
        ("KAOJI_SECRET_KEY", "short"),
    ],
)
def test_production_refuses_settings_that_open_the_door(name: str, value: str) -> None:
    refused = run(**{**PRODUCTION, name: value})
    assert refused.returncode != 0
    assert name in refused.stderr


def test_sc09_the_key_is_made_at_the_first_start_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = settings_of(KAOJI_HOME=str(tmp_path), KAOJI_SECRET_KEY="")["SECRET_KEY"]
    assert settings_of(KAOJI_HOME=str(tmp_path), KAOJI_SECRET_KEY="")["SECRET_KEY"] == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert len(first) > 64
