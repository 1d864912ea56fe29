"""The five-step memo of a contract, as an auditor asks for it: facts with their sources, what was decided in each step
and by which paragraph, judgements with person and reason, numbers, evidence, and what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.balances import balances
from duly.engine.disclosure.judgements import judged
from duly.engine.disclosure.memo_facts import agreed, evidence, happened
from duly.engine.disclosure.memo_words import cited, money_of, table
from duly.engine.disclosure.reports import allocation
from duly.engine.journal.books import Books
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.dates import iso
from duly.ground.errors import DulyError
from duly.ground.money import grouped
from duly.ground.reports import Document, Money, Report, Section

_POINT = ("on delivery", "on acceptance", "on milestones", "on exercise or expiry", "as redeemed", "by units")


class NoSuchContract(DulyError):
    """A memo of a contract that these books do not have."""


def memo(books: Books, contract: str, kept: Iterable[Section] = ()) -> Document:
    """The memo of a contract in the books it is kept in, with everything known to them. kept: what else whoever keeps
    them tells."""
    ruling = next(
        (r for r in books.now().rulings if any(terms.ref == contract for terms in r.group)),
        None,
    )
    if ruling is None:
        refs = ", ".join(terms.ref for group in books.worlds.groups for terms in group)
        raise NoSuchContract(f"there is no contract {contract!r}", fix=f"one of: {refs}" if refs else "")
    first = ruling.group[0]
    sections = (
        _subject(books, ruling),
        Section("Facts", (*agreed(ruling.group), *happened(ruling.group))),
        _contract(ruling),
        _obligations(ruling),
        _price(books, ruling),
        _allocated(books, ruling),
        _recognized(books, ruling),
        *_changes(ruling),
        _balances(books, ruling),
        _judgements(ruling),
        *kept,
        Section("Evidence", tuple(evidence(ruling.group))),
        _uncertain(books, ruling),
    )
    every = [part for section in sections for part in section.parts]
    title = f"Revenue memo: {ruling.drafts.ref}" + (
        f", {first.customer}" if first.customer not in ("", first.ref) else ""
    )
    return Document(title, (*sections, Section("Paragraphs", (cited(every),))))


def _subject(books: Books, ruling: Ruling) -> Section:
    """What the memo is about and what it rests on."""
    first, policies = ruling.group[0], books.worlds.policies(ruling.group)
    words = f"Entity {first.entity}; amounts in {first.currency}; through {iso(books.through)}."
    chosen = [f"{key}: {value}" for terms in ruling.group for key, value in terms.policy if key in policies]
    own = f"Policies of this contract alone: {'; '.join(chosen)}." if chosen else "No policy of this contract alone."
    known = f"It rests on what is known {books.moment(books.as_of)}; every number follows from the facts below."
    return Section("Subject", (words, known, own))


def _contract(ruling: Ruling) -> Section:
    """Step 1."""
    exists, parts = ruling.drafts.exists_on, []
    if exists >= t.NEVER:
        parts.append("The criteria are not met, so what is received is a deposit and no revenue (606-10-25-7).")
    elif exists <= min(terms.signed_on for terms in ruling.group):
        parts.append("The criteria are met since the contract was signed (606-10-25-1).")
    else:
        parts.append(f"The criteria are met since {iso(exists)}; what came before was a deposit (606-10-25-1).")
    if len(ruling.group) > 1:
        names = " and ".join(terms.ref for terms in ruling.group)
        parts.append(f"{names} were agreed together and are accounted for as one contract (606-10-25-9).")
    for terms in ruling.group:
        parts.append(f"{terms.ref}: it is {terms.collect} that the customer pays (606-10-25-1(e)).")
        who = terms.cancel.by
        parts.append(
            f"{terms.ref}: nobody may cancel it."
            if who == "nobody"
            else f"{terms.ref}: {who} may cancel it; refund: {terms.cancel.refund} (606-10-25-3)."
        )
    return Section("Step 1: the contract", tuple(parts))


def _obligations(ruling: Ruling) -> Section:
    """Step 2."""
    rows = [(p.terms.ref, p.obligation.ref, *_promise(p)) for p in ruling.promises]
    names = ("contract", "obligation", "what", "decided", "paragraph")
    words = [f"{name}: {value}." for name, value in ruling.decisions.items() if not name.startswith("role")]
    return Section("Step 2: the performance obligations", (table("Promises", names, rows), *words))


def _promise(p: Promise) -> tuple[str, str, str]:
    """What a promise is, what it is taken for, and the paragraph."""
    o = p.obligation
    if p.setup:
        return o.description or o.product, "an activity that transfers nothing: no obligation", "606-10-25-17"
    found = [("a series", "606-10-25-14")] if o.series else []
    found += [("we are agent", "606-10-55-38")] if o.role == "agent" else []
    found += [(f"a licence: {o.licence}", "606-10-55-59")] if o.licence else []
    found += [(f"an option: {o.option}", "606-10-55-42")] if o.option else []
    words = [word for word, _ in found] or ["a distinct promise"]
    return o.description or o.product, ", ".join(words), ", ".join(c for _, c in found) or "606-10-25-19"


def _price(books: Books, ruling: Ruling) -> Section:
    """Step 3."""
    amount = money_of(ruling)
    versions = [
        (*_since(v.since_on, v.cause), amount(v.amount + sum(each for _, each in v.apart))) for v in ruling.versions
    ]
    elements = [(e.name, e.kind, amount(e.included(books.through)), _settled(e.settled_on)) for e in ruling.elements]
    parts: list[str | Report] = [table("Transaction price", ("from", "why", "price"), versions)]
    if elements:
        parts.append(table("What else moves it", ("element", "kind", "included", "certain"), elements))
        parts.append("Of variable amounts only what is not likely to be taken back is in the price (606-10-32-11).")
    else:
        parts.append("Nothing else moves the price (606-10-32-2).")
    return Section("Step 3: the transaction price", tuple(parts))


def _since(on: int, cause: int) -> tuple[str, str]:
    return ("inception", "as agreed") if on <= -t.NEVER else (iso(on), t.CAUSES[cause])


def _settled(on: int) -> str:
    return "an estimate" if on >= t.NEVER else "from inception" if on <= -t.NEVER else f"since {iso(on)}"


def _allocated(books: Books, ruling: Ruling) -> Section:
    """Step 4."""
    report = allocation(books)
    mine = {terms.ref for terms in ruling.group}
    basis = {(p.terms.ref, p.obligation.ref): p.obligation.ssp_basis for p in ruling.promises}
    rows = [row for row in report.rows if row[0] in mine]
    said = [f"{ref}/{name}: its standalone price is {words}." for (ref, name), words in basis.items() if words]
    words = "The price is split by standalone selling prices; the odd cent goes by policy (606-10-32-28, 606-10-32-31)."
    return Section("Step 4: the allocation", (words, report._replace(rows=tuple(rows)), *said))


def _recognized(books: Books, ruling: Ruling) -> Section:
    """Step 5."""
    rows = []
    for p in ruling.promises:
        span = "" if p.start is None or p.until is None else f"{iso(p.start)} to {iso(p.until - 1)}"
        timing = "at a point in time" if p.obligation.earn in _POINT else "over time"
        cite = "606-10-25-30" if p.obligation.earn in _POINT else "606-10-25-31"
        cite = "606-10-55-18" if p.obligation.earn == "as invoiced" else cite
        rows.append((p.terms.ref, p.obligation.ref, p.obligation.earn, timing, span, cite))
    names = ("contract", "obligation", "earned", "transfer", "span", "paragraph")
    return Section("Step 5: recognition", (table("How it is earned", names, rows), _schedule(books, ruling)))


def _schedule(books: Books, ruling: Ruling) -> Report:
    """Revenue by period and obligation."""
    amount, sums = money_of(ruling), dict[str, dict[str, int]]()
    for row in books.journal():
        if row.account == "revenue" and row.contract == ruling.drafts.ref:
            of = sums.setdefault(row.period, {})
            of[row.obligation or "contract"] = of.get(row.obligation or "contract", 0) - row.amount
    names = list(dict.fromkeys(name for of in sums.values() for name in of))
    cells = [(period, *(amount(of.get(n, 0)) for n in names), amount(sum(of.values()))) for period, of in sums.items()]
    totals = [sum(of.get(name, 0) for of in sums.values()) for name in names]
    cells += [("together", *map(amount, totals), amount(sum(totals)))] if len(cells) > 1 else []
    return table("Revenue by period", ("period", *names, "revenue"), cells)


def _changes(ruling: Ruling) -> Iterator[Section]:
    """Amendments, where there are any."""
    rows = []
    for one in ruling.treatments.values():
        against = "" if one.chosen == one.computed else f"; the rules alone give {one.computed}"
        rows.append((one.ref, one.chosen + against, one.cite))
    if rows:
        amount, parts = money_of(ruling), [table("Treatment", ("amendment", "treated as", "paragraph"), rows)]
        names = ("from", "obligation", "before", "after")
        prices = [
            (iso(c.since_on), ruling.promises[c.row].obligation.ref, amount(c.old), amount(c.new))
            for c in ruling.changes
        ]
        parts += [table("Stated prices of what is left", names, prices)] if prices else []
        yield Section("Changes of the contract", tuple(parts))


def _balances(books: Books, ruling: Ruling) -> Section:
    report = balances(books)
    mine = tuple(row[2:] for row in report.rows if row[1] == ruling.drafts.ref)
    kept = [i for i, c in enumerate(report.columns[2:]) if c.kind != "money" or any(_minor(row[i]) for row in mine)]
    columns = tuple(report.columns[2:][i] for i in kept)
    shown = report._replace(columns=columns, rows=tuple(tuple(row[i] for i in kept) for row in mine))
    words = "A contract shows one asset or one liability; what is owed without condition stands apart (606-10-45-1)."
    return Section("Balances", (words, shown))


def _minor(cell: object) -> int:
    return cell.minor if isinstance(cell, Money) else 0


def _judgements(ruling: Ruling) -> Section:
    rows = [(*judged(terms, fact), str(fact.place)) for terms in ruling.group for fact in terms.judged]
    names = ("date", "judgement", "who", "why", "paragraph", "source")
    if not rows:
        return Section("Judgements", ("Nobody judged anything: all of it follows from the terms and the rules.",))
    return Section("Judgements", (table("Who decided what, and why", names, rows),))


def _uncertain(books: Books, ruling: Ruling) -> Section:
    """What a reader should doubt."""
    words = [
        *_of_judgements(ruling.group),
        *ruling.drafts.notes,
        *_of_estimates(books, ruling),
        *_waiting(books, ruling),
    ]
    return Section("What is uncertain", tuple(words) or ("Nothing that these books could tell.",))


def _of_judgements(group: Iterable[Terms]) -> Iterator[str]:
    for terms in group:
        for fact in terms.judged:
            lacks = [name for name, key in (("person", "by"), ("reason", "why")) if not fact.fields.get(key)]
            if lacks:
                yield f"The judgement of {iso(fact.on)} ({fact.verb}) names no {' and no '.join(lacks)}: {fact.place}."


def _of_estimates(books: Books, ruling: Ruling) -> Iterator[str]:
    for e in ruling.elements:
        if e.settled_on > books.through:
            yield f"{e.name} is an estimate of {grouped(e.included(books.through), ruling.drafts.digits)}: {e.place}."
    for p in ruling.promises:
        o, name = p.obligation, f"{p.terms.ref}/{p.obligation.ref}"
        if o.ssp.form != "none" and not o.ssp_basis:
            yield f"{name}: nobody says what its standalone price rests on: {o.place}."
        if o.earn == "by cost":
            yield f"{name} is measured by expected cost, which is an estimate."


def _waiting(books: Books, ruling: Ruling) -> Iterator[str]:
    """What is not recognized at the end of the books."""
    allocated, done = books.allocation_at(books.through), books.cumulative(books.through)
    for p in ruling.promises:
        key = (p.terms.ref, p.obligation.ref)
        left = allocated.get(key, 0) - done.get(key, 0)
        if left > 0 and not p.by_use:
            text = grouped(left, ruling.drafts.digits)
            yield f"{key[0]}/{key[1]}: {text} is not recognized by {iso(books.through)}; it waits for performance."
