"""What a case asks of the books: its window and contract, and how words find promises, rows, accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.fx.translate import digits_of
from duly.engine.journal.books import Books
from duly.engine.journal.worlds import World
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.errors import DulyError

Value = Fraction | str


class UnknownQuantity(DulyError):
    """A quantity, obligation, account or decision that these books do not have."""


class Asked(NamedTuple):
    """What a question speaks of: the books as known, a window of days (both included), one contract or all, the
    currency of the answer (empty: that of the contracts), whether the start of the last day is meant."""

    books: Books
    world: World
    since: int | None
    through: int
    known: int | None
    contract: str
    currency: str = ""
    at_start: bool = False

    def concerns(self, ref: str) -> bool:
        """Whether a contract (or several accounted for as one, `A+B`) is asked for."""
        return not self.contract or self.contract in ref.split("+")


class Quantity(NamedTuple):
    """How a quantity is measured. depths: how many keys may stand below its name · exact: compared to the cent."""

    measure: Callable[[Asked, tuple[str, ...]], Value]
    depths: tuple[int, ...]
    exact: bool = True


def rulings_of(asked: Asked) -> list[Ruling]:
    """The rulings of the contracts asked for; `UnknownQuantity` where there are none."""
    found = [ruling for ruling in asked.world.rulings if asked.concerns(ruling.drafts.ref)]
    if not found:
        raise UnknownQuantity(
            f"there is no contract {asked.contract}" if asked.contract else "no contract was recognized"
        )
    return found


def promises_of(asked: Asked) -> Iterator[Promise]:
    """The promises of the contracts asked for."""
    for ruling in rulings_of(asked):
        yield from (p for p in ruling.promises if not asked.contract or p.terms.ref == asked.contract)


def promise_of(asked: Asked, name: str) -> Promise:
    """The one promise of a name."""
    found = [p for p in promises_of(asked) if p.obligation.ref == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownQuantity(f"several contracts have an obligation {name!r}", fix="name one with `contract:`")
    names = ", ".join(p.obligation.ref for p in promises_of(asked))
    raise UnknownQuantity(f"there is no obligation {name!r}", fix=f"one of: {names}")


def row_of(asked: Asked, name: str) -> int:
    """Row of an obligation in the tables."""
    origin = promise_of(asked, name).terms.ref
    obligations = asked.world.stacked.tables.obligations
    return next(
        i for i, key in enumerate(zip(obligations.origin, obligations.ref, strict=True)) if key == (origin, name)
    )


def sum_of(asked: Asked, by_obligation: Mapping[tuple[str, str], int], args: tuple[str, ...]) -> Fraction:
    """The sum of the contracts asked for, or the amount of one obligation, which must exist."""
    if args:
        return amount_in(asked, by_obligation.get((promise_of(asked, args[0]).terms.ref, args[0]), 0))
    rulings_of(asked)
    return amount_in(asked, sum(amount for (origin, _), amount in by_obligation.items() if asked.concerns(origin)))


def account_of(asked: Asked, by_contract: Mapping[str, Mapping[str, int]], role: str) -> Fraction:
    """The sum of an account over the contracts asked for."""
    rulings_of(asked)
    return amount_in(asked, sum(accounts.get(role, 0) for ref, accounts in by_contract.items() if asked.concerns(ref)))


def role_of(name: str) -> str:
    """The account of a name as people write it; exchange gains and losses are one account."""
    role = "fx_gain_loss" if name in ("fx loss", "fx gain") else name.replace(" ", "_")
    if role not in t.ROLE or role in ("due", "position"):
        raise UnknownQuantity(
            f"there is no account {name!r}", fix=f"one of: {', '.join(t.ROLES[2:]).replace('_', ' ')}"
        )
    return role


def amount_in(asked: Asked, minor: int) -> Fraction:
    """Minor units as an exact amount in the currency asked for; else contracts of several currencies do not add up."""
    if asked.currency:
        terms = rulings_of(asked)[0].group[0]
        return Fraction(minor, 10 ** digits_of(asked.currency, terms, asked.books.company))
    digits = {ruling.drafts.digits for ruling in rulings_of(asked)}
    if len({ruling.drafts.currency for ruling in rulings_of(asked)}) > 1:
        raise UnknownQuantity("the contracts have several currencies", fix="name one with `contract:`")
    return Fraction(minor, 10 ** digits.pop())


def day_before(asked: Asked) -> int:
    """The day before the window; long before everything where it begins at inception."""
    return -t.NEVER if asked.since is None else asked.since - 1


def whole(value: object) -> int:
    """A whole number among the fields of a fact; 0 for anything else."""
    return int(value) if isinstance(value, int | Fraction) else 0
