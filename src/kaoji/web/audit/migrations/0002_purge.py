from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kaoji.web.audit.protection import protect, unprotect


def put_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    protect(editor.connection)


def take_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    unprotect(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("last", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("count", models.BigIntegerField()),
                ("before", models.DateTimeField()),
                ("export_digest", models.CharField(max_length=71)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ("last",)},
        ),
        migrations.RunPython(put_triggers, take_triggers),
    ]
