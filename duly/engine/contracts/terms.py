"""The typed terms of a contract: what the contract language says, as values the rules read.

Money is integer minor units of the contract's currency; a rate or a weight is an exact `Fraction` (of minor
units where it is money). Days are day numbers (`ground.dates`); `until` is not included, `through` never appears.
Answers are never terms: nothing here is an allocation, a treatment or a progress that the engine computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from duly.ground.dates import Duration
from duly.ground.errors import NOWHERE, Place

Value = object  # a typed value of a row: int, Fraction, str, bool, Duration, tuple, mapping or one of the forms below


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words of a value stand: document, page, clause, as written under `source:`."""

    words: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count with its unit: `100 seats`. Exact."""

    count: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A count that is known from one side: `at most 1000`, `more than 1000`."""

    side: str
    count: Fraction


@dataclass(frozen=True, slots=True)
class Price:
    """A stated price. Exactly one form is used, named by `form`.

    fixed: `amount` for the whole obligation · unit: `amount` per `unit` · unit_period: per unit and `period` ·
    period: per `period` · steps: `steps`, one per `period` (default year) · tiers: `tiers` of (up to, rate), `mode` ·
    share: `ratio` of `base` ("gross", "assets", an obligation) · none: no stated price.
    `amount` and rates are exact minor units.
    """

    form: str
    amount: Fraction = Fraction(0)
    unit: str = ""
    period: str = ""
    steps: tuple[Fraction, ...] = ()
    tiers: tuple[tuple[Fraction | None, Fraction], ...] = ()
    mode: str = "graduated"
    ratio: Fraction = Fraction(0)
    base: str = ""
    place: Place = NOWHERE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ssp:
    """A standalone selling price as stated. Exactly one form is used, named by `form`.

    point: `price` (any Price form) · range: `low` to `high` minor units · book: by product · cost_plus: `cost`,
    `margin` ·
    share: `ratio` of the SSP of `of` · residual: with an `observed` range (low, high) or none ·
    option: `discount` x `spend` x `likely` · points: `likely` x `units` x `value` · none: the stated price stands.
    """

    form: str
    price: Price | None = None
    low: int = 0
    high: int = 0
    cost: Fraction = Fraction(0)
    margin: Fraction = Fraction(0)
    ratio: Fraction = Fraction(0)
    of: tuple[str, ...] = ()
    observed: tuple[int, int] | None = None
    discount: Fraction = Fraction(0)
    spend: Fraction = Fraction(0)
    likely: Fraction = Fraction(1)
    units: Fraction = Fraction(0)
    value: Fraction = Fraction(0)
    place: Place = NOWHERE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One promise (ASC 606-10-25-14, IFRS 15.22), as agreed. `number` is its order in the contract, from 0.

    The span is complete where the promise is kept over time or priced by period: what it does not say is the term's.
    `months` is the length as written, already in `until`. `tags` are those of the contract with its own over them.
    `currency`, where it is not empty, is the one its price and SSP are in. `places` has the place of each key as the
    language calls it.
    """

    ref: str
    number: int
    product: str = ""
    description: str = ""
    quantity: Quantity | None = None
    price: Price = Price("none")
    ssp: Ssp = Ssp("none")
    ssp_basis: str = ""
    earn: str = "on delivery"
    from_on: int | None = None
    until: int | None = None
    months: int = 0
    expected_cost: int | None = None
    uninstalled: int = 0
    milestones: tuple[tuple[str, Fraction], ...] = ()
    parts: int = 1
    cost: Price | None = None
    paid_to_supplier: bool = False
    recurring: bool = False
    series: bool = False
    role: str = "principal"
    gross: int | None = None
    licence: str = ""
    royalty: Mapping[str, Value] | None = None
    option: str = ""
    returns: Mapping[str, Value] | None = None
    warranty: Mapping[str, Value] | None = None
    repurchase: Mapping[str, Value] | None = None
    bill_and_hold: Mapping[str, Value] | None = None
    setup: bool = False
    immaterial: bool = False
    ships: str = ""
    renewals: Mapping[str, Value] | None = None
    breakage: Mapping[str, Value] | None = None
    expires: int | None = None
    currency: str = ""
    customer_life: Duration | None = None
    booked_on: int | None = None
    tags: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = NOWHERE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One row of `price`: what else moves the transaction price (606-10-32-2). `fields` by the keys of the language."""

    name: str
    of: tuple[str, ...]
    fields: Mapping[str, Value]
    place: Place = NOWHERE
    source: str = ""


@dataclass(frozen=True, slots=True)
class BillLine:
    """One row of `billing`. `of` is empty for `all`. `right` is one of: on invoice, on delivery, on acceptance,
    when due, when delivered (with `right_of`, empty for all), on date (with `right_on`)."""

    of: tuple[str, ...]
    every: str = "one sum"
    advance: bool = True
    net: Duration | None = None
    right: str = "on invoice"
    right_of: tuple[str, ...] = ()
    right_on: int | None = None
    first_on: int | None = None
    amount: int | None = None
    instalments: tuple[tuple[int, int], ...] = ()
    retention: Fraction = Fraction(0)
    place: Place = NOWHERE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of `happened`, `judged`, `costs` or `opening`: a verb, its day, the day it became known, and its fields.

    `subjects` are the obligations or elements it speaks of (none for `terminated: all` and rows on the whole contract);
    `fields` holds the other keys by their names in the language, and the value of the verb where it names no subject:
    `paid` has its amount under `paid`. An invoice and a credit note always have `amount`, the sum of their `lines`.
    An amendment has `changes` (obligation or `term` to attributes of `Obligation` or `Terms`) and `adds` (Obligations).
    `order` is its position in the list, the tie-break of a day. An override that was lifted counts for what was known
    before `lifted_on` alone.
    """

    verb: str
    on: int
    known_on: int
    subjects: tuple[str, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict, hash=False)
    order: int = 0
    corrects: bool = False
    ref: str = ""
    place: Place = NOWHERE
    source: str = ""
    lifted_on: int | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Who may cancel, and what they get back (606-10-25-3, 25-4)."""

    by: str = "nobody"
    notice: Duration | None = None
    refund: str = "none"
    penalty: int | None = None
    substantive: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """One contract as agreed, judged and happened. All tuples keep the order of the file.

    `portfolio_count` is how many like contracts a portfolio stands for, 0 where that is not said.
    `places` and `sources` are keyed by path: `currency`, `obligations.platform.price`, `happened[3].amount`.
    """

    ref: str
    currency: str
    digits: int
    entity: str = "main"
    customer: str = ""
    title: str = ""
    combine: tuple[str, ...] = ()
    signed_on: int = 0
    known_on: int = 0
    from_on: int | None = None
    until: int | None = None
    renews: Duration | None = None
    notice: Duration | None = None
    cancel: Cancel = Cancel()
    collect: str | Fraction = "probable"
    total: int | None = None
    portfolio: bool = False
    portfolio_count: int = 0
    tags: tuple[tuple[str, str], ...] = ()
    policy: tuple[tuple[str, str], ...] = ()
    obligations: tuple[Obligation, ...] = ()
    bundles: tuple[tuple[tuple[str, ...], int], ...] = ()
    elements: tuple[Element, ...] = ()
    billing: tuple[BillLine, ...] = ()
    costs: tuple[Fact, ...] = ()
    judged: tuple[Fact, ...] = ()
    happened: tuple[Fact, ...] = ()
    opening: tuple[Fact, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    under: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SspEntry:
    """One row of the SSP book: a price for a product and currency from a day on; `stratum` empty fits all."""

    product: str
    currency: str
    price: Price | None
    low: int | None
    high: int | None
    from_on: int
    stratum: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity: functional currency and fiscal calendar (`months` with the first month, or a week pattern)."""

    ref: str
    currency: str = ""
    calendar: str = "months"
    year_starts: int = 1
    year_ends: str = ""
    zone: str = "UTC"
    reporting: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Close:
    """Periods of `entity` through a day (the first open day is `open_from`) were closed on `at_on`."""

    entity: str
    open_from: int
    at_on: int
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Book:
    """A set of accounts: its standard and its policies, the day they hold from and the reason."""

    ref: str
    standard: str = "ASC 606"
    policies: tuple[tuple[str, str], ...] = ()
    from_on: int | None = None
    why: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Company:
    """What the company file says. `books` has name, standard and policies of each book, `elections` all of it.

    `rates` are (from, to, day, units of `to` for one of `from`); `mapping` rules are pairs with `role` and `number`.
    """

    name: str = ""
    currencies: tuple[tuple[str, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    books: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    ssp: tuple[SspEntry, ...] = ()
    rates: tuple[tuple[str, str, int, Fraction], ...] = ()
    rates_source: str = ""
    accounts: tuple[tuple[str, str, str], ...] = ()
    mapping: tuple[tuple[tuple[str, str], ...], ...] = ()
    dimensions: tuple[str, ...] = ()
    closes: tuple[Close, ...] = ()
    elections: tuple[Book, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
