"""Tables as lines of text, the same on every database: one row a line, each value as exact text.

A backup from SQLite can so be restored into PostgreSQL and the other way round, and the same rows have the same digest.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

LEFT_OUT = frozenset({"django_session", "accounts_login", "accounts_requestcount", "django_migrations"})
"""Who is logged in now, and how fast they are, is nobody's after a restore; which migrations ran stands in the manifest."""
_AT_ONCE = 500


def models_of(apps: Any) -> list[type[models.Model]]:  # noqa: ANN401 - the registry, or that of a migration's state
    """Give the model of each table that is kept, by the table's name."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Give the fields of a table, by the column's name."""
    return sorted(model._meta.concrete_fields, key=lambda field: str(field.column))


def lines(model: type[models.Model], using: str) -> Iterator[str]:
    """Give the rows of a table as lines, in the order of their keys."""
    fields = fields_of(model)
    rows = model._base_manager.using(using).order_by("pk").values_list(*(field.attname for field in fields))
    yield line_of([field.column for field in fields])
    for row in rows.iterator(chunk_size=2000):
        yield line_of([_plain(value) for value in row])


def line_of(row: Sequence[Any], *, in_order: bool = False) -> str:
    """Give a row as a line; ``in_order`` sorts the keys inside, which PostgreSQL keeps in an order of its own."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=in_order) + "\n"


def content_of(line: str) -> bytes:
    """Give what is digested of a line: the same for the same row, whichever database it comes from."""
    return line_of(json.loads(line), in_order=True).encode()


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case _:
            return value


def load(model: type[models.Model], texts: Iterable[str], connection: BaseDatabaseWrapper) -> int:
    """Put lines into a table as they are, and give how many rows there were."""
    waiting = iter(texts)
    columns: list[str] = json.loads(next(waiting))
    by_column = {field.column: field for field in fields_of(model)}
    fields = [by_column[column] for column in columns]
    name = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {name(model._meta.db_table)} ({', '.join(map(name, columns))}) VALUES ({places})"  # noqa: S608 - names of our own tables
    count = 0
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, _AT_ONCE)):
            cursor.executemany(statement, [_values(fields, json.loads(line), connection) for line in chunk])
            count += len(chunk)
    return count


def _values(fields: Sequence[models.Field[Any, Any]], row: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(_read(field, value), connection) for field, value in zip(fields, row, strict=True)]


def _read(field: models.Field[Any, Any], value: Any) -> Any:  # noqa: ANN401 - any value of a row
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def count_of(apps: Apps, connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Count the rows of the tables that are there; what a fresh installation has by itself does not count."""
    there = set(connection.introspection.table_names())
    own = {"django_content_type", "auth_permission"}
    return {
        model._meta.db_table: model._base_manager.using(connection.alias).count()
        for model in models_of(apps)
        if model._meta.db_table in there - own
    }
