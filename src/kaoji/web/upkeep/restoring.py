"""Restoring a backup into an empty place."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from kaoji.web.audit.chain import acting_as, record
from kaoji.web.audit.retention import at_the_console
from kaoji.web.upkeep.backing_up import MANIFEST
from kaoji.web.upkeep.rows import content_of, count_of, load, models_of
from kaoji.web.upkeep.tables import make_tables

PLACES = ("files", "runs", "anchors")


class CannotRestoreError(Exception):
    """A backup cannot be restored: ``reason`` is one of the words below, ``what`` the thing that is in the way."""

    NOT_EMPTY, NO_BACKUP, DAMAGED, NEWER, OTHER_KEY = "not-empty", "no-backup", "damaged", "newer", "other-key"

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(reason, what)
        self.reason, self.what = reason, what


def read_manifest(folder: Path) -> dict[str, Any]:
    """Give a backup's manifest.

    Raises:
        CannotRestoreError: there is none.
    """
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRestoreError(CannotRestoreError.NO_BACKUP, str(folder)) from error
    return found


def check(folder: Path, manifest: dict[str, Any]) -> None:
    """Check every file of a backup against its digest, before anything is written.

    Raises:
        CannotRestoreError: one is missing or differs.
    """
    for name, (size, digest) in manifest["files"].items():
        path = folder / name
        if ".." in path.parts or not path.is_file() or path.stat().st_size != size or _digest_of_file(path) != digest:
            raise CannotRestoreError(CannotRestoreError.DAMAGED, name)
    for name, table in manifest["tables"].items():
        digest = hashlib.sha256()
        try:
            for line in _lines(folder, name):
                digest.update(content_of(line))
        except (OSError, EOFError, ValueError) as error:
            raise CannotRestoreError(CannotRestoreError.DAMAGED, name) from error
        if f"sha256:{digest.hexdigest()}" != table["digest"]:
            raise CannotRestoreError(CannotRestoreError.DAMAGED, name)


def restore(folder: Path, tell: Callable[[str], None] = lambda _text: None) -> dict[str, Any]:
    """Restore a backup into this installation, which must hold nothing yet, and give the backup's manifest.

    Rows come back in one transaction, files before them: a restore that was cut off leaves a database without rows.

    Raises:
        CannotRestoreError: there is something here already, or the backup is damaged or from a newer version.
    """
    home, manifest = Path(settings.HOME), read_manifest(folder)
    tell("checking")
    check(folder, manifest)
    _must_be_empty(home)
    targets = _targets(manifest)
    _keys(folder, home, manifest)
    tell("files")
    for name in manifest["files"]:
        if name.split("/")[0] in PLACES:
            target = _root(home, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
    tell("database")
    if set(map(tuple, manifest["migrations"])) == set(MigrationLoader(None).graph.nodes):
        make_tables(connection)
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    state = executor.loader.project_state(targets).apps
    with transaction.atomic():
        for model in models_of(state):
            if model._meta.db_table in manifest["tables"]:
                load(model, _lines(folder, model._meta.db_table), connection)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models_of(apps))):
                cursor.execute(statement)
    call_command("migrate", verbosity=0, interactive=False)
    with acting_as(at_the_console()):
        digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
        record("backup.restored", before=f"sha256:{digest}", made_at=manifest["made_at"])
    return manifest


def _must_be_empty(home: Path) -> None:
    for name in PLACES:
        if any((home / name).glob("*")):
            raise CannotRestoreError(CannotRestoreError.NOT_EMPTY, str(home / name))
    for name, count in count_of(apps, connection).items():
        if count:
            raise CannotRestoreError(CannotRestoreError.NOT_EMPTY, name)


def _targets(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the migrations that the backup's tables were at.

    Raises:
        CannotRestoreError: this version does not know one of them.
    """
    graph = MigrationExecutor(connection).loader.graph
    known = {(app, name) for app, name in map(tuple, manifest["migrations"])}
    for app, name in sorted(known):
        if (app, name) not in graph.nodes:
            raise CannotRestoreError(CannotRestoreError.NEWER, f"{app} {name}")
    return sorted(node for node in known if not any(child.key in known for child in graph.node_map[node].children))


def _keys(folder: Path, home: Path, manifest: dict[str, Any]) -> None:
    """Put the keys back; where they were left out of the backup, the right ones must be here.

    Raises:
        CannotRestoreError: there is another key here.
    """
    for name, key in manifest["keys"].items():
        target = home / name
        if key["included"]:
            # The first start made a new one: nothing rests on it yet.
            target.unlink(missing_ok=True)
            target.touch(mode=0o600)
            target.write_bytes((folder / "keys" / name).read_bytes())
        elif name == "signing-key" and target.is_file() and _digest_of_file(target) != key["digest"]:
            raise CannotRestoreError(CannotRestoreError.OTHER_KEY, name)


def _root(home: Path, name: str) -> Path:
    place, _, rest = name.partition("/")
    roots = {"files": Path(settings.FILES_ROOT), "runs": Path(settings.RUNS_ROOT), "anchors": home / "anchors"}
    return roots[place] / rest


def _lines(folder: Path, table: str) -> Iterator[str]:
    with gzip.open(folder / "database" / f"{table}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        yield from file


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
