"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models

import duly.store.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditLine",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", duly.store.texts.Name()),
                ("actor", duly.store.texts.Name()),
                ("verb", duly.store.texts.Name()),
                ("subject", duly.store.texts.Words(default="")),
                ("why", duly.store.texts.Words(default="")),
                ("effect", duly.store.texts.Json()),
                ("request", duly.store.texts.Name()),
                ("added", duly.store.texts.Digest()),
                ("prev", duly.store.texts.Digest()),
                ("hash", duly.store.texts.Digest(unique=True)),
            ],
            options={
                "db_table": "audit_line",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("entity", duly.store.texts.Name()),
                ("book", duly.store.texts.Name()),
                ("period", duly.store.texts.Name()),
                ("body", duly.store.texts.Json()),
                ("digest", duly.store.texts.Digest()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "batch",
            },
        ),
        migrations.CreateModel(
            name="Command",
            fields=[
                ("key", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("body", duly.store.texts.Digest()),
                ("result", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "command",
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", duly.store.texts.Name()),
                ("body", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "outbox",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "person",
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("verb", duly.store.texts.Name()),
                ("args", duly.store.texts.Json()),
                ("why", duly.store.texts.Words(default="")),
                ("entities", duly.store.texts.Json()),
                ("content", duly.store.texts.Digest()),
                ("effect", duly.store.texts.Json()),
                ("maker", duly.store.texts.Name()),
                ("needs", models.IntegerField()),
                ("roles", duly.store.texts.Name(blank=True)),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "proposal",
            },
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", duly.store.texts.Name()),
                ("file", duly.store.texts.Name()),
                ("tree", duly.store.texts.Json()),
                ("digest", duly.store.texts.Digest()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "setting",
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("entity", duly.store.texts.Name()),
                ("customer", duly.store.texts.Name()),
                ("source", duly.store.texts.Name()),
                ("external", duly.store.texts.Name()),
                ("file", duly.store.texts.Name()),
                ("tree", duly.store.texts.Json()),
                ("digest", duly.store.texts.Digest()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "contract",
                "constraints": [models.UniqueConstraint(fields=("source", "external"), name="contract_once_a_source")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("chain", duly.store.texts.Name()),
                ("number", models.BigIntegerField()),
                ("entity", duly.store.texts.Name()),
                ("book", duly.store.texts.Name()),
                ("period", duly.store.texts.Name()),
                ("step", duly.store.texts.Name()),
                ("kind", duly.store.texts.Name()),
                ("why", duly.store.texts.Words(default="")),
                ("actor", duly.store.texts.Name()),
                ("at", duly.store.texts.Name()),
                ("taken_from", duly.store.texts.Name(blank=True, default="")),
                ("lines", models.IntegerField()),
                ("totals", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("prev", duly.store.texts.Digest()),
                ("hash", duly.store.texts.Digest(unique=True)),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="store.entry",
                    ),
                ),
            ],
            options={
                "db_table": "journal_entry",
            },
        ),
        migrations.CreateModel(
            name="BatchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.batch")),
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="store.entry")),
            ],
            options={
                "db_table": "batch_entry",
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", duly.store.texts.Name()),
                ("position", models.IntegerField()),
                ("file", duly.store.texts.Name()),
                ("tree", duly.store.texts.Json()),
                ("digest", duly.store.texts.Digest()),
                ("claimed", duly.store.texts.Name(blank=True)),
                ("source", duly.store.texts.Name()),
                ("external", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("contract", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.contract")),
            ],
            options={
                "db_table": "fact",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.BooleanField()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("contract", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.contract")),
            ],
            options={
                "db_table": "hold",
            },
        ),
        migrations.CreateModel(
            name="Inbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", duly.store.texts.Name()),
                ("external", duly.store.texts.Name()),
                ("body", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "inbox",
                "constraints": [models.UniqueConstraint(fields=("source", "external"), name="message_once")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.IntegerField()),
                ("contract", duly.store.texts.Name()),
                ("obligation", duly.store.texts.Name(blank=True)),
                ("account", duly.store.texts.Name()),
                ("number", duly.store.texts.Name(blank=True)),
                ("cause", duly.store.texts.Name()),
                ("economic", duly.store.texts.Name()),
                ("currency", duly.store.texts.Name()),
                ("amount", models.BigIntegerField()),
                ("books_currency", duly.store.texts.Name()),
                ("books_amount", models.BigIntegerField()),
                ("kind", duly.store.texts.Name(blank=True)),
                ("dimensions", duly.store.texts.Name(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="entry",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.entry",
                    ),
                ),
            ],
            options={
                "db_table": "journal_line",
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", duly.store.texts.Name()),
                ("book", duly.store.texts.Name()),
                ("name", duly.store.texts.Name()),
                ("start", models.IntegerField()),
                ("until", models.IntegerField()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "period",
                "constraints": [models.UniqueConstraint(fields=("entity", "book", "name"), name="period_once")],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", duly.store.texts.Json()),
                ("digest", duly.store.texts.Digest()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("period", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.period")),
            ],
            options={
                "db_table": "certificate",
            },
        ),
        migrations.CreateModel(
            name="PeriodEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", duly.store.texts.Name()),
                ("proposal", duly.store.texts.Name(blank=True)),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("period", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.period")),
            ],
            options={
                "db_table": "period_event",
            },
        ),
        migrations.CreateModel(
            name="Personal",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="store.person",
                    ),
                ),
                ("name", duly.store.texts.Words(default="")),
                ("contact", duly.store.texts.Words(default="")),
            ],
            options={
                "db_table": "personal",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", duly.store.texts.Name()),
                ("entity", duly.store.texts.Name(blank=True)),
                ("given", models.BooleanField()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.person")),
            ],
            options={
                "db_table": "grant_line",
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", duly.store.texts.Name()),
                ("granted", models.BooleanField()),
                ("content", duly.store.texts.Digest()),
                ("why", duly.store.texts.Words(default="")),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("proposal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.proposal")),
            ],
            options={
                "db_table": "approval",
            },
        ),
        migrations.CreateModel(
            name="Decided",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("book", duly.store.texts.Name()),
                ("basis", duly.store.texts.Digest()),
                ("upto", models.BigIntegerField()),
                ("labels", duly.store.texts.Json()),
                ("rows", models.BinaryField()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("contract", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.contract")),
            ],
            options={
                "db_table": "decided",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "book", "basis", "upto"), name="decided_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("chain", "number"), name="one_chain"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("contract", "part", "position"), name="fact_once_a_place"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("source", "external"), name="fact_once_a_source"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(fields=("entry", "n"), name="one_line"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("proposal", "person"), name="once_a_person"),
        ),
    ]
