"""The tables of a new installation: made at once, and the same as step by step."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from kaoji.web.audit.protection import is_protected
from kaoji.web.upkeep.tables import make_tables
from tests.web.site import server_of_the_tests

ON_SQLITE = {
    "columns": """SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'""",
    "indexes": """SELECT t.name, i."unique", i.origin, i.partial, (SELECT sql FROM sqlite_master WHERE name = i.name),
        (SELECT group_concat(name) FROM pragma_index_info(i.name))
        FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table'""",
    "references": """SELECT t.name, f."table", f."from", f."to", f.on_update, f.on_delete
        FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'""",
    "triggers": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "steps": "SELECT app, name FROM django_migrations",
}
ON_POSTGRESQL = {
    "columns": """SELECT table_name, column_name, udt_name, is_nullable, column_default, is_identity, collation_name,
        character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "steps": "SELECT app, name FROM django_migrations",
}


@contextmanager
def empty(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Give a connection to a database of its own, in which there is nothing."""
    name, server = f"kaoji_tables_{secrets.token_hex(6)}", server_of_the_tests()
    if server:
        with psycopg.connect(server, autocommit=True) as at:
            at.execute(f'CREATE DATABASE "{name}"'.encode())
    made = connection.copy(name)
    made.settings_dict = {**connection.settings_dict, "NAME": name if server else str(folder / name)}
    connections[name] = made
    try:
        yield made
    finally:
        made.close()
        del connections[name]
        if server:
            with psycopg.connect(server, autocommit=True) as at:
                at.execute(f'DROP DATABASE "{name}"'.encode())


def described(at: BaseDatabaseWrapper) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with at.cursor() as cursor:
        for name, question in (ON_POSTGRESQL if at.vendor == "postgresql" else ON_SQLITE).items():
            cursor.execute(question)
            found[name] = sorted(cursor.fetchall(), key=repr)
    return found


def by_steps(at: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(at)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.django_db
def test_tables_made_at_once_are_those_that_the_steps_make(tmp_path: Path) -> None:
    with empty(tmp_path) as new, empty(tmp_path) as old:
        assert make_tables(new)
        by_steps(old)
        made, stepwise = described(new), described(old)
        assert {name: set(found) ^ set(stepwise[name]) for name, found in made.items()} == {
            name: set() for name in made
        }
        assert made == stepwise
        assert all(made.values())
        assert is_protected(new)
        executor = MigrationExecutor(new)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_where_there_are_tables_none_is_made(tmp_path: Path) -> None:
    with empty(tmp_path) as older:
        with older.cursor() as cursor:
            cursor.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY)")
        assert not make_tables(older)
        assert older.introspection.table_names() == ["django_migrations"]


@pytest.mark.django_db
def test_what_stops_on_the_way_leaves_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_at: BaseDatabaseWrapper) -> None:
        raise KeyboardInterrupt

    with empty(tmp_path) as new:
        monkeypatch.setattr("kaoji.web.upkeep.tables.protect", stop)
        with pytest.raises(KeyboardInterrupt):
            make_tables(new)
        monkeypatch.undo()
        assert new.introspection.table_names() == []
        assert make_tables(new)
