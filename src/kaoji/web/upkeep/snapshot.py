"""One consistent view of the database while others go on writing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

_NAME = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the alias under which everything is read as it is at this moment; writers are neither stopped nor seen."""
    own = connection.copy(_NAME)
    own.settings_dict = copy.deepcopy(own.settings_dict)
    if own.vendor == "sqlite":
        # The usual transactions queue up for writing; a reader of the log need not.
        own.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    connections[_NAME] = own
    try:
        with transaction.atomic(using=_NAME):
            with own.cursor() as cursor:
                if own.vendor == "postgresql":
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # The view is taken at the first question.
                cursor.execute("SELECT 1 FROM django_migrations")
            yield _NAME
    finally:
        own.close()
        del connections[_NAME]
