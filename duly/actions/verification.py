"""`duly verify`: what must hold of the store, each as a check that finds nothing where all is well.

The numbers are those of the money invariants in docs/invariants.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection

from duly import __version__
from duly.actions import invariants, jobs
from duly.actions.deciding import decided_otherwise
from duly.actions.drafts import draft_of
from duly.actions.gate import content_of
from duly.actions.periods import certified
from duly.actions.terms import beyond_limits
from duly.engine.tables import ROLES
from duly.store import audit, documents, guards, journal, rows
from duly.store.audit import Command, Proposal
from duly.store.canonical import digest
from duly.store.guards import durability
from duly.store.journal import Batch
from duly.store.periods import CLOSED, Certificate, Period, state_of


class Check(NamedTuple):
    """One thing that must hold: its number among the invariants, what it says, and how its faults are found.
    tells_amounts: its faults may name amounts of the books."""

    number: str
    says: str
    faults: Callable[[], Iterator[str]]
    tells_amounts: bool = True


class Found(NamedTuple):
    """What a check found."""

    check: Check
    faults: list[str]


def verify() -> list[Found]:
    """All checks over the whole store, in order; nothing is computed again from rows that were altered."""
    found = [Found(check, list(_found(check))) for check in (*SEALS, *CHECKS)]
    if any(faults for _, faults in found[: len(SEALS)]):
        return found
    return found + [Found(check, list(_found(check))) for check in COMPUTED_AGAIN] + _of_closed_books()


def notes() -> list[str]:
    """What is worth doing and stands against nothing."""
    return list(durability.notes(connection))


def _of_closed_books() -> list[Found]:
    """What the books that were closed last answer, which are kept once for all questions."""
    try:
        answers = invariants.of_closed_books()
    except Exception as unreadable:  # noqa: BLE001 - as above
        answers = [[f"it cannot be checked: {type(unreadable).__name__}: {unreadable}"]] * len(invariants.QUESTIONS)
    asked = (Check(number, says, lambda: iter(())) for number, says, _ in invariants.QUESTIONS)
    return [Found(check, faults) for check, faults in zip(asked, answers, strict=True)]


def _found(check: Check) -> Iterator[str]:
    """The faults a check finds; what cannot even be read is one."""
    try:
        yield from check.faults()
    except Exception as unreadable:  # noqa: BLE001 - whatever stands in an altered row, the other checks go on
        yield f"it cannot be checked: {type(unreadable).__name__}: {unreadable}"


def _rows(query: str) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from cursor.fetchall()


def _listed(query: str, words: str) -> Callable[[], Iterator[str]]:
    """A check that is one query, which must find no rows."""
    return lambda: (words.format(*row) for row in _rows(query))


def _certificates() -> Iterator[str]:
    """What was certified is what is stored: the head of the chain then, and the digest of the text."""
    for one in Certificate.objects.select_related("period").order_by("id"):
        body = json.loads(one.body)
        name = f"{one.period.entity}/{one.period.book}/{one.period.name}"
        if digest(body) != one.digest:
            yield f"the certificate of {name} was altered"
        number, head = body["chain"]
        stands = journal.Entry.objects.filter(chain=f"{one.period.entity}/{one.period.book}", number=number).first()
        if number and (stands is None or stands.hash != head):
            yield f"the journal no longer has the entry that the certificate of {name} ends with"


def _closed_again() -> Iterator[str]:
    """A closed period, computed again with what was known when it closed, posts nothing."""
    for one in Certificate.objects.select_related("period").order_by("id"):
        body = json.loads(one.body)
        last = Certificate.objects.filter(period=one.period).order_by("-id").first()
        if last != one or state_of(one.period) != CLOSED or body["engine"] != __version__:
            continue
        draft = draft_of(one.seq, one.period.entity, one.period.book, one.period.name, read_all=True)
        count = len(draft.lines) + len(draft.unusual)
        if count:
            yield f"{one.period.entity}/{one.period.book}/{one.period.name} would post {count} lines now"


def _certified_again() -> Iterator[str]:
    """What a certificate says of its moment, worked out again: inputs, settings, entries, totals, head of the chain."""
    for one in Certificate.objects.select_related("period").order_by("id"):
        said = json.loads(one.body)
        now = certified(one.seq, one.period, said["engine"])
        differ = sorted(name for name in now.keys() | said.keys() if now.get(name) != said.get(name))
        if differ:
            yield f"{one.period.entity}/{one.period.book}/{one.period.name}: {', '.join(differ)} are others now"


def _batches() -> Iterator[str]:
    for one in Batch.objects.order_by("seq"):
        if digest(json.loads(one.body)) != one.digest:
            yield f"batch {one.ref} was altered"


def _known_accounts() -> Iterator[str]:
    for account in journal.Line.objects.values_list("account", flat=True).distinct():
        if account not in ROLES:
            yield f"lines stand on an account {account!r} that there is not"


def _gaps() -> Iterator[str]:
    """The periods of an entity in a book follow each other."""
    last: dict[tuple[str, str], int] = {}
    for one in Period.objects.order_by("entity", "book", "start"):
        before = last.get((one.entity, one.book))
        if before is not None and before != one.start:
            yield f"{one.name} of {one.entity} in {one.book} does not follow the period before it"
        last[one.entity, one.book] = one.until


def _guards() -> Iterator[str]:
    """The triggers of the database are those of this version, word by word, and none is switched off."""
    kept = guards.standing(connection)
    wanted = guards.wanted(connection.vendor)
    for name in sorted(wanted.keys() - kept.keys()):
        yield f"{name} is missing or switched off"
    for name in sorted(name for name in wanted.keys() & kept.keys() if wanted[name] != kept[name]):
        yield f"{name} is different from what it was installed as"


def _contents() -> Iterator[str]:
    for one in Proposal.objects.order_by("seq"):
        if one.content != content_of(one.verb, json.loads(one.args), json.loads(one.effect)):
            yield f"{one.ref} was altered"


def _answers() -> Iterator[str]:
    for one in Command.objects.filter(seq__gt=0).order_by("seq").iterator():
        if not audit.AuditLine.objects.filter(seq=one.seq, request=one.key).exists():
            yield f"the request {one.key} has no line in the audit trail"


def _durable() -> Iterator[str]:
    for one in durability.unsafe(connection):
        yield f"{one.name} is {one.value}: {one.wanted.why}"


# Whether anything was altered behind the back of the database.
SEALS = (
    Check("23", "the guards of the database are in place", _guards, False),
    Check("23", "the journal is one chain per entity and book, whole and unaltered", journal.faults, False),
    Check("23", "the audit trail is one chain, whole and unaltered", audit.faults, False),
    Check(
        "23", "the rows of every command are those it added, sealed by its line of the audit trail", rows.faults, False
    ),
)
CHECKS = (
    Check(
        "1",
        "every entry balances, contract by contract, in each currency",
        _listed(
            "SELECT entry, contract, currency FROM journal_line GROUP BY entry, contract, currency "
            "HAVING sum(amount) <> 0 UNION SELECT entry, contract, books_currency FROM journal_line "
            "GROUP BY entry, contract, books_currency HAVING sum(books_amount) <> 0",
            "{0}: {1} does not balance in {2}",
        ),
    ),
    Check(
        "2",
        "the books of an entity add up to nothing",
        _listed(
            "SELECT e.entity, l.books_currency FROM journal_line l JOIN journal_entry e ON e.ref = l.entry "
            "GROUP BY e.entity, e.book, l.books_currency HAVING sum(l.books_amount) <> 0",
            "{0} does not add up to nothing in {1}",
        ),
    ),
    Check("10", "a change of an estimate stands in the period of the row that made it", invariants.estimates),
    Check("11", "what a change of a contract moves at once stands in the period of the change", invariants.amendments),
    Check(
        "13",
        "no asset from costs of a contract was ever less than nothing",
        _listed(
            "SELECT entity, contract, name FROM (SELECT e.entity, l.contract, p.name, sum(sum(l.amount)) OVER ("
            "PARTITION BY e.entity, e.book, l.contract, l.currency ORDER BY p.until) AS left_over "
            "FROM journal_line l JOIN journal_entry e ON e.ref = l.entry JOIN period p ON p.entity = e.entity "
            "AND p.book = e.book AND p.name = e.period WHERE l.account = 'contract_cost_asset' "
            "AND e.kind NOT IN ('manual', 'reversal') "
            "GROUP BY e.entity, e.book, l.contract, l.currency, p.name, p.until) b WHERE left_over < 0",
            "{0}: {1} has less than nothing left of its costs in {2}",
        ),
    ),
    Check(
        "17",
        "nothing was posted to a period after it was closed",
        _listed(
            "SELECT e.ref, e.period FROM journal_entry e JOIN period p ON p.entity = e.entity AND p.book = e.book "
            "AND p.name = e.period JOIN period_event c ON c.period_id = p.id AND c.state = 'closed' AND c.seq < e.seq "
            "WHERE e.taken_from = '' AND NOT EXISTS (SELECT 1 FROM period_event o WHERE o.period_id = p.id "
            "AND o.state = 'open' AND o.seq > c.seq AND o.seq <= e.seq)",
            "{0} was posted to {1} after its close",
        ),
    ),
    Check(
        "17",
        "a restatement is of closed periods, of one command, agreed to by two others over the same content",
        _listed(
            "SELECT e.ref FROM journal_entry e WHERE e.taken_from <> '' AND (EXISTS (SELECT 1 FROM journal_entry o "
            "WHERE o.chain = e.chain AND o.seq <> e.seq) OR 'closed' <> (SELECT v.state FROM period_event v "
            "JOIN period p ON p.id = v.period_id WHERE p.entity = e.entity AND p.book = e.book AND p.name = e.period "
            "AND v.seq <= e.seq ORDER BY v.id DESC LIMIT 1) OR 2 > (SELECT count(DISTINCT a.person) FROM approval a "
            "JOIN proposal p ON p.ref = a.proposal_id WHERE p.verb = 'restate_periods' AND a.granted "
            "AND a.person <> p.maker AND a.content = p.content AND EXISTS (SELECT 1 FROM approval l "
            "WHERE l.proposal_id = p.ref AND l.seq = e.seq)))",
            "{0} is no restatement that two others agreed to",
        ),
    ),
    Check(
        "17",
        "an opening comes before all else, and two others agreed to it over the same content",
        _listed(
            "SELECT e.ref FROM journal_entry e WHERE (e.kind IN ('opening', 'opening difference') OR e.period = "
            "'opening' AND e.taken_from = '') AND (e.kind NOT IN ('opening', 'opening difference') "
            "OR e.period <> 'opening' OR EXISTS ("
            "SELECT 1 FROM journal_entry o WHERE o.entity = e.entity AND o.book = e.book AND o.seq < e.seq) "
            "OR 2 > (SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id "
            "WHERE p.verb = 'import_opening' AND a.granted AND a.person <> p.maker AND a.content = p.content "
            "AND EXISTS (SELECT 1 FROM approval l WHERE l.proposal_id = p.ref AND l.seq = e.seq)))",
            "{0} is no opening that two others agreed to",
        ),
    ),
    Check(
        "18",
        "an entry and its reverse add up to nothing",
        _listed(
            "SELECT r.ref, l.account FROM journal_entry r JOIN journal_line l ON l.entry IN (r.ref, r.reverses_id) "
            "WHERE r.reverses_id IS NOT NULL GROUP BY r.ref, l.account, l.currency, l.contract "
            "HAVING sum(l.amount) <> 0 OR sum(l.books_amount) <> 0",
            "{0} does not undo what it reverses on {1}",
        ),
    ),
    Check("22", "lines stand on accounts that there are", _known_accounts),
    Check("23", "the certificates stand, and the journal still holds what they certify", _certificates),
    Check("23", "the database loses nothing it acknowledges", _durable, False),
    Check("24", "every request that changed something has its line", _answers),
    Check(
        "25",
        "no line is zero in both currencies",
        _listed("SELECT entry, n FROM journal_line WHERE amount = 0 AND books_amount = 0", "{0}: line {1} is zero"),
    ),
    Check(
        "26",
        "manual entries and reverses were approved by others, over the same content",
        _listed(
            "SELECT e.ref FROM journal_entry e WHERE e.kind <> 'computed' AND NOT EXISTS ("
            "SELECT 1 FROM approval a JOIN proposal p ON p.ref = a.proposal_id WHERE a.granted AND a.seq = e.seq "
            "AND a.person <> p.maker AND a.content = p.content)",
            "{0} was approved by nobody",
        ),
    ),
    Check(
        "26",
        "contracts, judgements, settings but rates, rights and closes were agreed to by another person",
        _listed(
            "SELECT what, seq FROM (SELECT ref AS what, seq FROM contract c WHERE NOT EXISTS (SELECT 1 "
            "FROM contract_source s WHERE s.contract_id = c.ref AND s.seq = c.seq AND s.under_id IS NOT NULL) "
            "UNION ALL SELECT contract_id, seq FROM fact WHERE part = 'judged' "
            "UNION ALL SELECT 'an override', seq FROM override_line UNION ALL SELECT contract, seq FROM classed "
            "UNION ALL SELECT 'a materiality', seq FROM materiality "
            "UNION ALL SELECT section, seq FROM setting WHERE section <> 'rates' "
            "UNION ALL SELECT person_id, seq FROM grant_line WHERE seq > 1 "
            "UNION ALL SELECT state, seq FROM period_event WHERE state = 'closed') d WHERE NOT EXISTS ("
            "SELECT 1 FROM approval a JOIN proposal p ON p.ref = a.proposal_id WHERE a.granted AND a.seq IN (d.seq, "
            "(SELECT g.seq FROM job_result r JOIN job_event g ON g.job_id = r.job_id AND g.event = 'agreed' "
            "WHERE r.step = 'run' AND r.seq = d.seq)) AND a.person <> p.maker AND a.content = p.content)",
            "{0} (command {1}) was agreed to by nobody else",
        ),
    ),
    Check("26", "a job took in what was agreed to", jobs.faults),
    Check("29", "documents are what came in, and what was read in them stands there", documents.faults),
    Check("20", "what was handed to the general ledger stands as it was handed over", _batches),
    Check("26", "no proposal was altered", _contents),
    Check("17", "the periods of a book follow each other without gap", _gaps),
)
# What the engine makes of the rows again.
COMPUTED_AGAIN = (
    Check("26", "what one person confirmed stays below the limit that was in force", beyond_limits),
    Check("15", "contracts are kept as decided as they are decided again", decided_otherwise),
    Check("12, 21", "every certificate says what the store says of its moment", _certified_again),
    Check("15, 16", "a closed period, computed again from what was known then, posts nothing", _closed_again),
)
