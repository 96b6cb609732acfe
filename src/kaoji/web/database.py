"""Whether the database is one that this version of the program can work on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


class OtherVersionError(Exception):
    """The database was made by another version of the program: it has tables in a state that this one does not know."""


def unknown_steps(loader: MigrationLoader) -> list[str]:
    """Give the steps that the database has taken and this version does not know; none where both are of one line."""
    ours = {app for app, _name in loader.disk_migrations}
    taken = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app} {name}" for app, name in taken if app in ours)


class NoDatabase(StrEnum):
    """Why there is no database that a command could work on."""

    SILENT = "it does not answer"
    EMPTY = "it has no tables"
    BEHIND = "it has not taken every step that the program knows"

    def what(self, problem: Exception) -> str:
        """Name what is to be looked at: what the database said, or where it lies."""
        from django.db import connection  # noqa: PLC0415 - after Django is set up

        return str(problem).strip() if self is self.SILENT else str(connection.settings_dict["NAME"])


def fault_of_the_database(problem: Exception) -> NoDatabase | None:
    """Tell what is missing where a command failed on the database; nothing where the database is as it should be."""
    from django.db import DatabaseError, InterfaceError, connection  # noqa: PLC0415 - after Django is set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    if not isinstance(problem, DatabaseError | InterfaceError):
        return None
    connection.close()
    try:
        tables = connection.introspection.table_names()
    except (DatabaseError, InterfaceError):
        return NoDatabase.SILENT
    if "django_migrations" not in tables:
        return NoDatabase.EMPTY
    executor = MigrationExecutor(connection)
    return NoDatabase.BEHIND if executor.migration_plan(executor.loader.graph.leaf_nodes()) else None
