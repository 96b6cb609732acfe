"""Writing a backup: a folder with all rows, all files, and a manifest of their digests.

backup/
manifest.json            what it holds, each with its digest; written last
database/<table>.jsonl.gz
files/  runs/  anchors/  as they lie in the home
keys/                    unless they are left out
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kaoji.version import VERSION
from kaoji.web.audit.chain import acting_as, record
from kaoji.web.audit.models import Entry
from kaoji.web.audit.retention import at_the_console
from kaoji.web.database import unknown_steps
from kaoji.web.files.models import StoredFile
from kaoji.web.files.store import path_of
from kaoji.web.results.models import Run
from kaoji.web.upkeep.rows import content_of, lines, models_of
from kaoji.web.upkeep.snapshot import snapshot

MANIFEST = "manifest.json"
KEYS = ("secret-key", "signing-key")
_PIECE = 1 << 20


class CannotBackUpError(Exception):
    """There can be no backup here: ``path`` is there already or is missing, or the database is behind the program."""

    def __init__(self, path: str = "", *, is_behind: bool = False) -> None:
        super().__init__(path)
        self.path, self.is_behind = path, is_behind


def back_up(to: Path, *, with_keys: bool = True, tell: Callable[[str], None] = lambda _text: None) -> dict[str, Any]:
    """Write a backup into a new folder, while the server runs, and give its manifest.

    Rows are read first, in one view of the database; files are only ever added, and are there before the row that tells
    of them. The folder has its name only once it is whole.

    Raises:
        CannotBackUpError: the folder is there already, or a file that a row tells of is missing, or the tables are not
            those that this version knows.
        OSError: the disk is full or not to be written to.
    """
    if to.exists():
        raise CannotBackUpError(str(to))
    executor = MigrationExecutor(connection)
    if unknown_steps(executor.loader) or executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotBackUpError(is_behind=True)
    work = to.with_name(f".{to.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    found: dict[str, Any] = {"format": 1, "kaoji": VERSION, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    with snapshot() as view:
        tell("database")
        found["migrations"] = sorted(map(list, MigrationRecorder(connections[view]).applied_migrations()))
        found["tables"] = _tables(work / "database", view)
        last = Entry.objects.using(view).order_by("-number").first()
        found["journal"] = None if last is None else {"number": last.number, "digest": last.digest}
        wanted = list(_wanted(view, with_keys=with_keys))
    tell("files")
    found["files"] = {name: _copy(source, work / name) for name, source in sorted(wanted)}
    found["keys"] = {name: _named(name, with_keys=with_keys) for name in KEYS if (_home() / name).is_file()}
    (work / MANIFEST).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    work.rename(to)
    with acting_as(at_the_console()):
        record(
            "backup.made",
            after=_digest((to / MANIFEST).read_bytes()),
            rows=sum(t["rows"] for t in found["tables"].values()),
        )
    return found


def _home() -> Path:
    return Path(settings.HOME)


def _tables(folder: Path, view: str) -> dict[str, dict[str, Any]]:
    folder.mkdir()
    found = {}
    for model in models_of(apps):
        name, digest, rows = model._meta.db_table, hashlib.sha256(), -1
        with (folder / f"{name}.jsonl.gz").open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
            for line in lines(model, view):
                digest.update(content_of(line))
                file.write(line.encode())
                rows += 1  # the first line names the columns
        found[name] = {"rows": rows, "digest": f"sha256:{digest.hexdigest()}"}
    return found


def _wanted(view: str, *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    """Give the files that belong to the rows, by their name in the backup."""
    for digest in StoredFile.objects.using(view).order_by("digest").values_list("digest", flat=True).distinct():
        yield f"files/{digest[:2]}/{digest[2:4]}/{digest}", path_of(digest)
    root = Path(settings.RUNS_ROOT)
    runs = Run.objects.using(view).filter(finished_at__isnull=False).values_list("assessment_id", "number")
    for assessment, number in runs:
        place = root / str(assessment)
        for path in [*place.joinpath(str(number)).rglob("*"), *place.glob(f"{number}.zip"), *place.glob(f"{number}-*")]:
            if path.is_file():
                yield f"runs/{path.relative_to(root).as_posix()}", path
    for path in sorted((_home() / "anchors").glob("*.txt")):
        yield f"anchors/{path.name}", path
    if with_keys:
        for name in KEYS:
            if (_home() / name).is_file():
                yield f"keys/{name}", _home() / name


def _copy(source: Path, target: Path) -> list[Any]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as file, target.open("xb") as copy:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                copy.write(piece)
    except FileNotFoundError as missing:
        raise CannotBackUpError(str(source)) from missing
    target.chmod(0o600)
    return [size, f"sha256:{digest.hexdigest()}"]


def _named(name: str, *, with_keys: bool) -> dict[str, Any]:
    """Name a key by its fingerprint, so that one can tell later whether the right one is at hand."""
    return {"included": with_keys, "digest": _digest((_home() / name).read_bytes())}


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
