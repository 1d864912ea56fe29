"""The named quantities of case files, each measured on the books: revenue of a window, a balance at a day, progress.

Amounts are exact fractions of the currency (`Fraction("1200.50")`), so that a figure may add and divide them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.explain.figures import evaluate
from duly.engine.journal.books import Books
from duly.engine.journal.entries import close
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import in_force, progress
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.errors import DulyError

Value = Fraction | str

_POINT_IN_TIME = ("on delivery", "on acceptance", "on exercise or expiry", "as redeemed")


class UnknownQuantity(DulyError):
    """A quantity, obligation, account or decision that these books do not have."""


class Asked(NamedTuple):
    """What a question speaks of: the books as known, a window of days (both included), one contract or all."""

    books: Books
    world: World
    since: int | None
    through: int
    known: int | None
    contract: str

    def concerns(self, ref: str) -> bool:
        """Whether a contract (or several accounted for as one, `A+B`) is asked for."""
        return not self.contract or self.contract in ref.split("+")


class Quantity(NamedTuple):
    """How a quantity is measured. depths: how many keys may stand below its name · exact: compared to the cent."""

    measure: Callable[[Asked, tuple[str, ...]], Value]
    depths: tuple[int, ...]
    exact: bool = True


def quantity(
    books: Books,
    name: str,
    args: tuple[str, ...] = (),
    *,
    since: int | None = None,
    through: int | None = None,
    known: int | None = None,
    contract: str = "",
) -> Value:
    """A quantity of `docs/language.md` (Case files), by its name and the keys below it.

    since, through: day numbers, both included; by default from inception, to the last day of the books.
    `UnknownQuantity` where the books have no such thing.
    """
    if name not in QUANTITIES:
        raise UnknownQuantity(f"there is no quantity {name!r}", fix=f"one of: {', '.join(sorted(QUANTITIES))}")
    last = books.through if through is None else through
    return QUANTITIES[name].measure(Asked(books, books.now(known), since, last, known, contract), args)


def _transaction_price(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """The fixed price in force at the end of the window."""
    in_force = ([v.amount for v in r.versions if v.since_on <= asked.through][-1] for r in _rulings(asked))
    return _amount(asked, sum(in_force))


def _allocation(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _of(asked, asked.books.allocation_at(asked.through, asked.known), args)


def _revenue(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _of(asked, asked.books.revenue(asked.since, asked.through, asked.known), args)


def _balances(asked: Asked, args: tuple[str, ...]) -> Fraction:
    role = _role(args[0])
    sign = -1 if role in t.CREDIT_NORMAL else 1
    return sign * _account(asked, asked.books.balances_at(asked.through, asked.known), role)


def _movement(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _account(asked, asked.books.movement(asked.since, asked.through, asked.known), _role(args[0]))


def _remaining(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Price of what is still to be performed (606-10-50-13), in all or by year of expected recognition."""
    by_obligation = {
        key: sum(amount for band, amount in bands.items() if not args or band == args[0])
        for key, bands in remaining_by_year(asked.books, asked.through, asked.known).items()
    }
    return _of(asked, by_obligation, ())


def _progress(asked: Asked, args: tuple[str, ...]) -> Fraction:
    index = _index(asked, args[0])
    tables = asked.world.stacked.tables
    tracks = np.flatnonzero((tables.tracks.obligation == index) & (tables.tracks.credit == t.REVENUE))
    rows = in_force(tables.tranches, len(tables.tracks), asked.through)
    done, total = progress(asked.world.ledger.priced, rows, asked.through)
    track = int(tracks[0])
    return Fraction(int(done[track]), int(total[track]) or 1)


def _cost(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Cost of sales in the window, of one obligation or of all."""
    lines = close(asked.world.ledger, _before(asked), asked.through)
    obligations = asked.world.stacked.tables.obligations
    found: dict[tuple[str, str], int] = {}
    for row in np.flatnonzero(lines.account == t.ROLE["cost_of_sales"]).tolist():
        index = int(lines.obligation[row])
        key = (obligations.origin[index], obligations.ref[index])
        found[key] = found.get(key, 0) + int(lines.amount[row])
    return _of(asked, found, args)


def _margin(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _revenue(asked, args) - _cost(asked, args)


def _ssp(asked: Asked, args: tuple[str, ...]) -> Fraction:
    obligations = asked.world.stacked.tables.obligations
    return _amount(asked, int(obligations.ssp[_index(asked, args[0])]))


def _price(asked: Asked, args: tuple[str, ...]) -> Fraction:
    obligations = asked.world.stacked.tables.obligations
    return _amount(asked, int(obligations.price[_index(asked, args[0])]))


def _carve(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _allocation(asked, args) - _price(asked, args)


def _discount(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What the obligations would cost one by one, less the price of the contract."""
    names = [p.obligation.ref for p in _promises(asked) if not p.by_use]
    return sum((_ssp(asked, (name,)) for name in names), Fraction(0)) - _transaction_price(asked, ())


def _disaggregation(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Revenue of the window whose obligations carry a tag; `timing` is a dimension of its own (606-10-50-5, 55-91)."""
    dimension, value = args
    revenue = asked.books.revenue(asked.since, asked.through, asked.known)
    tagged = [p for p in _promises(asked) if _tags(p).get(dimension) == value]
    if not tagged:
        raise UnknownQuantity(f"nothing is tagged {dimension}: {value}")
    return _amount(asked, sum(revenue.get((p.terms.ref, p.obligation.ref), 0) for p in tagged))


def _treatment(asked: Asked, args: tuple[str, ...]) -> str:
    if args[0] == "contract exists":
        exists = [r.drafts.exists_on <= asked.through for r in _rulings(asked)]
        return "yes" if all(exists) else "no"
    raise UnknownQuantity(f"there is no decision {args[0]!r}", fix="one of: contract exists")


def _error(asked: Asked, args: tuple[str, ...]) -> str:
    """The errors of the contracts that were set aside when they were recognized, by name."""
    names = (error.name for error in asked.books.errors if asked.concerns(error.contract))
    return ", ".join(dict.fromkeys(names)) or "no error"


def _days(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Days of the span of an obligation that lie in the window."""
    promise = _promise(asked, args[0])
    if promise.start is None or promise.until is None:
        raise UnknownQuantity(f"{args[0]} has no span")
    first = promise.start if asked.since is None else max(promise.start, asked.since)
    return Fraction(max(min(promise.until, asked.through + 1) - first, 0))


def _expected_cost(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Total expected cost in force at the end of the window, with uninstalled material."""
    promise = _promise(asked, args[0])
    expected, spent = promise.obligation.expected_cost, 0
    facts = [f for f in promise.terms.happened if f.on <= asked.through and args[0] in f.subjects]
    for fact in facts:
        if fact.verb == "cost":
            spent += _whole(fact.fields.get("amount"))
        if fact.verb == "estimate" and "cost to complete" in fact.fields:
            expected = spent + _whole(fact.fields["cost to complete"])
        elif fact.verb == "estimate" and "expected cost" in fact.fields:
            expected = _whole(fact.fields["expected cost"])
    if expected is None:
        raise UnknownQuantity(f"{args[0]} states no expected cost")
    return _amount(asked, expected)


def _figure(asked: Asked, args: tuple[str, ...]) -> Fraction:
    def value(name: str, inner: tuple[str, ...]) -> Fraction:
        found = _IN_FIGURES[name](asked, inner)
        if isinstance(found, str):
            raise UnknownQuantity(f"{name} is no number")
        return found

    return evaluate(args[0], value, tuple(_IN_FIGURES))


QUANTITIES: Mapping[str, Quantity] = {
    "transaction price": Quantity(_transaction_price, (0,)),
    "allocation": Quantity(_allocation, (1,)),
    "revenue": Quantity(_revenue, (0, 1)),
    "balances": Quantity(_balances, (1,)),
    "movement": Quantity(_movement, (1,)),
    "remaining": Quantity(_remaining, (0, 1)),
    "progress": Quantity(_progress, (1,), exact=False),
    "cost": Quantity(_cost, (0, 1)),
    "margin": Quantity(_margin, (0, 1)),
    "ssp": Quantity(_ssp, (1,)),
    "carve": Quantity(_carve, (1,)),
    "discount": Quantity(_discount, (0,)),
    "disaggregation": Quantity(_disaggregation, (2,)),
    "treatment": Quantity(_treatment, (1,)),
    "error": Quantity(_error, (0,)),
    "figure": Quantity(_figure, (1,), exact=False),
}
_IN_FIGURES: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "revenue": _revenue,
    "cost": _cost,
    "margin": _margin,
    "balance": _balances,
    "price": _price,
    "allocated": _allocation,
    "ssp": _ssp,
    "progress": _progress,
    "remaining": _remaining,
    "transaction_price": _transaction_price,
    "days": _days,
    "expected_cost": _expected_cost,
}


def _rulings(asked: Asked) -> list[Ruling]:
    found = [ruling for ruling in asked.world.rulings if asked.concerns(ruling.drafts.ref)]
    if not found:
        raise UnknownQuantity(
            f"there is no contract {asked.contract}" if asked.contract else "no contract was recognized"
        )
    return found


def _promises(asked: Asked) -> Iterator[Promise]:
    for ruling in _rulings(asked):
        yield from (p for p in ruling.promises if not asked.contract or p.terms.ref == asked.contract)


def _promise(asked: Asked, name: str) -> Promise:
    found = [p for p in _promises(asked) if p.obligation.ref == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownQuantity(f"several contracts have an obligation {name!r}", fix="name one with `contract:`")
    names = ", ".join(p.obligation.ref for p in _promises(asked))
    raise UnknownQuantity(f"there is no obligation {name!r}", fix=f"one of: {names}")


def _index(asked: Asked, name: str) -> int:
    """Row of an obligation in the tables."""
    origin = _promise(asked, name).terms.ref
    obligations = asked.world.stacked.tables.obligations
    return next(
        i for i, key in enumerate(zip(obligations.origin, obligations.ref, strict=True)) if key == (origin, name)
    )


def _of(asked: Asked, by_obligation: Mapping[tuple[str, str], int], args: tuple[str, ...]) -> Fraction:
    """The sum of the contracts asked for, or the amount of one obligation, which must exist."""
    if args:
        return _amount(asked, by_obligation.get((_promise(asked, args[0]).terms.ref, args[0]), 0))
    _rulings(asked)
    return _amount(asked, sum(amount for (origin, _), amount in by_obligation.items() if asked.concerns(origin)))


def _account(asked: Asked, by_contract: Mapping[str, Mapping[str, int]], role: str) -> Fraction:
    _rulings(asked)
    return _amount(asked, sum(accounts.get(role, 0) for ref, accounts in by_contract.items() if asked.concerns(ref)))


def _role(name: str) -> str:
    role = name.replace(" ", "_")
    if role not in t.ROLE or role in ("due", "position"):
        raise UnknownQuantity(
            f"there is no account {name!r}", fix=f"one of: {', '.join(t.ROLES[2:]).replace('_', ' ')}"
        )
    return role


def _amount(asked: Asked, minor: int) -> Fraction:
    """Minor units as an exact amount; contracts of several currencies do not add up."""
    digits = {ruling.drafts.digits for ruling in _rulings(asked)}
    if len({ruling.drafts.currency for ruling in _rulings(asked)}) > 1:
        raise UnknownQuantity("the contracts have several currencies", fix="name one with `contract:`")
    return Fraction(minor, 10 ** digits.pop())


def _before(asked: Asked) -> int:
    return -t.NEVER if asked.since is None else asked.since - 1


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | Fraction) else 0


def _tags(promise: Promise) -> dict[str, str]:
    timing = "point in time" if promise.obligation.earn in _POINT_IN_TIME else "over time"
    return {"timing": timing} | dict(promise.terms.tags) | dict(promise.obligation.tags)
