"""The tables of a database in which there is nothing yet: made at once, as all migrations together would leave them.

Django builds the models anew for each step of a migration, as they were before it and after it: of the two seconds that
the first start took for its tables, the database needs a tenth.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kaoji.web.audit.protection import protect


def make_tables(connection: BaseDatabaseWrapper) -> bool:
    """Make all tables and note every migration as done, or give ``False`` where the database has tables already.

    It happens as a whole or not at all.
    """
    if connection.introspection.table_names():
        return False
    recorder, steps = MigrationRecorder(connection), MigrationLoader(None)
    leaves = sorted(steps.graph.leaf_nodes())
    done = dict.fromkeys(step for leaf in leaves for step in steps.graph.forwards_plan(leaf))
    with connection.schema_editor() as editor:
        editor.create_model(recorder.Migration)
        for model in steps.project_state(leaves).apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        protect(connection)
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in done)
    return True
