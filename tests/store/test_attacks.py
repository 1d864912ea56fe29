"""Every attack is refused on both databases, in its own words, and leaves nothing behind."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from duly.actions import gate, jobs
from duly.actions.errors import RowsPastTheGate
from duly.actions.setup import let_in
from duly.actions.verification import verify
from duly.doors.connectors.jobs import steps
from duly.store.audit import pending
from duly.store.guards import TABLES, sqlite
from duly.store.mail import Inbox
from tests.store import papers
from tests.store.attacks import ATTACKS, POSTGRESQL, SQLITE, Attack
from tests.store.cluster import Cluster
from tests.store.conftest import VENDORS, fresh
from tests.store.insider import Insider
from tests.store.ledger import PLAIN, Ledger, clock, tree_of, use

FEE = [
    {"contract": "CT-1", "account": "other_expense", "amount": "500", "currency": "USD"},
    {"contract": "CT-1", "account": "cash", "amount": "-500", "currency": "USD"},
]


# What is no row of a command: rows of these may change or go.
BESIDE = set("django_migrations journal_begun personal allowance webhook_delivery webhook_progress worker_seen".split())


def lived_in(ledger: Ledger) -> Ledger:
    """A ledger with something in every table an attack is about: closed, open and soft closed periods."""
    ledger.take_in(PLAIN)
    ledger.take_in(PLAIN.replace("CT-1", "CT-2").replace("I-1", "I-2"))
    confirmed(ledger)
    ledger.close("2026-01")
    ledger.record("CT-1", "{date: 2026-02-02, paid: 100.00, invoice: I-1}", key="first")
    ledger.do("post_period", "rae", entity="US01", period="2026-03")
    ledger.do("soft_close_period", "rae", entity="US01", period="2026-03")
    made = ledger.agreed("enter_manually", "rae", "ben", entity="US01", period="2026-02", lines=FEE, why="bank fee")
    entry = made.effect["effect"]["entry"]
    ledger.agreed("reverse_entry", "rae", "rob", entry=entry, period="2026-02")
    ledger.do("close_period", "rob", entity="US01", period="2026-02")
    judged(ledger)
    ledger.do("set_opening_tolerance", "ben", entity="DE01", amount="100", currency="EUR", why="a rounding")
    ledger.do("hold_contract", "rae", contract="CT-2", why="side letter")
    took_in_a_message(ledger)
    served(ledger)
    brought_in(ledger)
    ledger.do("export_batch", "rae", entity="US01", period="2026-01")
    with override_settings(SECRET_IS_KEPT=True):
        ledger.do("add_endpoint", "rae", url="https://hooks.example.com/", entity="US01")
    if ledger.vendor == "postgresql":
        ledger.sql("DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        let_in("app")
    return ledger


def judged(ledger: Ledger) -> None:
    """An override, a materiality, and an error of January that is restated."""
    row = tree_of("{significant financing: no, date: 2026-01-01}")
    ledger.agreed("override_treatment", "rae", "ben", contract="CT-2", row=row, why="paid at once")
    asked = {"entity": "US01", "amount": "5000", "currency": "USD"}
    ledger.agreed("set_materiality", "rob", "ben", why="half a percent", **asked)
    ledger.record("CT-1", "{date: 2026-01-30, paid: 50.00, invoice: I-1}")
    of = {"entity": "US01", "period": "2026-02"}
    ledger.agreed("class_amounts", "rae", "rob", contract="CT-1", named="error", why="overlooked", **of)
    ledger.agreed("restate_periods", "rob", "ben", "con", why="material to January", **of)


def confirmed(ledger: Ledger) -> None:
    """A document that is read, a term of it rejected, and a small contract that one person confirmed of it."""
    ledger.do("set_confirmation_limit", "ben", entity="US01", amount="1000001", currency="USD", why="small orders")
    said = {"name": "order.pdf", "content": papers.content(), "entity": "US01"}
    ledger.do("receive_document", "cam", **said)
    ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading("7000.00"))
    ledger.do("reject_term", "cam", document="DOC-1", term="4", why="the day of the form")
    text = papers.contract(platform="7000.00")
    told = {"document": "DOC-1", "contract": papers.tree(text), "answers": papers.answers("DOC-1", text)}
    assert not ledger.do("confirm_terms", "cam", **told).proposal


def served(ledger: Ledger) -> None:
    """A key to the API that was taken back, and a fact that another system calls by a name of its own."""
    ends = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    for mark in ("a" * 64, "b" * 64):
        ledger.agreed("issue_token", "ann", "ben", person="rae", mark=mark, scopes=["read"], ends=ends)
    ledger.do("revoke_token", "rae", token="T-1")
    row = tree_of("{date: 2026-02-03, paid: 70.00, invoice: I-1}")
    of = {"contract": "CT-1", "part": "happened", "file": "by hand", "system": "bank", "external_ids": ["B-1"]}
    ledger.do("record_facts", "rae", rows=[row], **of)


def took_in_a_message(ledger: Ledger) -> None:
    """No verb takes messages in yet."""

    def take_in(step: gate.Step) -> gate.Json:
        Inbox(source="crm", external="1", body="{}", seq=step.seq).save(force_insert=True)
        return {}

    gate.VERBS["take_in"] = gate.Verb("take_in", "fact.record", take_in)
    ledger.do("take_in", "rae")
    del gate.VERBS["take_in"]


def brought_in(ledger: Ledger) -> None:
    """A job in bulk that was agreed to and taken in."""
    with tempfile.TemporaryDirectory() as folder, clock():
        file = Path(folder) / "in.yaml"
        file.write_text(
            PLAIN.replace("CT-1", "CT-3").replace("I-1", "I-3").replace("2026-01", "2026-04"), encoding="utf-8"
        )
        ledger.do("submit_job", "cam", kind="contracts", name=file.name, sha256=jobs.staged(file))
        assert [said for _, said in steps()][-1].startswith("needs approval")
        ledger.do("approve", "rob", proposal=pending()[-1].ref)
        assert [said for _, said in steps()][-1] == "finished"


@pytest.fixture(scope="module", params=VENDORS)
def besieged(
    request: pytest.FixtureRequest,
    templates: dict[str, str],
    cluster: Cluster,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Ledger]:
    """One ledger for all attacks: none of them leaves a trace."""
    for ledger in fresh(request.param, templates, cluster, tmp_path_factory.mktemp("besieged")):
        yield lived_in(ledger)


def roles(ledger: Ledger) -> tuple[str, ...]:
    return SQLITE if ledger.vendor == "sqlite" else POSTGRESQL


def refusal(eve: Insider, attack: Attack) -> str:
    """The words in which an attack is refused; what it began is undone."""
    try:
        attack.does(eve)
    except Exception as refused:  # noqa: BLE001 - each driver has its own
        return f"{type(refused).__name__}: {refused}"
    finally:
        eve.gave_up()
    return ""


def test_all_attacks_are_refused(besieged: Ledger, record_property):
    refused, accepted, count = set(), [], 0
    for role in roles(besieged):
        eve = Insider(besieged.address, role)
        before = eve.everything()
        for attack in ATTACKS:
            if role not in attack.roles:
                continue
            words, count = refusal(eve, attack), count + 1
            if re.search(attack.refused, words):
                refused.add(attack.name)
            else:
                accepted.append((role, attack.name, words))
        assert eve.everything() == before
        eve.close()
    assert not accepted, "\n".join(map(str, accepted))
    record_property("say", f"{besieged.vendor}: {len(refused)} attacks in {count} tries, all refused")
    assert not [fault for _, faults in verify() for fault in faults]


def test_what_is_right_in_everything_is_let_in_so_that_attacks_are_refused_for_what_is_wrong(ledger: Ledger):
    lived_in(ledger)
    for role in roles(ledger):
        eve = Insider(ledger.address, role)
        eve.post()
        eve.add("person", ref=f"eve as {role}")
        eve.close()
    found = [check.says for check, faults in verify() if faults]
    assert any("sealed by its line" in says for says in found) and any("audit trail is one chain" in s for s in found)


def test_each_unique_key_of_sqlite_is_guarded(sqlite_ledger: Ledger):
    for table in TABLES:
        unique = {
            " ".join(str(column[2]) for column in sqlite_ledger.sql(f"PRAGMA index_info('{index[1]}')"))
            for index in sqlite_ledger.sql(f"PRAGMA index_list('{table}')")
            if index[2]
        }
        assert unique <= set(sqlite.KEYS.get(table, ("id",))), table


def test_all_tables_are_guarded(ledger: Ledger):
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        if ledger.vendor == "sqlite"
        else "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in ledger.sql(query)} - BESIDE == set(TABLES)


def test_a_guard_that_is_switched_off_or_rewritten_is_found(ledger: Ledger):
    if ledger.vendor == "sqlite":
        ledger.sql("DROP TRIGGER fact_no_update")
        ledger.sql("DROP TRIGGER journal_line_whole")
        ledger.sql("CREATE TRIGGER journal_line_whole BEFORE INSERT ON journal_line BEGIN SELECT 1; END")
    else:
        ledger.sql("ALTER TABLE fact DISABLE TRIGGER only_grows")
        ledger.sql(
            "CREATE OR REPLACE FUNCTION duly_lines() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        )
    (faults,) = (faults for check, faults in verify() if "guards" in check.says)
    assert len(faults) == 2


def test_rows_that_a_stranger_left_in_the_file_are_sealed_by_no_command(sqlite_ledger: Ledger):
    eve = Insider(sqlite_ledger.address, "plain")
    eve.begin()
    eve.insert("person", ref="eve", seq=eve.seq)
    eve.run("COMMIT")
    eve.close()
    with pytest.raises(RowsPastTheGate, match="person"):
        sqlite_ledger.take_in(PLAIN)
    assert any("is not in" in fault or "are not those" in fault for _, faults in verify() for fault in faults)


def test_no_row_slips_under_the_line_of_another_command(postgresql_ledger: Ledger):
    import psycopg

    eve = Insider(postgresql_ledger.address, "postgres")
    eve.begin()
    eve.insert("person", ref="eve", seq=eve.seq)
    before = eve.seq
    done: list[object] = []

    def commands() -> None:
        use(postgresql_ledger.address)
        done.append(postgresql_ledger.take_in(PLAIN))

    other = threading.Thread(target=commands)
    other.start()
    watch = Insider(postgresql_ledger.address, "postgres")
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 6061026"
    while other.is_alive() and not watch.run(waits)[0][0]:
        pass
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        eve.run("COMMIT")
    other.join()
    watch.close()
    eve.close()
    assert done and not [fault for _, faults in verify() for fault in faults]
    assert postgresql_ledger.sql("SELECT count(*) FROM audit_line WHERE seq >= %s", before)[0][0] == 2


def test_the_application_needs_no_more_than_to_read_and_to_add(postgresql_ledger: Ledger):
    lived_in(postgresql_ledger)
    use(postgresql_ledger.address.replace("postgres@", "app@"))
    postgresql_ledger.record("CT-1", "{date: 2026-02-03, paid: 5.00, invoice: I-1}")
    done = postgresql_ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-02")
    assert done.effect["effect"]["posted"] and not [fault for _, faults in verify() for fault in faults]
    use(postgresql_ledger.address)
