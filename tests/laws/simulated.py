"""What must be true of every amendment that is worked out under every treatment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.explain.simulate import NoSuchAmendment, Outcome, Simulation, simulated, until
from duly.engine.journal.books import Books, keep_books
from duly.engine.tables import CREDIT_NORMAL
from duly.readers.tree import read_tree
from tests.laws import wide


def wide_group(seed: int) -> tuple[list[Terms], Company]:
    """Random contracts of many topics, accounted for as one; none where they cannot be read."""
    chance = Random(f"wide {seed}")
    company = read_company(read_tree(wide.company(chance).encode(), "company.yaml").documents[0])
    read = read_tree(wide.contract_text(chance, f"W{seed}").encode(), "wide.yaml")
    reading = read_contracts(read.documents, company)
    return ([] if read.errors or reading.errors else list(reading.terms)), company


def simulations(group: Sequence[Terms], company: Company) -> Iterator[tuple[Terms, Fact, Simulation]]:
    """The amendments of contracts accounted for as one, each worked out as the last one that is known."""
    if keep_books(group, company).errors:
        return
    for own in group:
        for fact in own.happened:
            if fact.verb == "amendment":
                try:
                    yield own, fact, simulated(group, company, own.ref, fact.ref)
                except NoSuchAmendment:
                    continue


def undecided(own: Terms, fact: Fact) -> Terms:
    """A contract in which no person decided how the amendment is treated."""
    return replace(own, judged=tuple(one for one in own.judged if one.fields.get("treatment") != fact.ref))


def breaches(group: Sequence[Terms], company: Company, fact: Fact, found: Simulation) -> list[str]:
    """What is not as it must be: one treatment is supported, every other one has a reason; in the end all recognize the
    same; what the supported one shows is what posting the amendment books."""
    wrong: list[str] = []
    supported = [one for one in found.outcomes if one.supported and not one.error]
    if len(supported) != 1:
        return [f"{len(supported)} treatments are supported"]
    if not all(one.why for one in found.outcomes):
        wrong.append("a treatment has no reason")
    lifetimes = {one.treatment: one.lifetime for one in found.outcomes if not one.error}
    if len(set(lifetimes.values())) != 1:
        wrong.append(f"lifetime revenue differs: {lifetimes}")
    books = keep_books([undecided(until(one, fact), fact) for one in group], company)
    return [*wrong, *_not_booked(books, found, supported[0])]


def _not_booked(books: Books, found: Simulation, one: Outcome) -> Iterator[str]:
    """What of an outcome the journal does not show: revenue of each period, balances when that of the change ends."""
    begun = {each.period.name for booked in books.periods.values() for each in booked if each.period.start <= found.on}
    revenue, balances = Counter[str](), Counter[str]()
    for row in books.journal():
        revenue[row.period] -= row.amount if row.account == "revenue" else 0
        if row.period in begun:
            balances[row.account] += -row.amount if row.account in CREDIT_NORMAL else row.amount
    shown = Counter(dict(one.revenue))
    if any(shown[period] != revenue[period] for period in shown | revenue):
        yield "what is shown is not what is booked"
    for account, amount in one.balances:
        if amount != balances[account]:
            yield f"{account} is shown at {amount} and booked at {balances[account]}"
