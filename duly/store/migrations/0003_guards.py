"""The rules that the database itself keeps."""

from django.db import migrations

from duly.store.guards import install


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in install(schema_editor.connection.vendor):
        # Without parameters a % of the statement is a % of the statement.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_judgements")]
    operations = [migrations.RunPython(put_in_place, migrations.RunPython.noop)]
