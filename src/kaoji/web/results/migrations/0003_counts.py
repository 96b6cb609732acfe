"""Count what a run lacks and leaves open once, so that lists need not read it."""

from typing import Any

from django.db import migrations, models


def count(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - the registry and editor of a migration
    """Count for the runs that are there already."""
    del schema_editor
    for run in apps.get_model("results", "Run").objects.only("missing", "open_decisions").iterator(50):
        run.missing_count, run.open_count = len(run.missing), len(run.open_decisions)
        run.save(update_fields=["missing_count", "open_count"])


class Migration(migrations.Migration):
    """Two counts, and the means of the groups."""

    dependencies = [("results", "0002_results")]

    operations = [
        migrations.AddField("run", "missing_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("run", "open_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("run", "averages", models.JSONField(default=dict)),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
