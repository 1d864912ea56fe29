"""The cut-over: its tolerance, and the guards of both."""

from django.db import migrations, models

import duly.store.texts
from duly.store.guards import of_openings


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in of_openings(schema_editor.connection.vendor):
        # Without parameters a % of the statement is a % of the statement.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_webhooks"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningTolerance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", duly.store.texts.Name()),
                ("book", duly.store.texts.Name()),
                ("currency", duly.store.texts.Name()),
                ("amount", models.BigIntegerField()),
                ("why", duly.store.texts.Words(default="")),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "opening_tolerance",
            },
        ),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
    ]
