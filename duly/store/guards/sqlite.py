"""The guards as SQLite triggers.

REPLACE deletes without firing a trigger unless `recursive_triggers` is on for the connection, which a stranger's is
not; so a row is refused before it is inserted where any unique key of it exists, or the number SQLite gives each row.
"""

from __future__ import annotations

from collections.abc import Sequence

# The unique keys of each table but a single `id`.
KEYS = {
    "audit_line": ("seq", "hash"),
    "command": ("key",),
    "person": ("ref",),
    "proposal": ("ref",),
    "approval": ("id", "proposal_id person"),
    "contract": ("ref", "source external"),
    "fact": ("id", "contract_id part position", "source external"),
    "decided": ("id", "contract_id book basis upto"),
    "journal_entry": ("ref", "hash", "chain number", "reverses_id"),
    "journal_line": ("id", "entry n"),
    "period": ("id", "entity book name"),
    "inbox": ("id", "source external"),
    "batch": ("ref",),
    "batch_entry": ("id", "entry_id"),
    "document": ("ref", "sha256"),
    "job": ("ref",),
    "job_part": ("id", "job_id n"),
    "job_result": ("id", "job_id n step"),
    "job_event": ("id", "job_id event"),
    "reading": ("id", "document_id number"),
    "proposed_term": ("id", "reading_id position"),
    "term_answer": ("id", "term_id"),
    "contract_source": ("id", "contract_id alias"),
    "token": ("ref", "mark"),
    "token_end": ("id", "token_id"),
    "external_name": ("id", "kind source external"),
}
_SEAL = """
CREATE TRIGGER journal_entry_seal BEFORE INSERT ON journal_entry BEGIN
  SELECT RAISE(ABORT, 'the period is not open') WHERE NOT EXISTS (
    SELECT 1 FROM period p WHERE p.entity = NEW.entity AND p.book = NEW.book AND p.name = NEW.period
    AND coalesce((SELECT state FROM period_event e WHERE e.period_id = p.id ORDER BY e.id DESC LIMIT 1), 'open')
        IN (CASE WHEN NEW.taken_from = '' THEN 'open' ELSE 'closed' END,
            CASE WHEN NEW.kind IN ('manual', 'reversal') THEN 'soft closed' END));
  SELECT RAISE(ABORT, 'a restatement is agreed to by two people') WHERE NEW.taken_from <> '' AND 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.verb = 'restate_periods' AND a.granted AND a.person <> p.maker AND a.content = p.content
    AND EXISTS (SELECT 1 FROM approval l WHERE l.proposal_id = p.ref AND l.seq = NEW.seq));
  SELECT RAISE(ABORT, 'an entry needs two lines, and as many as it says')
    WHERE NEW.lines < 2 OR NEW.lines <> (SELECT count(*) FROM journal_line WHERE entry = NEW.ref);
  SELECT RAISE(ABORT, 'a contract does not balance') WHERE EXISTS (
    SELECT 1 FROM journal_line WHERE entry = NEW.ref GROUP BY contract, currency HAVING sum(amount) <> 0)
    OR EXISTS (SELECT 1 FROM journal_line WHERE entry = NEW.ref GROUP BY contract, books_currency
    HAVING sum(books_amount) <> 0);
  SELECT RAISE(ABORT, 'the chain is broken')
    WHERE NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM journal_entry WHERE chain = NEW.chain)
    OR NEW.prev <> coalesce(
      (SELECT hash FROM journal_entry WHERE chain = NEW.chain AND number = NEW.number - 1), printf('%.64d', 0))
    OR length(NEW.hash) <> 64 OR (NEW.taken_from <> '') <> (NEW.kind IN ('restatement', 'restated correction'))
    OR CASE WHEN NEW.taken_from = '' THEN NEW.chain <> NEW.entity || '/' || NEW.book
      ELSE substr(NEW.chain, 1, length(NEW.entity || '/' || NEW.book || '/R')) <> NEW.entity || '/' || NEW.book || '/R'
      OR EXISTS (SELECT 1 FROM journal_entry WHERE chain = NEW.chain AND seq <> NEW.seq) END;
END"""
_LINE = """
CREATE TRIGGER journal_line_whole BEFORE INSERT ON journal_line BEGIN
  SELECT RAISE(ABORT, 'the entry is sealed') WHERE EXISTS (SELECT 1 FROM journal_entry WHERE ref = NEW.entry);
  SELECT RAISE(ABORT, 'an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer'
    OR typeof(NEW.books_amount) <> 'integer';
  SELECT RAISE(ABORT, 'a line is about something') WHERE NEW.amount = 0 AND NEW.books_amount = 0;
END"""
_REOPEN = """
CREATE TRIGGER period_event_way BEFORE INSERT ON period_event
WHEN coalesce((SELECT state FROM period_event WHERE period_id = NEW.period_id ORDER BY id DESC LIMIT 1), 'open')
  = 'closed' BEGIN
  SELECT RAISE(ABORT, 'a closed period is reopened by two people') WHERE NEW.state <> 'open' OR 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.ref = NEW.proposal AND p.verb = 'reopen_period' AND a.granted AND a.person <> p.maker
    AND a.content = p.content);
END"""
_LAST = """
CREATE TRIGGER period_event_last AFTER INSERT ON period_event WHEN EXISTS (
  SELECT 1 FROM period_event WHERE period_id = NEW.period_id AND id > NEW.id)
BEGIN SELECT RAISE(ABORT, 'an event follows those before it'); END"""
_CHAIN = """
CREATE TRIGGER audit_line_chain BEFORE INSERT ON audit_line BEGIN
  SELECT RAISE(ABORT, 'the audit chain is broken')
    WHERE NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_line)
    OR NEW.prev <> coalesce((SELECT hash FROM audit_line WHERE seq = NEW.seq - 1), printf('%.64d', 0));
END"""

_OPENING = """
CREATE TRIGGER journal_entry_opening BEFORE INSERT ON journal_entry
WHEN NEW.kind IN ('opening', 'opening difference') BEGIN
  SELECT RAISE(ABORT, 'an opening is agreed to by two people') WHERE 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.verb = 'import_opening' AND a.granted AND a.person <> p.maker AND a.content = p.content
    AND EXISTS (SELECT 1 FROM approval l WHERE l.proposal_id = p.ref AND l.seq = NEW.seq));
  SELECT RAISE(ABORT, 'an opening comes before all else') WHERE NEW.period <> 'opening' OR EXISTS (
    SELECT 1 FROM journal_entry WHERE entity = NEW.entity AND book = NEW.book AND seq <> NEW.seq);
END"""
# Triggers that came with the cut-over.
OPENING = (_OPENING,)

STANDING = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def wanted(tables: Sequence[str]) -> dict[str, str]:
    """The triggers by name, as SQLite keeps them."""
    return {text.split()[2]: text.strip() for text in (*statements(tables), *OPENING)}


def statements(tables: Sequence[str]) -> list[str]:
    """Triggers for all tables, then those of the journal, the periods and the audit trail."""
    return [*of_tables(tables), _SEAL, _LINE, _REOPEN, _LAST, _CHAIN]


def of_tables(tables: Sequence[str]) -> list[str]:
    """Triggers that every table has."""
    found = []
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            found.append(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
        found += [_once(table), _numbered(table)]
    return found


def _once(table: str) -> str:
    """A row is new in each of its keys, and its command is not done yet."""
    refused = []
    for key in (*KEYS.get(table, ("id",)), "rowid"):
        same = " AND ".join(f"{name} = NEW.{name}" for name in key.split())
        refused.append(f"SELECT RAISE(ABORT, 'the row exists') WHERE EXISTS (SELECT 1 FROM {table} WHERE {same});")
    if table not in ("audit_line", "journal_line"):
        done = "EXISTS (SELECT 1 FROM audit_line WHERE seq = NEW.seq)"
        refused.append(f"SELECT RAISE(ABORT, 'the command is done') WHERE {done};")
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {' '.join(refused)} END"


def _numbered(table: str) -> str:
    """Rows are numbered from 1: -1 is what a trigger sees of a row that has no number yet."""
    return (
        f"CREATE TRIGGER {table}_numbered AFTER INSERT ON {table} WHEN NEW.rowid < 1 "
        "BEGIN SELECT RAISE(ABORT, 'rows are numbered from 1'); END"
    )
