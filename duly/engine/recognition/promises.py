"""What steps 1 to 5 decide of one contract: promises with their measures, price versions, slots, and how a track is
added.

Every special topic reads a `Ruling` and adds rows to its drafts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.delivery.progress import Measure, place_of
from duly.engine.drafts import Drafts, Track, Tranche
from duly.engine.policies import Policies
from duly.engine.pricing.credits import Credit
from duly.engine.recognition.price import PriceElement, PriceVersion
from duly.ground.errors import DulyError, Place


class Piece(NamedTuple):
    """A part of a promise with a measure of its own: the whole promise, or one step of a price that stands as priced.

    weight: its part of the promise's price, in proportion to the other pieces."""

    measure: Measure
    weight: Fraction = Fraction(1)


class Promise(NamedTuple):
    """An obligation as ruled: its row, its stated price (minor units, None where none), its measure and its pieces.

    by_use: its price is its own variable amount · setup: an activity that transfers nothing · part: whether it takes
    part in the allocation · apart: what of its stated price stands outside what is allocated (minor units) · due: what
    the customer owes of its stated price for now, where the rest waits for renewals (None: all of it) · more: what
    amendments before there was a contract added to what the customer owes."""

    obligation: Obligation
    terms: Terms
    row: int
    start: int | None
    until: int | None
    stated: int | None
    measure: Measure
    by_use: bool
    setup: bool
    pieces: tuple[Piece, ...]
    part: bool = True
    apart: int = 0
    due: int | None = None
    more: int = 0

    @property
    def shares(self) -> bool:
        """Whether it takes part in the allocation."""
        return self.part and not self.by_use and not self.setup


class Signs(NamedTuple):
    """What the decision table looks at. remaining: whether each unfinished obligation is distinct from what was
    transferred, then each that is added; not asked where what is added is a contract of its own · rest: names of the
    unfinished ones."""

    adds: bool
    all_distinct: bool
    at_standalone: bool
    remaining: tuple[bool, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def separate(self) -> bool:
        """Whether what is added is a contract of its own."""
        return self.adds and self.all_distinct and self.at_standalone


class Treatment(NamedTuple):
    """How an amendment is treated: its name, as chosen (by the rules, or by a person against them), what the rules
    gave, and why."""

    ref: str
    chosen: str
    computed: str
    cite: str
    signs: Signs


class Changed(NamedTuple):
    """A change of what an obligation costs: from `since_on` the price of what is left is `new` instead of `old` (minor
    units), measured by `measure`; None where nothing more is
    performed after that day: `new` is then the stated price of what was performed. added: what that adds to what the
    customer owes, with its part of amounts agreed for the contract as a whole · lump: its part of these before · by:
    the change it comes from, for whoever asks how its numbers came about."""

    row: int
    since_on: int
    measure: Measure | None
    old: int
    new: int
    added: int = 0
    lump: int = 0
    by: object = None

    @property
    def owed_old(self) -> int:
        return self.old + self.lump

    @property
    def owed_new(self) -> int:
        return self.owed_old + self.added


class SspLeft(NamedTuple):
    """The standalone selling price, minor units, that what is left of an obligation was weighed with from a day on, by
    which change."""

    row: int
    since_on: int
    ssp: int
    by: object = None


class Ending(NamedTuple):
    """An early end of obligations. rows: those that have a price of their own · tracks: of their revenue · left:
    stated price of what is not performed of these, minor units · shared: others share the price, and what it then says
    of them · whole: nothing of the contract goes on."""

    fact: Fact
    rows: tuple[int, ...]
    tracks: tuple[int, ...]
    left: int
    shared: bool
    whole: bool


class WeightTooFine(DulyError):
    """Standalone selling prices that need more than 64 bits to be compared exactly."""


@dataclass(slots=True)
class Ruling:
    """What was decided of one contract: its promises, its price versions, the slots of each promise by version and
    piece, the elements of its price, what was given back of it, the draft rows.

    treatments: of amendments, by where they stand and their name · decisions: other decisions by name, in words ·
    kinds: what the revenue of a track (its place in the drafts) pays for, where that is not a fixed price · variable:
    expected variable consideration that belongs to an obligation beside its fixed price (minor units, by name) · ssp,
    ssp_added: exact standalone selling prices of inception, and of what amendments added, by name."""

    group: tuple[Terms, ...]
    drafts: Drafts
    promises: list[Promise]
    versions: list[PriceVersion]
    slots: list[list[list[int]]]
    ssp: Mapping[str, Fraction]
    elements: list[PriceElement] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    treatments: dict[tuple[Place, str], Treatment] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    variable: dict[str, int] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    ssp_left: list[SspLeft] = field(default_factory=list)
    ssp_added: dict[str, Fraction] = field(default_factory=dict)
    endings: list[Ending] = field(default_factory=list)


def add_track(
    track: Track,
    p: Promise,
    drafts: Drafts,
    policies: Policies,
    prices: Sequence[tuple[int, int, int]],
    less: int = 0,
    causes: Sequence[int] = (),
) -> None:
    """Add a track that follows the measure of a promise. `prices`: (since_on, slot or -1, price) in order; `causes`:
    why each begins, progress where not given.

    Before step 1 is met, and before the first price, nothing grows: a tranche of nothing comes first."""
    drafts.tracks.append(track)
    number, m = len(drafts.tracks) - 1, p.measure
    rounded = policies["progress digits"] != "exact" and m.kind != t.AS_PRICED
    digits = int(policies["progress digits"]) if rounded else t.EXACT
    place = drafts.at(place_of(p.obligation, "earn"))

    def tranche(since: int, slot: int, price: int, less: int) -> Tranche:
        span = (m.kind, m.from_on, m.until, m.meter, m.option)
        return Tranche(number, since, slot, price, less, 0, *span, digits, place)

    begins = drafts.exists_on
    if max(begins, prices[0][0]) > -t.NEVER:
        drafts.tranches.append(tranche(-t.NEVER, t.NO_ROW, 0, 0))
    if begins < t.NEVER:
        why = causes or [0] * len(prices)
        for (since, slot, price), cause in zip(prices, why, strict=True):
            row = tranche(max(since, begins), slot, price, less)
            drafts.tranches.append(row._replace(cause=cause if since > begins else 0))


def revenue_track(p: Promise) -> Track:
    """A track of revenue of a promise; its rows come with `add_track`."""
    return Track(0, p.row, t.POSITION, t.REVENUE, t.STEP["revenue"])


def by_slot(since_on: int, slot: int) -> tuple[int, int, int]:
    """One of the `prices` of a track: what is allocated to a slot, from a day on."""
    return since_on, slot, 0


def one_price(price: int) -> list[tuple[int, int, int]]:
    """The `prices` of a track that has one price of its own for all time."""
    return [(-t.NEVER, t.NO_ROW, price)]


def whole_weights(weights: Sequence[Fraction], ref: str) -> list[int]:
    """The same proportions in whole numbers that fit 64 bits."""
    scale = lcm(*(w.denominator for w in weights))
    counts = [w.numerator * (scale // w.denominator) for w in weights]
    factor = max(reduce(gcd, counts, 0), 1)
    counts = [c // factor for c in counts]
    if sum(counts) >= 1 << 62:
        raise WeightTooFine(
            f"the standalone selling prices of {ref} need more than 64 bits to be compared",
            why="a price per unit with very many decimals, or amounts beyond 10^16 minor units",
            fix="state the SSP with fewer decimals",
            contract=ref,
        )
    return counts
