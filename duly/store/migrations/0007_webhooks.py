"""Endpoints that are told of events with their guards, and beside the ledger what was sent to them."""

from django.db import migrations, models

import duly.store.texts
from duly.store.guards import HOOKS, install_for


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in install_for(schema_editor.connection.vendor, HOOKS):
        # Without parameters a % of the statement is a % of the statement.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", duly.store.texts.Name()),
                ("url", duly.store.texts.Name()),
                ("events", duly.store.texts.Json()),
                ("entity", duly.store.texts.Name(blank=True)),
                ("owner", duly.store.texts.Name()),
                ("state", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "webhook_endpoint",
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("endpoint", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("upto", models.BigIntegerField()),
                ("failing_since", duly.store.texts.Name(blank=True)),
            ],
            options={
                "db_table": "webhook_progress",
            },
        ),
        migrations.CreateModel(
            name="SecretMade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", duly.store.texts.Name()),
                ("salt", duly.store.texts.Digest()),
                ("mark", duly.store.texts.Name()),
                ("both_until", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "webhook_secret",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", duly.store.texts.Name()),
                ("event", models.BigIntegerField()),
                ("name", duly.store.texts.Name()),
                ("state", duly.store.texts.Name()),
                ("due_at", duly.store.texts.Name()),
                ("claimed_until", duly.store.texts.Name(blank=True)),
                ("tries", models.IntegerField(default=0)),
                ("log", duly.store.texts.Json(default="[]")),
            ],
            options={
                "db_table": "webhook_delivery",
                "indexes": [models.Index(fields=["state", "due_at"], name="delivery_due")],
                "constraints": [models.UniqueConstraint(fields=("endpoint", "event"), name="event_once_an_endpoint")],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("at", duly.store.texts.Name()),
            ],
            options={
                "db_table": "worker_seen",
            },
        ),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
    ]
