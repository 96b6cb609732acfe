"""Whether an installation is set up as production should be: Django's own deployment checks, and ours."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import checks
from django.core.checks.security.base import W002
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from kaoji.web.audit.anchors import kept
from kaoji.web.audit.protection import is_protected
from kaoji.web.files.second import NoSecondHomeError, second_home

_SHORTEST_KEY = 50
_LEAST_FREE = 5 * 2**30


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the settings: must it be mended before real use, or may it be looked at later."""

    level: Literal["error", "warning"]
    text: str


def check_settings() -> list[Remark]:
    """Give what is to be mended before real use; nothing where all is well."""
    return [*_transport(), *_keys(), *_database(), *_record(), *_second(), *_of_django()]


def _transport() -> Iterator[Remark]:
    if not settings.IS_PRODUCTION:
        yield Remark("error", _("KAOJI_PRODUCTION is not set: plain HTTP is answered, and cookies go over it."))
    if settings.DEBUG:
        yield Remark("error", _("DEBUG is on: errors show the inside of the program."))
    if "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost"}:
        yield Remark("error", _("KAOJI_HOSTS does not name the host under which people come here."))
    if not settings.TRUSTED_PROXIES:
        yield Remark(
            "warning",
            _("KAOJI_TRUSTED_PROXIES is empty: behind a proxy all requests seem to come from the proxy."),
        )
    if {"0.0.0.0/0", "::/0"} & set(settings.ADMINISTRATION_FROM):
        yield Remark("warning", _("KAOJI_ADMINISTRATION_FROM lets administrators in from everywhere."))


def _keys() -> Iterator[Remark]:
    if len(settings.SECRET_KEY) < _SHORTEST_KEY:
        yield Remark("error", _("The secret key is short. Let the first start make one, or give a longer one."))
    for name in ("secret-key", "signing-key"):
        path = Path(settings.HOME) / name
        if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Remark("error", _("“{path}” can be read by others. Say chmod 600 to it.").format(path=path))


def _database() -> Iterator[Remark]:
    if connection.vendor == "sqlite":
        yield Remark("warning", _("The database is SQLite: good for one county, use PostgreSQL for a city."))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        yield Remark("error", _("The database does not answer: {problem}").format(problem=problem))
        return
    if not is_protected():
        yield Remark("error", _("The journal is not protected by its triggers. “kaoji serve” puts them in place."))
    free = shutil.disk_usage(Path(settings.HOME)).free
    if free < _LEAST_FREE:
        yield Remark("warning", _("Less than {gigabytes} GB of disk are left.").format(gigabytes=_LEAST_FREE // 2**30))


def _record() -> Iterator[Remark]:
    if not kept():
        yield Remark("warning", _("The journal has no anchor yet. Say “kaoji audit anchor” and keep it elsewhere."))


def _second() -> Iterator[Remark]:
    try:
        second_home()
    except NoSecondHomeError:
        yield Remark(
            "error",
            _("The second home does not answer, so no files are accepted: mount it, or say “kaoji copy-home --begin”."),
        )


def _of_django() -> Iterator[Remark]:
    for found in checks.run_checks(include_deployment_checks=True):
        if found.id == W002.id:  # the content security policy of each page forbids frames
            continue
        level: Literal["error", "warning"] = "error" if found.level >= checks.ERROR else "warning"
        hint = f" {found.hint}" if found.hint else ""
        yield Remark(level, f"{found.id}: {found.msg}{hint}")
