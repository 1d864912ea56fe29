"""Keys to the API and what things are called elsewhere, with their guards."""

import django.db.models.deletion
from django.db import migrations, models

import duly.store.texts
from duly.store.guards import SERVED, install_for


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in install_for(schema_editor.connection.vendor, SERVED):
        # Without parameters a % of the statement is a % of the statement.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("mark", duly.store.texts.Digest(unique=True)),
                ("scopes", duly.store.texts.Json()),
                ("entities", duly.store.texts.Json()),
                ("ends", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.person")),
            ],
            options={
                "db_table": "token",
            },
        ),
        migrations.CreateModel(
            name="TokenEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("token", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.token")),
            ],
            options={
                "db_table": "token_end",
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="store.token",
                    ),
                ),
                ("left", models.BigIntegerField()),
                ("at", models.BigIntegerField()),
            ],
            options={
                "db_table": "allowance",
            },
        ),
        migrations.CreateModel(
            name="ExternalName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", duly.store.texts.Name()),
                ("ref", duly.store.texts.Name(db_index=True)),
                ("source", duly.store.texts.Name()),
                ("external", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "external_name",
            },
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(fields=("kind", "source", "external"), name="named_once_a_source"),
        ),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
    ]
