"""Cut-over: positions of an earlier system laid beside those that are computed, account by account and contract by
contract, with what makes them differ where that can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duly.engine.tables import POSITIONS
from duly.ground.money import grouped

Of = tuple[str, str, str]  # contract, account, currency


class Position(NamedTuple):
    """A balance at the end of a day, debit positive, in minor units of the currency of the contract and of the books;
    obligation: empty where it is of the contract as a whole."""

    contract: str
    obligation: str
    account: str
    currency: str
    amount: int
    books_amount: int


class Difference(NamedTuple):
    """A position that is given otherwise than it is computed, in both currencies, and why that may be."""

    contract: str
    obligation: str
    account: str
    currency: str
    given: tuple[int, int]
    computed: tuple[int, int]
    cause: str = ""

    @property
    def amount(self) -> int:
        """What is computed beyond what is given, in the currency of the contract."""
        return self.computed[0] - self.given[0]

    @property
    def books_amount(self) -> int:
        """The same in the currency of the books."""
        return self.computed[1] - self.given[1]


@dataclass
class Known:
    """What is known of contracts that may make their positions differ. contracts: all there are · facts: words and
    amount of what was recorded, by contract · moves: by account of a contract, what each period moves it by, the last
    first, in its currency · digits: decimals of each currency."""

    contracts: frozenset[str]
    facts: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    moves: Mapping[Of, Sequence[tuple[str, int]]] = field(default_factory=dict)
    digits: Mapping[str, int] = field(default_factory=dict)


def accounts_compared(given: Iterable[Position]) -> frozenset[str]:
    """The accounts that are compared: what is always a position, and whatever else the earlier system states."""
    return POSITIONS | {one.account for one in given}


def differences(given: Sequence[Position], computed: Sequence[Position], known: Known) -> list[Difference]:
    """Where positions differ: by obligation where both sides have them so, else by contract; by account, currency and
    contract. What is in one of the two alone differs by all of it."""
    accounts = accounts_compared(given)
    there, here = _gathered(given), _gathered(one for one in computed if one.account in accounts)
    found = []
    for of in sorted(there.keys() | here.keys(), key=lambda of: (of[1], of[2], of[0])):
        left, right = there.get(of, {}), here.get(of, {})
        for obligation, was, now in _side_by_side(left, right):
            if was != now:
                found.append(Difference(of[0], obligation, *of[1:], was, now))
    by_contract: dict[str, list[Difference]] = {}
    for one in found:
        by_contract.setdefault(one.contract, []).append(one)
    given_of = {of[0] for of in there}
    return [
        one._replace(cause=_cause(one, by_contract[one.contract], one.contract in given_of, known)) for one in found
    ]


def _gathered(rows: Iterable[Position]) -> dict[Of, dict[str, tuple[int, int]]]:
    """Sums by contract, account and currency, then by obligation."""
    found: dict[Of, dict[str, tuple[int, int]]] = {}
    for one in rows:
        mine = found.setdefault((one.contract, one.account, one.currency), {})
        was = mine.get(one.obligation, (0, 0))
        mine[one.obligation] = (was[0] + one.amount, was[1] + one.books_amount)
    return found


def _side_by_side(
    left: Mapping[str, tuple[int, int]], right: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """(obligation, given, computed): one system may keep by contract what the other keeps by obligation."""
    if all(any(side) or not side for side in (left, right)):
        for obligation in sorted(left.keys() | right.keys()):
            yield obligation, left.get(obligation, (0, 0)), right.get(obligation, (0, 0))
    else:
        yield "", _sum(left.values()), _sum(right.values())


def _sum(amounts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    rows = list(amounts)
    return sum(amount for amount, _ in rows), sum(books for _, books in rows)


def _cause(one: Difference, own: Sequence[Difference], is_given: bool, known: Known) -> str:
    """Why a position differs, as far as the amounts tell; empty where they do not."""
    if one.contract not in known.contracts:
        return "there is no such contract in the ledger"
    if not is_given:
        return "the positions have no row of this contract"
    if not one.amount:
        return "the amounts agree in the currency of the contract: other exchange rates"
    if len(own) > 1 and not sum(other.amount for other in own if other.currency == one.currency):
        others = sorted({other.account for other in own} - {one.account})
        return f"nothing in all: the rest stands on {', '.join(others) or 'another obligation'}"
    for words, amount in known.facts.get(one.contract, ()):
        if amount and abs(amount) == abs(one.amount):
            return f"as much as {words}"
    for period, amount in known.moves.get((one.contract, one.account, one.currency), ()):
        if amount and abs(amount) == abs(one.amount):
            return f"as much as {period} moves it by"
    digits = known.digits.get(one.currency, 2)
    return f"less than {grouped(10**digits, digits)}: rounding" if abs(one.amount) < 10**digits else ""


class Total(NamedTuple):
    """Control totals of an account, debit positive. currency: of contracts, or empty for all in that of the books ·
    stated: by the trial balance, None where it does not have it."""

    account: str
    currency: str
    stated: int | None
    given: int
    computed: int

    @property
    def ties(self) -> bool:
        """Whether the positions add up to the trial balance; of what is in neither, nothing is asked."""
        return self.given == (self.stated or 0)


def totals(
    given: Sequence[Position], computed: Sequence[Position], stated: Mapping[tuple[str, str], int]
) -> list[Total]:
    """Control totals of every account that is compared, in the currencies in which the trial balance states it; one
    it does not have, in that of the books. stated: by account and currency (empty: of the books)."""
    accounts = accounts_compared(given)
    there, here = _by_currency(given), _by_currency(one for one in computed if one.account in accounts)
    found = []
    for account in sorted({of for of, _ in (*there, *here)}):
        codes = sorted(code for of, code in stated if of == account) or [""]
        # A trial balance by currency has every currency of the account.
        if codes != [""]:
            codes = sorted({*codes, *(code for of, code in (*there, *here) if of == account and code)} - {""})
        for code in codes:
            found.append(Total(account, code, stated.get((account, code)), there[account, code], here[account, code]))
    return [one for one in found if one.stated or one.given or one.computed]


def _by_currency(rows: Iterable[Position]) -> Counter[tuple[str, str]]:
    """Sums by account, in each currency of contracts and, under an empty one, in that of the books."""
    found: Counter[tuple[str, str]] = Counter()
    for one in rows:
        found[one.account, one.currency] += one.amount
        found[one.account, ""] += one.books_amount
    return found
