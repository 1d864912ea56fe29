"""The plain twin: what credit notes give back of what was paid, and what refunds pay out of it."""

from __future__ import annotations

from tests.twin.earned import judged_probable, known_to
from tests.twin.measures import rows


def exists_from(deal, on, known):
    """The first day on which step 1 is met, as seen at the end of a day; None where it is not."""
    days = []
    for terms in known_to(deal, known):
        if terms.collect != "probable":
            if not judged_probable(terms, on, known):
                return None
            judged = [f.on for f in terms.judged if f.verb == "collect" and f.known_on <= known]
            days.append(min(judged))
    return max(days, default=-(10**9))


def owed_back(deal, on, known):
    """(given back and not yet paid out, the customer's account, what refunds paid beyond it by day): credit notes
    beyond what is open, refunds, credits applied."""
    start = exists_from(deal, on, known)
    events = []
    for number, terms in enumerate(sorted(known_to(deal, known), key=lambda t: t.ref)):
        for f in rows(terms, on, known):
            waits = start is not None and f.verb in ("invoice", "credit note")
            events.append((max(f.on, start) if waits else f.on, f.order, number, f, terms.ref))
    invoices, early, loose, given, account, beyond_it = {}, {}, 0, 0, 0, []
    for _, _, _, f, ref in sorted(events, key=lambda e: e[:3]):
        key = (ref, f.fields.get("invoice"))
        if f.verb == "invoice":
            gross = f.fields["amount"] + f.fields.get("tax", 0) - f.fields.get("credit applied", 0)
            gross -= early.pop(key, 0)
            filled = min(max(gross, 0), loose)
            loose -= filled
            invoices[key] = gross - filled
            account -= f.fields.get("credit applied", 0)
        elif f.verb == "paid" and key in invoices:
            invoices[key] -= f.fields["paid"]
        elif f.verb == "paid" and key[1] is not None:
            early[key] = early.get(key, 0) + f.fields["paid"]
        elif f.verb == "paid":
            loose += fill(invoices, f.fields["paid"])
        elif f.verb == "credit note" and start is not None and key in invoices:
            beyond = fill({key: invoices[key]}, f.fields["amount"] + f.fields.get("tax", 0))
            invoices[key] -= f.fields["amount"] + f.fields.get("tax", 0) - beyond
            given, account = given + beyond, account + beyond
        elif f.verb == "refund" and f.fields["reason"] != "deposit":
            paid_out = max(min(f.fields["refund"], given, account), 0)
            given, account = given - paid_out, account - paid_out
            beyond_it.append((f.on, f.fields["refund"] - paid_out))
    return given, account, beyond_it


def fill(invoices, amount):
    """Take an amount off what is open, the oldest first; what is left of it."""
    for key, still in invoices.items():
        part = max(min(still, amount), 0)
        invoices[key] = still - part
        amount -= part
    return amount
