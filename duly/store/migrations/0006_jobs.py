"""Jobs in bulk, with their guards."""

import django.db.models.deletion
from django.db import migrations, models

import duly.store.texts
from duly.store.guards import JOBS, install_for


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in install_for(schema_editor.connection.vendor, JOBS):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("kind", duly.store.texts.Name()),
                ("name", duly.store.texts.Name()),
                ("source", duly.store.texts.Name()),
                ("mode", duly.store.texts.Name()),
                ("sha256", duly.store.texts.Digest()),
                ("parts", models.IntegerField()),
                ("maker", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "job",
            },
        ),
        migrations.CreateModel(
            name="JobEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", duly.store.texts.Name()),
                ("body", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("job", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.job")),
            ],
            options={
                "db_table": "job_event",
                "constraints": [models.UniqueConstraint(fields=("job", "event"), name="job_event_once")],
            },
        ),
        migrations.CreateModel(
            name="JobPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.IntegerField()),
                ("line", models.IntegerField()),
                ("body", duly.store.texts.Bytes()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("job", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.job")),
            ],
            options={
                "db_table": "job_part",
                "constraints": [models.UniqueConstraint(fields=("job", "n"), name="job_part_once")],
            },
        ),
        migrations.CreateModel(
            name="JobResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.IntegerField()),
                ("step", duly.store.texts.Name()),
                ("body", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("job", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.job")),
            ],
            options={
                "db_table": "job_result",
                "constraints": [models.UniqueConstraint(fields=("job", "n", "step"), name="job_result_once")],
            },
        ),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
    ]
