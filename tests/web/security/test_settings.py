"""What production settings promise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import json
from kaoji.web import settings
print(json.dumps({name: repr(getattr(settings, name)) for name in dir(settings) if name.isupper() and name != "LANGUAGES"}))
"""


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAOJI_", "DATABASE_URL"))}
    given = {**kept, "KAOJI_HOME": os.environ["KAOJI_HOME"], "KAOJI_SECRET_KEY": "for tests " * 8, **environment}
    return subprocess.run([sys.executable, "-c", SHOW], env=given, text=True, capture_output=True, check=False)


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
