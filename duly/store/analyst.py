"""Views for analysts: the ledger as plain tables for SQL, spreadsheets and dashboards, to be read and never written.

Made anew at `duly init` and at each `duly upgrade`. Columns are added in later versions and never change what they say.
Amounts are minor units beside their currency; `analyst_currency` has the number of decimals. Days are ISO 8601, the
last day of a period is its last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from duly.ground.money import ISO_4217


class View(NamedTuple):
    """A view: what a row is, its columns with what each says, and the question behind it."""

    row: str
    columns: Mapping[str, str]
    question: str


_CURRENCY = View(
    "a currency of ISO 4217",
    {"currency": "its code", "decimals": "how many of the digits of its minor units are decimals"},
    " UNION ALL ".join(f"SELECT '{code}', {digits}" for code, digits in sorted(ISO_4217.items())),
)
_PERIOD = View(
    "a fiscal period of an entity in a book that anything was posted to",
    {
        "entity": "the legal entity",
        "book": "the accounting book",
        "period": "its name, as 2026-03",
        "first_day": "its first day",
        "last_day": "its last day, which belongs to it",
        "state": "open, soft closed or closed",
        "changed_at": "when it came to be so",
    },
    """SELECT p.entity, p.book, p.name, {first}, {last}, coalesce(e.state, 'open'), a.at FROM period p
    LEFT JOIN period_event e ON e.id = (SELECT max(id) FROM period_event WHERE period_id = p.id)
    LEFT JOIN audit_line a ON a.seq = coalesce(e.seq, p.seq)""",
)
_CONTRACT = View(
    "a contract",
    {
        "contract": "its reference",
        "entity": "the legal entity that performs it",
        "customer": "who it is made with",
        "source": "where it came from",
        "external_id": "what it is called there",
        "recorded_at": "when it was first recorded",
        "version": "the last command that told anything of it",
    },
    """SELECT c.ref, c.entity, c.customer, c.source, c.external, a.at,
    (SELECT max(seq) FROM (SELECT c.seq AS seq UNION ALL SELECT f.seq FROM fact f WHERE f.contract_id = c.ref
     UNION ALL SELECT o.seq FROM override_line o JOIN fact f ON f.id = o.fact_id WHERE f.contract_id = c.ref) told)
    FROM contract c LEFT JOIN audit_line a ON a.seq = c.seq""",
)
_FACT = View(
    "a row that was recorded of a contract: what happened, was judged, cost or was taken over",
    {
        "contract": "whose row it is",
        "part": "happened, judged, costs or opening",
        "position": "its place in this part",
        "row": "the row in the contract language, as JSON with the places it came from",
        "source": "where it came from",
        "external_id": "what it is called there",
        "command": "the command that recorded it",
        "recorded_at": "when that was",
        "recorded_by": "who did it",
    },
    """SELECT f.contract_id, f.part, f.position, f.tree, f.source, f.external, f.seq, a.at, a.actor FROM fact f
    LEFT JOIN audit_line a ON a.seq = f.seq""",
)
_ENTRY = View(
    "an entry of the journal",
    {
        "entry": "its reference",
        "chain": "the chain of hashes it stands in",
        "number": "its place there",
        "entity": "the legal entity",
        "book": "the accounting book",
        "period": "the period it is posted to",
        "kind": "computed, correction, manual, reversal, restatement or restated correction",
        "why": "what was said of it",
        "reverses": "the entry it undoes, if any",
        "posted_by": "who posted it",
        "posted_at": "when",
        "command": "the command that did",
        "hash": "its seal",
    },
    "SELECT ref, chain, number, entity, book, period, kind, why, reverses_id, actor, at, seq, hash FROM journal_entry",
)
_LINE = View(
    "a line of an entry, debit positive",
    {
        "entry": "its entry",
        "line": "its number there, from 1",
        "entity": "the legal entity",
        "book": "the accounting book",
        "period": "the period it is posted to",
        "belongs_to": "the period it is about, another where it is late",
        "contract": "the contract",
        "customer": "who that is made with",
        "obligation": "the obligation, where it is about one",
        "account": "the account by its role",
        "account_number": "its number in the chart of accounts, where the company has one",
        "cause": "what it follows from",
        "currency": "the currency of the contract",
        "amount": "minor units of it",
        "books_currency": "the currency of the books",
        "books_amount": "minor units of that",
        "dimensions": "product and tags, as JSON",
        "restatement": "the chain of the restatement it belongs to, else empty",
    },
    """SELECT l.entry, l.n, e.entity, e.book, e.period, l.economic, l.contract, c.customer, l.obligation, l.account,
    l.number, l.cause, l.currency, l.amount, l.books_currency, l.books_amount, l.dimensions,
    CASE WHEN e.taken_from = '' THEN '' ELSE e.chain END
    FROM journal_line l JOIN journal_entry e ON e.ref = l.entry LEFT JOIN contract c ON c.ref = l.contract""",
)
_MOVEMENT = View(
    "what an account moved by in a period, restatements included",
    {
        "entity": "the legal entity",
        "book": "the accounting book",
        "period": "the period",
        "account": "the account by its role",
        "books_currency": "the currency of the books",
        "books_amount": "minor units, debit positive; the sum over periods is the balance",
    },
    """SELECT e.entity, e.book, e.period, l.account, l.books_currency, {sum_books}
    FROM journal_line l JOIN journal_entry e ON e.ref = l.entry
    GROUP BY e.entity, e.book, e.period, l.account, l.books_currency""",
)
_REVENUE = View(
    "revenue of an obligation, by the period it was posted to, the period it belongs to and its cause",
    {
        "entity": "the legal entity",
        "book": "the accounting book",
        "period": "the period it was posted to",
        "belongs_to": "the period it is about",
        "contract": "the contract",
        "customer": "who that is made with",
        "obligation": "the obligation",
        "cause": "what it follows from",
        "currency": "the currency of the contract",
        "amount": "minor units of it; revenue is positive",
        "books_currency": "the currency of the books",
        "books_amount": "minor units of that; revenue is positive",
    },
    """SELECT e.entity, e.book, e.period, l.economic, l.contract, c.customer, l.obligation, l.cause, l.currency,
    -{sum}, l.books_currency, -{sum_books}
    FROM journal_line l JOIN journal_entry e ON e.ref = l.entry LEFT JOIN contract c ON c.ref = l.contract
    WHERE l.account = 'revenue' GROUP BY e.entity, e.book, e.period, l.economic, l.contract, c.customer, l.obligation,
    l.cause, l.currency, l.books_currency""",
)
_APPROVAL = View(
    "an answer to a proposal; one without an answer has a row with nobody",
    {
        "proposal": "its reference",
        "verb": "what it would do",
        "made_by": "who proposed it",
        "made_at": "when",
        "needs": "how many have to agree",
        "answered_by": "who answered",
        "answered_at": "when",
        "agreed": "1 where they agreed, 0 where they refused",
    },
    """SELECT p.ref, p.verb, p.maker, m.at, p.needs, a.person, d.at,
    CASE WHEN a.granted THEN 1 WHEN NOT a.granted THEN 0 END FROM proposal p
    LEFT JOIN audit_line m ON m.seq = p.seq LEFT JOIN approval a ON a.proposal_id = p.ref
    LEFT JOIN audit_line d ON d.seq = a.seq""",
)
_COMMAND = View(
    "a command that took effect: a line of the audit trail",
    {
        "command": "its number, which is the clock of all knowledge",
        "at": "when",
        "person": "who acted",
        "verb": "what was done",
        "subject": "to what",
        "why": "the reason that was given",
        "hash": "its seal",
    },
    "SELECT seq, at, actor, verb, subject, why, hash FROM audit_line",
)
VIEWS: Mapping[str, View] = {
    "analyst_currency": _CURRENCY,
    "analyst_period": _PERIOD,
    "analyst_contract": _CONTRACT,
    "analyst_fact": _FACT,
    "analyst_entry": _ENTRY,
    "analyst_line": _LINE,
    "analyst_movement": _MOVEMENT,
    "analyst_revenue": _REVENUE,
    "analyst_approval": _APPROVAL,
    "analyst_command": _COMMAND,
}
_WORDS = {
    "sqlite": {
        "first": "date(p.start * 86400, 'unixepoch')",
        "last": "date((p.until - 1) * 86400, 'unixepoch')",
        "sum": "sum(l.amount)",
        "sum_books": "sum(l.books_amount)",
    },
    "postgresql": {
        "first": "(DATE '1970-01-01' + p.start)::text",
        "last": "(DATE '1970-01-01' + p.until - 1)::text",
        # A sum of bigint is numeric there.
        "sum": "sum(l.amount)::bigint",
        "sum_books": "sum(l.books_amount)::bigint",
    },
}


def statements(vendor: str) -> Iterator[str]:
    """What makes the views anew."""
    for name, view in VIEWS.items():
        yield f"DROP VIEW IF EXISTS {name}"
        yield f"CREATE VIEW {name} ({', '.join(view.columns)}) AS {view.question.format(**_WORDS[vendor])}"


def make_views() -> None:
    """Make the views of this version, as the owner of the tables."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def grants(role: str) -> Sequence[str]:
    """What the database role of an analyst needs: to read the views, and nothing else. role: quoted."""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT ON {', '.join(VIEWS)} TO {role}",
    ]
