"""Attacks in SQL past the gate: each gets one thing wrong, and the database refuses it in the words it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from duly.store.canonical import NOTHING
from duly.store.guards import TABLES
from tests.store.insider import BALANCED, Insider

ALL = ("ours", "plain", "app", "postgres")
SQLITE, POSTGRESQL = ALL[:2], ALL[2:]
# A stranger's connection to SQLite does not look at foreign keys; what it leaves behind the gate and verification find.
LOOKING = ("ours", "app", "postgres")
GROWS, DENIED, EXISTS = "only grows", "permission denied|must be owner", "the row exists|duplicate key"


class Attack(NamedTuple):
    """What somebody tries, who does, how, and the words in which it is refused."""

    name: str
    does: Callable[[Insider], object]
    refused: str
    roles: tuple[str, ...] = ALL


def line(contract: str, currency: str, amount: object, books: object = None) -> tuple[object, ...]:
    """A line; in the books the same amount, where nothing else is said."""
    return contract, "cash", currency, amount, "USD", amount if books is None else books


def _replaced(table: str, where: str = "1 = 1", **other: object) -> Callable[[Insider], None]:
    """A row put in the place of another that has one of its keys: texts of `other` are put behind the old ones."""

    def does(eve: Insider) -> None:
        old = eve.first(table, where)
        new = {name: f"{old[name]}{value}" if isinstance(value, str) else value for name, value in other.items()}
        how = "INSERT OR REPLACE" if eve.is_sqlite else "INSERT"
        if table == "journal_line":
            eve.insert(table, how, **(old | new))
        else:
            eve.add(table, how, **(old | new | {"seq": _next(eve)}))

    return does


def _next(eve: Insider) -> object:
    return eve.run("SELECT max(seq) + 1 FROM audit_line")[0][0]


def _in_place_of_row_1(table: str, key: str) -> Callable[[Insider], None]:
    """A row with keys of its own that takes the number SQLite gave another."""
    return lambda eve: eve.add(
        table, "INSERT OR REPLACE", **(eve.first(table) | {"rowid": 1, key: "eve", "seq": _next(eve)})
    )


def _late_line(eve: Insider) -> None:
    eve.begin()
    eve.lines(str(eve.first("journal_entry")["ref"]), first=90)


def _orphan_line(eve: Insider) -> None:
    eve.begin()
    eve.lines("JE-nobody")
    eve.audit()
    eve.run("COMMIT")


def _row_of_no_command(eve: Insider) -> None:
    eve.begin()
    eve.insert("person", ref="eve", seq=eve.seq)
    eve.run("COMMIT")


def _fact(eve: Insider, seq: object) -> None:
    old = eve.first("fact")
    eve.add("fact", **(old | {"id": 900, "position": 900, "external": "eve", "seq": seq}))


def _added_term(eve: Insider, seq: object) -> None:
    old = eve.first("proposed_term")
    eve.add("proposed_term", **(old | {"id": 900, "position": 900, "seq": seq}))


def _upsert(eve: Insider) -> None:
    old = eve.first("journal_line")
    names = ", ".join(old)
    marks = ", ".join("?" * len(old))
    change = "ON CONFLICT (entry, n) DO UPDATE SET amount = 99"
    eve.run(f"INSERT INTO journal_line ({names}) VALUES ({marks}) {change}", *old.values())


def _event(state: str = "open", of: str = "2026-01", **other: object) -> Callable[[Insider], None]:
    def does(eve: Insider) -> None:
        period = eve.first("period", f"entity = 'US01' AND name = '{of}'")["id"]
        eve.add("period_event", **({"period_id": period, "state": state, "proposal": ""} | other))

    return does


def _second_reversal(eve: Insider) -> None:
    done = eve.first("journal_entry", "reverses_id IS NOT NULL")
    eve.post(kind="reversal", reverses_id=done["reverses_id"])


def _restated(**other: object) -> Callable[[Insider], None]:
    """A restatement of January that is right in everything but that nobody agreed to it."""
    right = {"period": "2026-01", "taken_from": "2026-02", "kind": "restatement", "number": 1, "prev": NOTHING}
    return lambda eve: eve.post(**({"chain": "US01/main/R2"} | right | other))


def _added_to_a_restatement(eve: Insider) -> None:
    last = eve.first("journal_entry", "chain = 'US01/main/R1' ORDER BY number DESC")
    _restated(chain="US01/main/R1", number=last["number"] + 1, prev=last["hash"])(eve)


def _closed_period_hidden(eve: Insider) -> None:
    """A table of one's own by the name of one of ours, so that a trigger would look there."""
    eve.run("CREATE TEMPORARY TABLE period_event (id bigint, period_id bigint, state text)")
    try:
        eve.post(period="2026-01")
    finally:
        eve.gave_up()
        eve.run("DROP TABLE pg_temp.period_event")


def _late_line_hidden(eve: Insider) -> None:
    ref = str(eve.first("journal_entry")["ref"])
    eve.run("CREATE TEMPORARY TABLE journal_entry (ref text)")
    try:
        eve.begin()
        eve.lines(ref, first=90)
    finally:
        eve.gave_up()
        eve.run("DROP TABLE pg_temp.journal_entry")


def _as_replica(statement: str) -> Callable[[Insider], None]:
    def does(eve: Insider) -> None:
        eve.run("SET session_replication_role = replica")
        try:
            eve.run(statement)
        finally:
            eve.run("SET session_replication_role = origin")

    return does


def _as_replica_post(eve: Insider) -> None:
    eve.run("SET session_replication_role = replica")
    try:
        eve.post((line("CT-1", "USD", 5), line("CT-1", "USD", -4)))
    finally:
        eve.gave_up()
        eve.run("SET session_replication_role = origin")


_ENTRIES = (
    Attack("unbalanced", lambda eve: eve.post((line("CT-1", "USD", 5), line("CT-1", "USD", -4))), "does not balance"),
    Attack(
        "balanced across currencies alone",
        lambda eve: eve.post((line("CT-1", "USD", 5, 5), line("CT-1", "EUR", -5, -5))),
        "does not balance",
    ),
    Attack(
        "balanced over contracts alone",
        lambda eve: eve.post((line("CT-1", "USD", 5), line("CT-2", "USD", -5))),
        "does not balance",
    ),
    Attack(
        "balanced in the contract's currency alone",
        lambda eve: eve.post((line("CT-1", "EUR", 5, 6), line("CT-1", "EUR", -5, -5))),
        "does not balance",
    ),
    Attack("to a closed period", lambda eve: eve.post(period="2026-01"), "the period is not open"),
    Attack("to no period", lambda eve: eve.post(period="2031-07"), "the period is not open"),
    Attack(
        "computed, to a period that is soft closed", lambda eve: eve.post(period="2026-03", kind="computed"), "not open"
    ),
    Attack("one line", lambda eve: eve.post(BALANCED[:1], lines=1), "needs two lines"),
    Attack("fewer lines than it says", lambda eve: eve.post(lines=3), "needs two lines"),
    Attack("a zero line", lambda eve: eve.post((*BALANCED, line("CT-1", "USD", 0))), "about.something"),
    # PostgreSQL's column has whole numbers alone: a fraction of a cent is none.
    Attack(
        "a binary fraction",
        lambda eve: eve.post((line("CT-1", "USD", 0.4), line("CT-1", "USD", -0.4))),
        "whole number|about.something",
    ),
    Attack(
        "no number", lambda eve: eve.post((line("CT-1", "USD", "x"), line("CT-1", "USD", -1))), "whole number|syntax"
    ),
    Attack("not the next of its chain", lambda eve: eve.post(number=99), "the chain is broken"),
    Attack("another one before it", lambda eve: eve.post(prev=NOTHING), "the chain is broken"),
    Attack("a hash that is none", lambda eve: eve.post(hash="ab"), "the chain is broken"),
    Attack(
        "the chain of another book", lambda eve: eve.post(chain="US01/tax", number=1, prev=NOTHING), "chain is broken"
    ),
    Attack("a restatement that nobody agreed to", _restated(), "agreed to by two people"),
    Attack("an entry added to a restatement", _added_to_a_restatement, "agreed to by two people"),
    Attack("a restatement of an open period", _restated(period="2026-02"), "the period is not open"),
    Attack("a computed entry as a restatement", _restated(kind="computed"), "agreed to by two people|chain is broken"),
    Attack("a restatement as part of the journal", lambda eve: eve.post(kind="restatement"), "chain is broken"),
    Attack("a restatement in the journal's chain", _restated(chain="US01/main"), "agreed to by two|chain is broken"),
    Attack("an opening that nobody agreed to", lambda eve: eve.post(kind="opening"), "agreed to by two people"),
    Attack("a difference of none", lambda eve: eve.post(kind="opening difference"), "agreed to by two people"),
    Attack("a second reversal", _second_reversal, EXISTS),
    Attack("a late line", _late_line, "the entry is sealed"),
    Attack("an orphan line at commit", _orphan_line, "FOREIGN KEY|foreign key", LOOKING),
    Attack("an upsert of a line", _upsert, "sealed|only grows|permission denied"),
)
_COMMANDS = (
    Attack(
        "the same key with another request", lambda eve: eve.add("command", key="first", body="b", result="{}"), EXISTS
    ),
    Attack("a row of no command", _row_of_no_command, "FOREIGN KEY|foreign key", LOOKING),
    Attack("a fact that was always known", lambda eve: _fact(eve, 2), "the command is done"),
    Attack("a fact of a command to come", lambda eve: _fact(eve, 999), "FOREIGN KEY|foreign key", LOOKING),
    Attack("an audit line out of its turn", lambda eve: _audit(eve, seq=900), "audit chain is broken"),
    Attack("an audit line that follows another", lambda eve: _audit(eve, prev=NOTHING), "audit chain is broken"),
    Attack("reopening by an event", _event(), "reopened by two people"),
    Attack("reopening by the approval of something else", _event(proposal="P-2"), "reopened by two people"),
    Attack("closing what is closed", _event("closed"), "reopened by two people"),
    Attack("an event before the last", _event(of="2026-03", id=1), "exists|duplicate|follows those before"),
    Attack(
        "an event that comes too early", _event(of="2026-01", id=-5), "numbered from 1|two people|follows those before"
    ),
)


def _audit(eve: Insider, **other: object) -> None:
    eve.begin()
    eve.audit(**other)


_REPLACED = (
    Attack("replace a line by its key", _replaced("journal_line"), "sealed|" + EXISTS),
    Attack("replace a line by its number", _replaced("journal_line", n=91, entry="-2"), EXISTS),
    Attack("replace a header", _replaced("journal_entry", "kind = 'manual'"), EXISTS + "|chain is broken"),
    Attack("replace an audit line", lambda eve: _audit(eve, hash=eve.first("audit_line")["hash"]), EXISTS),
    Attack("replace a request", _replaced("command"), EXISTS),
    Attack("replace a person", _replaced("person"), EXISTS),
    Attack("replace a contract", _replaced("contract"), EXISTS),
    Attack("replace a contract by its source", _replaced("contract", ref="-2"), EXISTS),
    Attack("replace a fact", _replaced("fact"), EXISTS),
    Attack("replace a fact by its place", _replaced("fact", id=901, external="-2"), EXISTS),
    Attack("replace a fact by its source", _replaced("fact", id=901, position=901), EXISTS),
    Attack("replace an approval", _replaced("approval", id=901), EXISTS),
    Attack("replace a period", _replaced("period", id=901), EXISTS),
    Attack("replace a certificate", _replaced("certificate"), EXISTS),
    Attack("replace a document", _replaced("document"), EXISTS),
    Attack("replace a document by its bytes", _replaced("document", ref="-2"), EXISTS),
    Attack("replace a reading", _replaced("reading", id=901), EXISTS),
    Attack("replace a proposed term", _replaced("proposed_term", id=901), EXISTS),
    Attack("answer a term again", _replaced("term_answer", "term_id IS NOT NULL", id=901), EXISTS),
    Attack("put another document under a contract", _replaced("contract_source", id=901), EXISTS),
    Attack("a term of another command's reading", lambda eve: _added_term(eve, 2), "the command is done"),
)
_BY_NUMBER = tuple(
    Attack(f"replace row 1 of {table} by another", _in_place_of_row_1(table, key), "the row exists", SQLITE)
    for table, key in (("person", "ref"), ("command", "key"), ("proposal", "ref"), ("document", "ref"), ("job", "ref"))
)
_TAKEN_AWAY = tuple(
    Attack(f"{verb} {table}", lambda eve, text=f"{verb} {table} {rest}": eve.run(text), GROWS + "|" + DENIED, roles)
    for table in TABLES
    for verb, rest, roles in (("DELETE FROM", "", ALL), ("TRUNCATE", "CASCADE", POSTGRESQL))
)
_UPDATED = tuple(
    Attack(
        f"update {table}",
        lambda eve, table=table: eve.run(f"UPDATE {table} SET {'n = 7' if table == 'journal_line' else 'seq = seq'}"),
        GROWS + "|" + DENIED,
    )
    for table in TABLES
)
_SWITCHED_OFF = tuple(
    Attack(f"the application's role: {statement}", lambda eve, text=statement: eve.run(text), DENIED, ("app",))
    for statement in (
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "ALTER TABLE journal_entry DISABLE TRIGGER seal",
        "DROP TRIGGER only_grows ON fact",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION duly_seal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP TABLE outbox",
        "SELECT setval('fact_id_seq', 1)",
        "ALTER TABLE fact DROP CONSTRAINT fact_once_a_place",
    )
)
_AS_SUPERUSER = tuple(
    Attack(f"a replica: {statement}", _as_replica(statement), GROWS, ("postgres",))
    for statement in ("UPDATE journal_line SET amount = 7", "DELETE FROM fact", "TRUNCATE journal_entry CASCADE")
) + (Attack("a replica posts what does not balance", _as_replica_post, "does not balance", ("postgres",)),)
_HIDDEN = (
    Attack(
        "a temporary table hides the closed period",
        _closed_period_hidden,
        "the period is not open",
        POSTGRESQL,
    ),
    Attack("a temporary table hides the sealed entry", _late_line_hidden, "the entry is sealed", POSTGRESQL),
)
ATTACKS = (
    *_ENTRIES,
    *_COMMANDS,
    *_REPLACED,
    *_BY_NUMBER,
    *_UPDATED,
    *_TAKEN_AWAY,
    *_SWITCHED_OFF,
    *_AS_SUPERUSER,
    *_HIDDEN,
)
