"""Commands where no installation answers: each says so, and what to do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.web.site import Site

NOBODY = "postgresql://kaoji@127.0.0.1:1/kaoji"


def refused(site: Site, *command: str) -> str:
    with pytest.raises(subprocess.CalledProcessError) as problem:
        site.run(*command)
    assert problem.value.returncode == 1
    said = str(problem.value.stderr)
    assert "Traceback" not in said
    return said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "这里还没有安装过平台.*kaoji serve"), ("en", "no installation here yet")],
)
def test_a_home_without_tables_is_named(tmp_path: Path, language: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    said = refused(Site(tmp_path / "empty", KAOJI_LANGUAGE=language), "audit", "verify")
    assert re.search(words, said), said
    assert str(tmp_path / "empty") in said


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    said = refused(Site(tmp_path, DATABASE_URL=NOBODY, KAOJI_LANGUAGE="en"), "check-stored")
    assert "does not answer" in said
    assert "DATABASE_URL" in said


@pytest.mark.slow
def test_a_database_behind_the_program_is_told(tmp_path: Path, example: Path) -> None:
    site = Site(tmp_path / "behind", KAOJI_LANGUAGE="en")
    site.copy(example)
    site.rows("DROP TABLE audit_purge")
    site.rows(
        "DELETE FROM django_migrations WHERE app = 'audit' AND id = (SELECT MAX(id) FROM django_migrations WHERE app = 'audit')"
    )
    assert "older than the program" in refused(site, "audit", "verify")
