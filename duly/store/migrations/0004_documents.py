"""Documents, what was read in them and what people answered, with their guards."""

import django.db.models.deletion
from django.db import migrations, models

import duly.store.texts
from duly.store.guards import DOCUMENTS, install_for


def put_in_place(apps, schema_editor):  # noqa: ANN001, ANN201 - the signature of a migration
    for statement in install_for(schema_editor.connection.vendor, DOCUMENTS):
        # Without parameters a % of the statement is a % of the statement.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfirmationLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", duly.store.texts.Name()),
                ("currency", duly.store.texts.Name()),
                ("amount", models.BigIntegerField()),
                ("why", duly.store.texts.Words(default="")),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "confirmation_limit",
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("ref", duly.store.texts.Name(primary_key=True, serialize=False)),
                ("sha256", duly.store.texts.Digest(unique=True)),
                ("name", duly.store.texts.Name()),
                ("kind", duly.store.texts.Name(blank=True)),
                ("entity", duly.store.texts.Name()),
                ("bytes", duly.store.texts.Bytes()),
                ("seq", duly.store.texts.Seq(db_index=True)),
            ],
            options={
                "db_table": "document",
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("text", duly.store.texts.Words(default="")),
                ("sha256", duly.store.texts.Digest()),
                ("words", duly.store.texts.Bytes()),
                ("pages", duly.store.texts.Json()),
                ("cells", duly.store.texts.Json()),
                ("remarks", duly.store.texts.Json()),
                ("segments", duly.store.texts.Json()),
                ("clauses", duly.store.texts.Json()),
                ("findings", duly.store.texts.Json()),
                ("model", duly.store.texts.Name()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.document")),
            ],
            options={
                "db_table": "reading",
            },
        ),
        migrations.CreateModel(
            name="ProposedTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("field", duly.store.texts.Name()),
                ("value", duly.store.texts.Json()),
                ("start", models.IntegerField()),
                ("until", models.IntegerField()),
                ("confidence", models.IntegerField()),
                ("checks", duly.store.texts.Json()),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("reading", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.reading")),
            ],
            options={
                "db_table": "proposed_term",
            },
        ),
        migrations.CreateModel(
            name="ContractSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("alias", duly.store.texts.Name()),
                ("currency", duly.store.texts.Name()),
                ("amount", models.BigIntegerField(null=True)),
                ("seq", duly.store.texts.Seq(db_index=True)),
                ("contract", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.contract")),
                (
                    "under",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.confirmationlimit"
                    ),
                ),
                ("reading", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.reading")),
            ],
            options={
                "db_table": "contract_source",
            },
        ),
        migrations.CreateModel(
            name="TermAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", duly.store.texts.Name()),
                ("value", duly.store.texts.Json()),
                ("start", models.IntegerField()),
                ("until", models.IntegerField()),
                ("answer", duly.store.texts.Name()),
                ("why", duly.store.texts.Words(default="")),
                ("seq", duly.store.texts.Seq(db_index=True)),
                (
                    "contract",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="store.contract"),
                ),
                ("reading", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.reading")),
                (
                    "term",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.proposedterm"
                    ),
                ),
            ],
            options={
                "db_table": "term_answer",
            },
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="reading_once"),
        ),
        migrations.AddConstraint(
            model_name="proposedterm",
            constraint=models.UniqueConstraint(fields=("reading", "position"), name="term_once_a_place"),
        ),
        migrations.AddConstraint(
            model_name="contractsource",
            constraint=models.UniqueConstraint(fields=("contract", "alias"), name="alias_once_a_contract"),
        ),
        migrations.RunPython(put_in_place, migrations.RunPython.noop),
    ]
