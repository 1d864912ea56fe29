"""Every event that duly tells: one table of name, meaning and what its body holds.

A body is thin: references, the period or day, the few words people filter on. It holds no amount and nothing about a
person, since it leaves this machine; who wants more asks for it by the reference. `entity` is the legal entity it is
about, empty where it is about all of them or none.
"""

from __future__ import annotations

from typing import NamedTuple


class Event(NamedTuple):
    """What an event means and what its body holds beside `entity`. told: whether anything tells it yet."""

    meaning: str
    fields: tuple[str, ...] = ()
    told: bool = True


_TOLD = """
contract.signed: contract | a contract came into the ledger
contract.amended: contract date change | a contract was amended or renewed; change: which amendment, or renewed
contract.terminated: contract date | a contract, or some of it, ended early
obligation.created: contract obligations | promises came with a contract or an amendment; obligations: their names
estimate.reassessed: contract date of | what is still to come, or what a variable price will be, was estimated anew
ssp_book.approved: | other standalone selling prices are in force
fulfilment.recorded: contract date what | a delivery, milestone or progress was recorded; what: the kind of row
usage.recorded: contract date of | use, or what a fee is measured on, was recorded
invoice.finalized: contract date invoice | an invoice was issued
credit_note.issued: contract date credit_note | a credit note was issued
payment.received: contract date invoice | cash came in; invoice: the one it is for, where it is said
revenue.recognized: book period contracts | revenue was posted; contracts: how many earned
revenue.reversed: book period contracts | revenue was taken back; contracts: of how many
journal.posted: book period entries | entries were posted; entries: how many
journal.exported: book period batch | a batch was handed to the general ledger
period.soft_closed: book period | a period takes manual entries alone
period.closed: book period | a period was closed, with its certificate
opening.imported: book date | the books of an entity were opened in mid-life
period.reopened: book period | a period was opened again
period.restated: book restatement | closed periods were restated
approval.requested: proposal verb | something waits for another person
approval.granted: proposal verb | another person agreed
approval.rejected: proposal verb | another person refused
import.completed: contracts rows | an import came in; contracts, rows: how many were new
webhook.disabled: endpoint | nothing is sent any more to an endpoint that did not answer for days
webhook.tested: endpoint | somebody tried an endpoint; it is told to that one alone
document.second_reading_asked: document reading | a second reader is to look at a document
"""
# What the design names and no room tells yet: it waits for alerts, leakage and invoices that duly itself drafts; or it
# follows from the books and is no fact of its own.
_NOT_YET = """
customer.created: | customers have no record of their own yet
contract.renewal_due: | alerts
contract.notice_deadline: | alerts
obligation.satisfied: | follows from progress and price when it is asked, and is no fact of its own
allocation.changed: | follows from amendments and estimates, which are told
billing.due: | follows from the billing plan when it is asked
invoice.drafted: | invoices come from outside
invoice.overdue: | alerts
invoice.paid: | payments are told, and need not name their invoice
payment.applied: | payments are told, and need not name their invoice
journal.drafted: | a draft is worked out when it is asked for, and not kept
alert.raised: | alerts
alert.resolved: | alerts
leakage.detected: | leakage
"""
# Messages to the worker itself: no endpoint receives them.
INTERNAL = frozenset(("document.second_reading_asked",))


def _read(table: str, *, told: bool) -> dict[str, Event]:
    found = {}
    for row in table.strip().splitlines():
        name, _, rest = row.partition(":")
        fields, _, meaning = rest.partition("|")
        found[name] = Event(meaning.strip(), tuple(fields.split()), told)
    return found


EVENTS = {**_read(_TOLD, told=True), **_read(_NOT_YET, told=False)}
# What an endpoint may ask for.
OFFERED = tuple(name for name, event in EVENTS.items() if event.told and name not in INTERNAL | {"webhook.tested"})


class NoSuchEvent(Exception):
    """A verb tells what does not stand in the table: a fault of the program."""


def checked(event: str, body: dict[str, object]) -> dict[str, object]:
    """A body as the table wants it: what the table names, and nothing else."""
    known = EVENTS.get(event)
    if known is None or not known.told:
        raise NoSuchEvent(f"{event} does not stand in the table of events as one that is told")
    whole = {"entity": "", **body}
    if set(whole) != {"entity", *known.fields}:
        raise NoSuchEvent(f"{event} holds {', '.join(sorted(whole))}, the table says entity, {', '.join(known.fields)}")
    return whole
