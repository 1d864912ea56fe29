"""The plain twin: rights, balances and the schedule of what each period books, by economic period and cause."""

from __future__ import annotations

from fractions import Fraction

from tests.twin.credits import owed_back
from tests.twin.earned import allocated_at, as_priced, earned, exists, known_to, part_of, position, ratio
from tests.twin.exact import date_of, day_of, first_of_month, months_started, share
from tests.twin.measures import about, handed_over, progress, rows
from tests.twin.prices import contract_price, is_variable, span, stated

FOREVER = 10**9


# --- rights to payment


class DefaultLine:
    """What holds for an obligation without a billing line: on delivery without `billing:`, else on invoice."""

    of, amount, retention, right_of, instalments = (), None, Fraction(0), (), ()

    def __init__(self, right):
        self.right = right


UNBILLED, WITHOUT_BILLING = DefaultLine("on invoice"), DefaultLine("on delivery")


def billing_line(terms, ref):
    """The line that bills an obligation."""
    for line in terms.billing:
        if not line.of or ref in line.of:
            return line
    return UNBILLED if terms.billing else WITHOUT_BILLING


def asked(deal, key, line):
    """What a right to payment of an obligation amounts to in all: its stated price, where these are the whole price."""
    terms, obligation = deal.home[key]
    if line.amount is not None:
        return line.amount
    all_stated = sum(stated(terms, o) for o in terms.obligations if not is_variable(o)) == contract_price(terms)
    return stated(terms, obligation) if all_stated or is_variable(obligation) else deal.allocated[key]


def billed_by(deal, terms, line):
    """The obligations a line bills."""
    return [key for key in deal.keys(terms.ref) if billing_line(terms, key[1]) is line]


def is_complete(deal, key, on, facts):
    done, total = progress(deal, key, on, [f for f in facts if f.on <= on])
    return not is_variable(deal.home[key][1]) and done >= total > 0


def all_complete(deal, keys, on, facts):
    """Whether there was a day, up to this one, at whose end all were complete."""
    days = {f.on for f in facts}
    for terms, obligation in (deal.home[key] for key in keys):
        start, until = span(terms, obligation)
        if obligation.earn.startswith("over time"):
            even_end = first_of_month(date_of(start), months_started(start, until))
            days |= {until - 1, day_of(even_end) - 1}
    return any(all(is_complete(deal, key, day, facts) for key in keys) for day in sorted(days) if day <= on)


def less_retention(amount, line, released):
    """Retention is left out of a right until all it bills is complete."""
    return amount if released else amount - share(amount, line.retention, 1)


def progress_right(deal, key, line, on, facts, released, known):
    """A right that follows delivery or acceptance of one obligation."""
    obligation = deal.home[key][1]
    if is_variable(obligation):
        return as_priced(obligation, facts)
    if line.right == "on delivery" and waits_for_nothing(deal, key, known):
        terms = deal.home[key][0]
        start = span(terms, obligation)[0]
        part = Fraction(int(on >= (terms.signed_on if start is None else start)))
    elif line.right == "on delivery":
        part = ratio(deal, key, on, facts)
    else:
        part = part_of(deal, key, *handed_over(obligation, facts, "accepted"))
    amount = asked(deal, key, line)
    held = share(amount, line.retention, 1)
    return share(amount - held, part, 1) + (held if released else 0)


def waits_for_nothing(deal, key, known):
    """Whether it is a set-up that is handed over as one thing, and nothing says when that was done."""
    terms, obligation = deal.home[key]
    delivered = about(rows(terms, 10**9, known), ["delivered"], obligation)
    return obligation.setup and obligation.earn == "on delivery" and not delivered


def line_rights(deal, terms, line, on, facts, known):
    """Rights of one billing line at the end of a day, invoices apart."""
    keys = billed_by(deal, terms, line)
    released = bool(line.retention) and all_complete(deal, keys, on, facts)
    if line.right in ("on delivery", "on acceptance"):
        return sum(progress_right(deal, key, line, on, facts, released, known) for key in keys)
    if line.right == "when due":
        return sum(less_retention(amount, line, released) for day, amount in line.instalments if day <= on)
    if line.right == "on invoice":
        return 0
    if line.right == "on date":
        arisen = line.right_on <= on
    else:
        awaited = [(terms.ref, ref) for ref in line.right_of] or deal.keys(terms.ref)
        arisen = all_complete(deal, awaited, on, facts)
    amounts = [line.amount] if line.amount is not None else [asked(deal, key, line) for key in keys]
    return sum(less_retention(amount, line, released) for amount in amounts) if arisen else 0


def in_use(deal, terms):
    """The billing lines that bill an obligation, each once, those of the contract first."""
    lines = [billing_line(terms, ref) for _, ref in deal.keys(terms.ref)]
    return [line for line in [*terms.billing, UNBILLED, WITHOUT_BILLING] if any(line is used for used in lines)]


def invoice_rights(deal, terms, on, facts, used=None):
    """Rights that arise with an invoice: its lines where they are due on invoice. `used`: the billing lines in use."""
    total = 0
    for invoice in (f for f in facts if f.verb == "invoice"):
        lines = invoice.fields.get("lines") or {}
        items = [(billing_line(terms, ref), amount) for ref, amount in lines.items()]
        if not lines:
            due = [line for line in used or in_use(deal, terms) if line.right == "on invoice"]
            items = [(due[0], invoice.fields["amount"])] if due else []
        for line, amount in items:
            if line.right == "on invoice":
                keys = billed_by(deal, terms, line)
                released = bool(line.retention) and all_complete(deal, keys, on, facts)
                total += less_retention(amount, line, released)
    return total


def rights(deal, terms, on, facts, known):
    """Unconditional rights to payment of one contract at the end of a day, without tax (606-10-45-4)."""
    lines = in_use(deal, terms)
    owed = sum(line_rights(deal, terms, line, on, facts, known) for line in lines)
    return owed + invoice_rights(deal, terms, on, facts)


# --- balances


def field(facts, verb, name):
    return sum(f.fields.get(name) or 0 for f in facts if f.verb == verb)


def cash_in(facts):
    """Cash received less cash paid back."""
    return field(facts, "paid", "paid") - field(facts, "refund", "refund")


def may_cancel(terms):
    return terms.cancel.by in ("customer", "either") and not terms.cancel.substantive


def balances(deal, on, known):
    """What stands on each account at the end of a day, as known on a day, positive on the account's normal side."""
    facts = {terms.ref: rows(terms, on, known) for terms in known_to(deal, known)}
    right = sum(rights(deal, terms, on, facts[terms.ref], known) for terms in known_to(deal, known))
    return shown(deal, on, known, sum(position(deal, on, known).values()), right)


def due(deal, on, known, right):
    """(rights less credits, tax, cash, deposit) at the end of a day, of rights to so much."""
    tax = cash = applied = 0
    contract = exists(deal, on, known)
    for terms in known_to(deal, known):
        facts = rows(terms, on, known)
        cash += cash_in(facts)
        applied += field(facts, "invoice", "credit applied")
        right -= field(facts, "credit note", "amount")
        tax += field(facts, "invoice", "tax") - field(facts, "credit note", "tax")
    given, account, _ = owed_back(deal, on, known)
    return right if contract else 0, tax if contract else 0, cash, cash + applied - given, account


def shown(deal, on, known, revenue, right, to_give_back=0, given_back=0, beyond=0):
    """The accounts, of rights to so much and revenue; what ends early gives so much back, of which so much was paid;
    beyond: what is owed or paid beyond the price of a contract that was amended."""
    contract = exists(deal, on, known)
    right, tax, cash, deposit, account = due(deal, on, known, right)
    deposit, right = deposit + given_back, right - to_give_back
    if any(may_cancel(terms) for terms in deal.contracts):
        right = min(right, revenue)
    paid = deposit if contract else 0
    advance = max(paid - right - to_give_back - tax, 0)
    net = right + advance - revenue - beyond
    refundable = any(may_cancel(t) and t.cancel.refund in ("full", "pro rata") for t in deal.contracts)
    refund = max(min(advance, net), 0) if refundable else 0
    return {
        "receivable": max(right + to_give_back + tax - paid, 0) + (0 if contract else max(-deposit, 0)),
        "contract_asset": max(-net, 0),
        "contract_liability": max(net, 0) - refund,
        "refund_liability": refund + beyond + to_give_back - given_back,
        "deposit_liability": 0 if contract else max(deposit, 0),
        "cash": cash,
        "tax_payable": tax,
        "customer_credit_balance": account,
        "revenue": revenue,
    }


# --- what each period books


class Period:
    """A calendar month: its first and last day, and up to which day of knowledge it was booked."""

    def __init__(self, first, closes, as_of):
        self.start = day_of(first)
        self.end = day_of(first_of_month(first, 1)) - 1
        at = [at_on for open_from, at_on in closes if open_from > self.end and at_on <= as_of]
        self.known = min(at, default=as_of)


def months(first_day, last_day, closes, as_of):
    """Every calendar month from one day to another."""
    first, last = first_of_month(date_of(first_day)), date_of(last_day)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [Period(first_of_month(first, i), closes, as_of) for i in range(count)]


def first_day(deal):
    """A day before anything of the contract can have an effect."""
    days = [fact.on for terms in deal.contracts for fact in terms.happened]
    days += [terms.signed_on for terms in deal.contracts]
    days += [span(t, o)[0] for t, o in deal.home.values() if span(t, o)[0] is not None]
    return min(days)


def schedule(deal, through, closes=(), as_of=FOREVER):
    """Revenue booked: {(period, economic period, contract, obligation, cause): amount}; periods by their last day."""
    every = months(first_day(deal), through, closes, as_of)
    booked = {}
    for number, period in enumerate(every):
        earlier = every[number - 1].known if number else period.known
        own_and_earlier(deal, every[: number + 1], earlier, booked)
    return {row: amount for row, amount in booked.items() if amount}


def own_and_earlier(deal, every, known_before, booked):
    """What the last of some periods books: for itself, and for each before it."""
    period = every[-1]
    for q, before in zip(every, [None, *every], strict=False):
        now = movement(deal, q, before, period.known)
        then = now if known_before == period.known else movement(deal, q, before, known_before)
        for key in deal.home:
            if q is not period:
                row = (period.end, q.end, *key, cause_of_late(deal, key, period.known, known_before))
                booked[row] = booked.get(row, 0) + now[key] - then[key]
                continue
            moved = by_estimate(deal, key, q, period.known)
            booked[(period.end, q.end, *key, "estimate")] = moved
            booked[(period.end, q.end, *key, "progress")] = now[key] - moved


def movement(deal, period, before, known):
    """Revenue of one economic period as known on a day."""
    end = seen(deal, period.end, known)
    start = seen(deal, before.end, known) if before else dict.fromkeys(deal.home, 0)
    return {key: end[key] - start[key] for key in deal.home}


def seen(deal, on, known):
    """`position`, remembered by the rows it can see."""
    facts = tuple((t.ref, tuple(map(id, rows(t, on, known)))) for t in known_to(deal, known))
    facts += (exists(deal, on, known),)
    if (on, facts) not in deal.memory:
        deal.memory[(on, facts)] = position(deal, on, known)
    return deal.memory[(on, facts)]


def cause_of_late(deal, key, known, known_before):
    terms = next(terms for terms in deal.contracts if terms.ref == key[0])
    if known_before < terms.known_on:
        return "new contract"
    new = [f for f in terms.happened if known_before < f.known_on <= known]
    mends = any(f.corrects and (not f.subjects or key[1] in f.subjects) for f in new)
    return "correction of an error" if mends else "late fact"


def by_estimate(deal, key, period, known):
    """Revenue moved inside a period by new estimates: before and after each, with what was done before it."""
    terms, obligation = deal.home[key]
    if terms not in known_to(deal, known) or is_variable(obligation):
        return 0
    facts, moved = rows(terms, period.end, known), 0
    for i, fact in enumerate(facts):
        if fact.on >= period.start and about([fact], ["estimate"], obligation) and exists(deal, fact.on, known):
            price = allocated_at(deal, fact.on, known)[key]
            before, after = (earned(deal, key, price, fact.on, facts[: i + n]) for n in (0, 1))
            moved += after - before
    return moved
