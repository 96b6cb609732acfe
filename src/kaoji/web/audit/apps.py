"""The app's name, and that the journal stays protected."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.audit"

    def ready(self) -> None:
        """Look after the triggers whenever tables were changed: SQLite drops them when it makes a table anew."""
        post_migrate.connect(_keep_protected, sender=self, dispatch_uid="audit.protection")


def _keep_protected(using: str, plan: list[object] | None = None, **_: object) -> None:
    from kaoji.web.audit.protection import is_protected, protect

    connection = connections[using]
    if "audit_purge" in connection.introspection.table_names() and not is_protected(connection):
        protect(connection)
