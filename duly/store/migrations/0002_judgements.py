"""What people decided beside the rows of a contract."""

import django.db.models.deletion
from django.db import migrations, models

import duly.store.texts


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [
        migrations.CreateModel(
            name="Classed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", duly.store.texts.Name()),
                ("book", duly.store.texts.Name()),
                ("period", duly.store.texts.Name()),
                ("contract", duly.store.texts.Name()),
                ("economic", duly.store.texts.Name()),
                ("cause", duly.store.texts.Name(blank=True)),
                ("amounts", duly.store.texts.Digest()),
                ("named", duly.store.texts.Name()),
                ("why", duly.store.texts.Words(default="")),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "classed",
            },
        ),
        migrations.CreateModel(
            name="Materiality",
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
                "db_table": "materiality",
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stands", models.BooleanField()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("fact", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.fact")),
            ],
            options={
                "db_table": "override_line",
            },
        ),
    ]
