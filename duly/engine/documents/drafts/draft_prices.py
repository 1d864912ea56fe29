"""The prices of a draft: which obligation each amount pays for, how it is billed and when it is owed.

What a contract says of money is taken in this order: a total with its plan, fees by period, prices by the unit, tiers,
shares of sales, fees paid once. What is left (bonuses, penalties, caps, refunds) moves the price or limits it: it needs
a judgement of a person, so it is listed and not placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.documents.drafts.draft import Draft, block, is_text, named, part, rows, surest
from duly.engine.documents.drafts.draft_head import duration, months, put
from duly.engine.documents.proposals import Term, Value
from duly.ground.tree import Block, Node, Rows, Text

_EVERY = {1: "month", 3: "quarter", 6: "half year", 12: "year"}
_HOURS = re.compile(r"\bhours?\b")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_SAID_OF = re.compile(r"\W+(?:unless|if|when|that|which|and|or|for|in|to|at|by|with|shall|will|as|of)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
# How far apart the shares of one row of a table are at most.
_BESIDE = 8
_FEE = re.compile(r"(?P<what>(?:[A-Za-z-]{2,20} ){1,4})(?:fee|price|charge|payment|rate)s?\b", re.IGNORECASE)
_SMALL = frozenset(
    (
        "a an the of for to in at by on and or its their this such said all any each total annual annually monthly "
        "quarterly yearly one-time initial minimum pay pays provider customer client company licensee licensor shall "
        "will fixed base basic"
    ).split()
)
# Fields that move the price, limit it or only matter once something happens, and the question each of them opens.
_OPENS = {
    "bonus": "variable consideration: add it under `price` with its outcomes and a judgement (606-10-32-5 to 32-14)",
    "penalty": "variable consideration: a penalty lowers the price (606-10-32-6)",
    "liquidated_damages": "variable consideration, or a penalty for ending early that makes a term bind (606-10-25-3)",
    "sla_credit": "variable consideration: credits lower the price (606-10-32-6)",
    "rebate": "variable consideration: write it as an element of the price (606-10-32-6)",
    "discount": "write it as an element of the price, and say for which obligations (606-10-32-36)",
    "refund": "a refund that may be owed is a refund liability (606-10-32-10); see `cancel: {refund: …}`",
    "price_escalator": "write the prices year by year where they are fixed, else it is variable (606-10-32-6)",
    "minimum_commitment": "what is owed whatever is taken is fixed consideration (606-10-32-5)",
    "minimum_charge": "what is owed whatever is taken is fixed consideration (606-10-32-5)",
    "noncash_consideration": "noncash consideration is measured at its fair value (606-10-32-21)",
    "royalty_cap": "limits a royalty: `royalty: {…}`",
    "late_fee": "owed only by a customer who pays late; not part of the price before it is probable (606-10-32-11)",
    "milestone": "an event that may make money owed: `earn: on milestones`, or `right: on acceptance`",
}


def prices(draft: Draft, terms: Sequence[Term]) -> None:
    """Write obligations and billing."""
    obligations, billing = Block(), Rows()
    _whole(draft, terms, obligations, billing)
    for term in named(terms, "recurring_fee"):
        _by_period(draft, terms, term, obligations, billing)
    for term in named(terms, "rate"):
        _by_unit(draft, terms, term, obligations, billing)
    _tiers(draft, terms, obligations, billing)
    shares = named(terms, "royalty", "revenue_share", "commission")
    tables = _side_by_side(shares)
    if tables:
        draft.ask("obligations", "a table parts what is earned: write the part that is owed to you", tables[0])
        draft.used.extend(tables)
    for term in shares:
        if term not in tables:
            _share(draft, term, obligations)
    for term in named(terms, "fee"):
        _once(draft, terms, term, obligations, billing)
    if obligations:
        put(draft, "obligations", obligations)
    else:
        draft.ask("obligations", "no price was found that belongs to a promise")
    if billing:
        put(draft, "billing", billing)


def _whole(draft: Draft, terms: Sequence[Term], obligations: Block, billing: Rows) -> None:
    """A total with its instalments; or payments that have no total, which together are one."""
    total = surest(named(terms, "total_fee"))
    parts = [one for term in named(terms, "payment_plan", "payment") for one in _instalments(term)]
    if total is None:
        # Payments that wait for events are prices of their own: each is owed for what it waits for.
        for _, _, term in (one for one in parts if not _DAY.match(one[1])):
            _on_event(draft, terms, term, obligations, billing)
        parts = [one for one in parts if _DAY.match(one[1])]
    sums = sum((Fraction(amount) for amount, _, _ in parts), Fraction(0))
    if total is None and not parts:
        return
    if total is None:
        price, own = f"{_plain(sums)}", [parts[0][2]]
    else:
        price, own = part(total, "amount"), [total]
        if parts and sums != Fraction(price):
            draft.ask(
                "billing",
                f"the payments come to {_plain(sums)}, the total is {price}",
                *{id(t): t for _, _, t in parts}.values(),
            )
            parts = []
    name = _name(draft, own[0], obligations, "services")
    obligations.put(Text(name), block({"price": draft.said(price, *own), "earn": "over time by day"}))
    draft.ask(f"obligations/{name}/earn", "say how it is earned; over time by day is assumed", own[0])
    if not parts:
        return
    if all(_DAY.match(due) for _, due, _ in parts):
        plan = rows(rows([due, amount]) for amount, due, _ in sorted(parts, key=lambda one: one[1]))
        row = block({"bill": name, "instalments": plan, "right": "when due", "source": draft.source(parts[0][2])})
        billing.append(row)
        draft.used.extend(term for _, _, term in parts)
    else:
        undated = [term for _, due, term in parts if not _DAY.match(due)]
        draft.ask("billing", "an instalment falls due by an event: write its date, or `right:`", *undated)


def _instalments(term: Term) -> Iterator[tuple[str, str, Term]]:
    """(amount, due, term) of each payment that states an amount."""
    entries: list[Value] = term.value if isinstance(term.value, list) else [term.value]
    for entry in entries:
        if isinstance(entry, dict) and _NUMBER.match(str(entry.get("amount", ""))):
            yield str(entry["amount"]), str(entry.get("due") or ""), term


def _on_event(draft: Draft, terms: Sequence[Term], term: Term, obligations: Block, billing: Rows) -> None:
    """A payment that is owed when something happens: acceptance and delivery are known to the contract language."""
    amount, trigger = part(term, "amount"), part(term, "trigger").lower()
    if not _NUMBER.match(amount):
        draft.ask("billing", "a payment in several parts whose days are not all said", term)
        return
    accepted = "accept" in trigger
    name = _name(draft, term, obligations, "services")
    earn = "on acceptance" if accepted else "on delivery"
    obligations.put(Text(name), block({"price": draft.said(amount, term), "earn": earn}))
    row = _bill(draft, terms, name, "")
    row["right"] = Text(earn if accepted or "deliver" in trigger else "on invoice")
    billing.append(row)
    if not accepted:
        draft.ask(f"obligations/{name}", f"owed {trigger or 'at a time that is not said'}: what is it for?", term)


def _by_period(draft: Draft, terms: Sequence[Term], term: Term, obligations: Block, billing: Rows) -> None:
    if _unsaid(draft, term):
        return
    every = _EVERY.get(months(part(term, "period")))
    amount = part(term, "amount")
    if not every or not _NUMBER.match(amount):
        draft.ask("obligations", "a fee by a period that cannot be written as month, quarter or year", term)
        return
    name = _name(draft, term, obligations, "subscription")
    price = draft.said(f"{amount} per {every}", term)
    obligations.put(Text(name), block({"price": price, "earn": "over time by day", "recurring": "yes"}))
    billing.append(_bill(draft, terms, name, every))


def _by_unit(draft: Draft, terms: Sequence[Term], term: Term, obligations: Block, billing: Rows) -> None:
    if _unsaid(draft, term):
        return
    unit, amount = part(term, "unit") or part(term, "per") or part(term, "item"), part(term, "amount")
    if not unit or not _NUMBER.match(amount):
        draft.ask("obligations", "a price by the unit without its unit", term)
        return
    word = _unit(unit)
    name = _name(draft, term, obligations, "usage")
    earn = "as invoiced" if _HOURS.search(word) else "by units"
    values: dict[str, str | Node] = {"price": draft.said(f"{amount} per {word}", term), "earn": earn}
    obligations.put(Text(name), block(values))
    billing.append(_bill(draft, terms, name, "month", "arrears"))


def _tiers(draft: Draft, terms: Sequence[Term], obligations: Block, billing: Rows) -> None:
    """Usage tiers that follow each other, as one price with steps. Whether all units have the price of the last tier
    reached or each its own is a question, since words seldom say it."""
    steps = [(part(t, "amount") or part(t, "price"), _upper(t), t) for t in named(terms, "usage_tier", "price_tier")]
    good = [step for step in steps if _NUMBER.match(step[0])]
    bounded = [step for step in good if step[1]]
    if not steps:
        return
    if any(part(term, "period") for *_, term in steps):
        why = "the fee of a month is that of the tier reached: variable consideration of that month (606-10-32-40)"
        draft.ask("obligations", f"{why}; write it as a price element when it is known", *[t for *_, t in steps])
        return
    if len(good) < 2 or len(bounded) < len(good) - 1:
        draft.ask("obligations", "tiers whose bounds are not all said", *[term for _, _, term in steps])
        return
    unit = _unit(
        next((part(t, "unit") or part(t, "per") for *_, t in good if part(t, "unit") or part(t, "per")), "unit")
    )
    listed = sorted(bounded, key=lambda step: Fraction(step[1])) + [step for step in good if not step[1]]
    last = len(listed) - 1
    price = block(
        {"tiers": rows(rows([up if i < last else "rest", amount]) for i, (amount, up, _) in enumerate(listed))}
    )
    for key, value in (("per", unit), ("mode", "graduated")):
        price.put(Text(key), Text(value))
    price.put(Text("source"), Text(draft.source(listed[0][2])))
    name = _name(draft, listed[0][2], obligations, "usage")
    obligations.put(Text(name), block({"price": price, "earn": "by units"}))
    billing.append(_bill(draft, terms, name, "month", "arrears"))
    draft.used.extend(term for _, _, term in listed)
    draft.ask(
        f"obligations/{name}/price/mode", "graduated is assumed: each unit at the price of its own tier", listed[0][2]
    )


def _upper(term: Term) -> str:
    """The upper bound of a tier as a number; empty where it has none."""
    bounds = term.value.get("bounds") if isinstance(term.value, dict) else None
    upper = str((bounds or {}).get("to") or "") if isinstance(bounds, dict) else ""
    upper = upper or part(term, "max")
    return (upper.lstrip("0") or "0") if _NUMBER.match(upper) else ""


def _side_by_side(shares: Sequence[Term]) -> list[Term]:
    """The shares of tables: they stand beside each other, and only one of them is owed to whoever keeps the books."""
    pairs = [(one, two) for one, two in zip(shares, shares[1:], strict=False) if two.start - one.end < _BESIDE]
    return [term for term in shares if any(term is one or term is two for one, two in pairs)]


def _unsaid(draft: Draft, term: Term) -> bool:
    """Whether the figure of a price is not there: then it is asked for."""
    if not isinstance(term.value, dict) or term.value.get("amount", "") is not None:
        return False
    draft.ask("obligations", "a price whose figure was blacked out or left blank: write it", term)
    return True


def _share(draft: Draft, term: Term, obligations: Block) -> None:
    if _unsaid(draft, term):
        return
    percent, of = part(term, "percent"), part(term, "base") or "sales"
    if not _NUMBER.match(percent):
        draft.ask("obligations", "a share without its percentage", term)
        return
    name = _name(draft, term, obligations, term.field.replace("_", " "))
    words = re.sub(r"[^A-Za-z0-9 ._-]+", " ", of).strip()[:40].strip() or "sales"
    royalty = block({"rate": f"{percent}%", "of": words})
    made = block({"licence": "right to use", "royalty": royalty, "earn": "on delivery", "source": draft.source(term)})
    obligations.put(Text(name), made)
    draft.used.append(term)
    draft.ask(
        f"obligations/{name}/licence", "right to use is assumed: symbolic property is a right to access (55-59)", term
    )


def _once(draft: Draft, terms: Sequence[Term], term: Term, obligations: Block, billing: Rows) -> None:
    amount = part(term, "amount")
    if not _NUMBER.match(amount):
        draft.ask("price", "a fee that is a share of another amount, or by a formula", term)
        return
    name = _name(draft, term, obligations, "fee")
    obligations.put(Text(name), block({"price": draft.said(amount, term), "earn": "on delivery"}))
    billing.append(_bill(draft, terms, name, ""))
    draft.ask(f"obligations/{name}", "a fee paid once: is it for something distinct, or an upfront fee (55-50)?", term)


def _bill(draft: Draft, terms: Sequence[Term], name: str, every: str, timing: str = "") -> Block:
    """The billing row of an obligation: how often, ahead or after, and how many days the customer has."""
    row = block({"bill": name})
    how = surest(named(terms, "billing_frequency"))
    if how is not None and every:
        stated = how.value if is_text(how.value) else part(how, "period")
        every = _EVERY.get(months(str(stated)), every)
        timing = timing or ("arrears" if "arrears" in part(how, "timing") else "")
        draft.used.append(how)
    if every:
        row.put(Text("every"), Text(every))
        row.put(Text("in"), Text(timing or "advance"))
    net = surest(named(terms, "net_days"), lambda t: is_text(t.value) and duration(str(t.value)).endswith("days"))
    if net:
        row.put(Text("net"), draft.said(duration(str(net.value)), net))
    row.put(Text("right"), Text("on delivery" if timing == "arrears" else "on invoice"))
    return row


def rest(draft: Draft, terms: Sequence[Term]) -> None:
    """List what was read and found no place, with the question it opens."""
    placed = {id(term) for term in draft.used} | {id(one.term) for one in draft.open}
    for term in terms:
        if id(term) not in placed and not term.field.startswith("not_a_"):
            draft.ask(term.field, _OPENS.get(term.field, "read, and not placed in the draft"), term)


def _name(draft: Draft, term: Term, taken: Block, otherwise: str) -> str:
    """A name of an obligation that is not taken: what the fee is for, where its value or the words before it say so."""
    words = part(term, "item") or part(term, "kind") or part(term, "name") or _called(draft.paper.text, term)
    name = " ".join(re.sub(r"[^a-z0-9 -]+", " ", words.lower()).split()[:4]).strip("- ")
    fits = name and name[0].isalpha() and name not in ("all", "both", "rest", "term")
    name = name if fits else otherwise
    number = 1
    while (made := name if number == 1 else f"{name} {number}") in taken:
        number += 1
    return made


def _called(text: str, term: Term) -> str:
    """What the words before an amount call it: "a one-time training fee of" is for training."""
    found = list(_FEE.finditer(" ".join(text[max(0, term.start - 160) : term.start].split())))
    words = found[-1]["what"].lower().split() if found else []
    kept = [word for word in words if word not in _SMALL]
    return " ".join(kept[-2:])


def _unit(words: str) -> str:
    """A unit as one word: what stands before anything that is said of it, "pound" of "pound unless agreed"."""
    kept = re.sub(r"[^a-z0-9 -]+", " ", re.split(_SAID_OF, words.lower(), maxsplit=1)[0]).split()
    return " ".join(kept[:3]) or "unit"


def _plain(amount: Fraction) -> str:
    """An exact amount as a plain decimal; amounts read from words have no more decimals than were written."""
    whole, rest = divmod(abs(amount), 1)
    digits = 0
    while rest * 10**digits % 1 and digits < 9:
        digits += 1
    tail = f".{int(rest * 10 ** max(digits, 2)):0{max(digits, 2)}d}"
    return f"{'-' if amount < 0 else ''}{whole}{tail}"
