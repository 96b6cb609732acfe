"""Triggers that refuse to change or delete entries, whoever asks: SQLite and PostgreSQL.

An entry may go only when a purge covers it and it is older than the least time that the law asks for; see
docs/howto/journal.md for the rights that the application's role in PostgreSQL should have beside this.
"""

from __future__ import annotations

from typing import Final

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT_DAYS: Final = 183
"""Half a year, the least for which the law asks that such a record is kept; the triggers say the same."""

_TRIGGERS = ("audit_entry_update", "audit_entry_delete", "audit_purge_update", "audit_purge_delete")
_SQLITE = """
CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END;
CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry
WHEN OLD.at >= datetime('now', '-183 days') OR NOT EXISTS (SELECT 1 FROM audit_purge WHERE last >= OLD.number)
BEGIN SELECT RAISE(ABORT, 'journal entries are never deleted'); END;
CREATE TRIGGER audit_purge_update BEFORE UPDATE ON audit_purge
BEGIN SELECT RAISE(ABORT, 'purges are never changed'); END;
CREATE TRIGGER audit_purge_delete BEFORE DELETE ON audit_purge
BEGIN SELECT RAISE(ABORT, 'purges are never deleted'); END;
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION audit_refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at >= now() - interval '183 days' OR NOT EXISTS (SELECT 1 FROM audit_purge WHERE last >= OLD.number) THEN
    RAISE EXCEPTION 'journal entries are never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_purged();
CREATE TRIGGER audit_entry_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_purge_update BEFORE UPDATE OR DELETE ON audit_purge FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_purge_truncate BEFORE TRUNCATE ON audit_purge FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; those that are there are made anew."""
    unprotect(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        else:
            for statement in _SQLITE.split("END;"):
                if statement.strip():
                    cursor.execute(f"{statement}END")


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for emptying a database of tests and before tables are made anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in (*_TRIGGERS, "audit_entry_truncate", "audit_purge_truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {'_'.join(name.split('_')[:2])}")
        else:
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def is_protected(connection: BaseDatabaseWrapper = default_connection) -> bool:
    """Tell whether the triggers are in place."""
    query = (
        "SELECT count(*) FROM pg_trigger WHERE tgname IN ('audit_entry_update', 'audit_entry_delete') AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN ('audit_entry_update', 'audit_entry_delete')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0] == len(("update", "delete")))
