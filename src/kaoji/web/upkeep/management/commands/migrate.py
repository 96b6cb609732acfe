"""``migrate``, which makes the tables of an empty database at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from kaoji.web.upkeep.tables import make_tables


class Command(migrate.Command):
    """Django's command, for a database in which there is something."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as Django calls it
        """Bring a database up to date; an empty one is made as it is today, unless another state was asked for."""
        asked = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")
        if not any(options.get(name) for name in asked):
            make_tables(connections[options["database"]])
        super().handle(*args, **options)
