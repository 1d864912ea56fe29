"""What the books look like at a moment of knowledge: rulings of all contracts known then, stacked and priced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from duly.engine import tables as t
from duly.engine.billing.billed import Billed, Plans
from duly.engine.billing.invoices import bills_and_cash
from duly.engine.billing.plan import Repriced
from duly.engine.billing.receivables import taxes_as_price
from duly.engine.billing.rights import rights
from duly.engine.contracts.amendments import added_by, takes_effect
from duly.engine.contracts.terms import Company, Terms
from duly.engine.contracts.versions import as_known, known_days, version_at
from duly.engine.delivery.progress import opening
from duly.engine.drafts import Stacked, stack
from duly.engine.journal.credit_losses import allow_for_losses
from duly.engine.journal.entries import Ledger, posted
from duly.engine.journal.settlement import settle_terminations
from duly.engine.policies import Policies
from duly.engine.recognition.advances import beyond_price
from duly.engine.recognition.agent import passed_on
from duly.engine.recognition.losses import provide_for_losses
from duly.engine.recognition.pools import piece_weights
from duly.engine.recognition.position import prepared, priced
from duly.engine.recognition.promises import Changed, Promise, Ruling, whole_weights
from duly.engine.recognition.refunds import expect_refunds, gross_prices
from duly.engine.recognition.run import rule
from duly.engine.recognition.tried import Tried
from duly.ground.errors import DulyError, SeveralErrors, each_error
from duly.ground.rounding import spread

Group = tuple[Terms, ...]


@dataclass(frozen=True)
class World:
    """Contracts as known at one moment. `groups` are indexes into the groups of `Worlds`, one a row of contracts."""

    known_on: int
    groups: tuple[int, ...]
    rulings: tuple[Ruling, ...]
    stacked: Stacked
    ledger: Ledger


@dataclass
class Worlds:
    """Rulings by group and version, each made once; a contract changes only where something of it became known.

    undecided: versions of groups that could not be decided when a period closed, with the error. Nothing of the group
    was booked then, as if it had not been known · tried: an amendment that is tried under every treatment."""

    groups: Sequence[Group]
    company: Company
    policies: Callable[[Group], Policies]
    rulings: dict[tuple[int, int], Ruling] = field(default_factory=dict)
    undecided: dict[tuple[int, int], DulyError] = field(default_factory=dict)
    worlds: dict[tuple[tuple[int, int], ...], World] = field(default_factory=dict)
    tried: Tried | None = None
    days: list[tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.days = [tuple(sorted({day for terms in group for day in known_days(terms)})) for group in self.groups]

    def version(self, group: int, known: int) -> int:
        """How much of a group was known; 0 before it was known at all, or known well enough to be decided."""
        version = version_at(self.days[group], known)
        return 0 if (group, version) in self.undecided else version

    def why_undecided(self, group: int, known: int) -> DulyError | None:
        """Why a group could not be decided with what was known when a period closed; None where it could."""
        return self.undecided.get((group, version_at(self.days[group], known)))

    def decide(self, group: int, closes: Iterable[int], moment: int) -> None:
        """Decide a group as it is known at a moment, which must be possible, and as it was known at each close."""
        self.ruling(group, moment)
        for day in closes:
            try:
                self.ruling(group, day)
            except DulyError as error:
                self.undecided[group, version_at(self.days[group], day)] = error

    def ruling(self, group: int, known: int) -> Ruling | None:
        """The ruling of a group as known then; None before it was known."""
        version = self.version(group, known)
        if version == 0:
            return None
        if (group, version) not in self.rulings:
            members = tuple(t for t in (as_known(terms, known) for terms in self.groups[group]) if t is not None)
            self.rulings[group, version] = ruled(members, self.company, self.policies(self.groups[group]), self.tried)
        return self.rulings[group, version]

    def only(self, groups: Sequence[int]) -> Worlds:
        """The worlds of some of the groups, with what was decided of them."""
        number = {group: place for place, group in enumerate(groups)}
        kept = {(number[g], version): ruling for (g, version), ruling in self.rulings.items() if g in number}
        open_ = {(number[g], version): error for (g, version), error in self.undecided.items() if g in number}
        return Worlds([self.groups[g] for g in groups], self.company, self.policies, kept, open_)

    def at(self, known: int, groups: Sequence[int] | None = None) -> World:
        """The books of these groups (all, where None) as known then."""
        chosen = range(len(self.groups)) if groups is None else groups
        present = tuple(g for g in chosen if self.version(g, known))
        key = tuple((g, self.version(g, known)) for g in present)
        if key not in self.worlds:
            made = tuple(r for r in (self.ruling(g, known) for g in present) if r is not None)
            self.worlds[key] = world_of(made, known, present)
        return self.worlds[key]


def world_of(rulings: Sequence[Ruling], known: int = t.NEVER, groups: tuple[int, ...] = ()) -> World:
    """What was decided, stacked and priced. Without `groups`, one contract may be in it several times, decided in
    several ways."""
    stacked = stack([ruling.drafts for ruling in rulings])
    book = Ledger(priced(prepared(stacked.tables)), posted(stacked.tables))
    return World(known, groups, tuple(rulings), stacked, book)


def ruled(group: Group, company: Company, policies: Policies, tried: Tried | None = None) -> Ruling:
    """Decide a contract and its rights, bills and cash: recognition and billing meet here and nowhere below."""
    try:
        ruling, plans = rule(group, company, policies, tried), Plans()
        _bill(ruling, group, policies, plans)
        if tried is not None:
            tried.each(partial(_bill, group=group, policies=policies, plans=plans))
        return ruling
    except DulyError as error:
        for one in each_error(error):
            one.contract = one.contract or group[0].ref
        raise (
            error if len(group) == 1 else SeveralErrors(each_error(error), contract="+".join(t.ref for t in group))
        ) from None


def _bill(ruling: Ruling, group: Group, policies: Policies, plans: Plans) -> None:
    """Add what is owed, billed, paid, expected back and provided for to what was decided of a contract."""
    on_invoice = rights(_all_billed(ruling, policies, plans), ruling.drafts)
    rows: dict[str, dict[str, int]] = {terms.ref: {} for terms in group}
    for p in ruling.promises:
        rows[p.terms.ref][p.obligation.ref] = p.row
    bills_and_cash(group, rows, on_invoice, ruling.credits, ruling.drafts)
    if policies["sales tax"] == "included":
        ruling.drafts.postings = taxes_as_price(ruling.drafts.postings)
    expect_refunds(ruling)
    settle_terminations(ruling)
    beyond_price(ruling)
    provide_for_losses(ruling, policies)
    allow_for_losses(ruling, policies)
    name_bills(ruling)


def name_bills(ruling: Ruling) -> None:
    """Note of each posting the invoice it belongs to: in another currency, money goes to what it names first. A refund
    pays out what is owed to the customer, whatever it came from."""
    drafts = ruling.drafts
    facts = [fact for terms in ruling.group for fact in terms.happened + terms.opening]
    named = [fact for fact in facts if fact.verb != "refund" and fact.fields.get("invoice")]
    if not named:
        drafts.bills = []
        return
    of_place = {fact.place: str(fact.fields["invoice"]) for fact in named}
    names = [of_place.get(drafts.places[row.place], "") if row.place >= 0 else "" for row in drafts.postings]
    drafts.bills = sorted({*names} - {""})
    number = {name: row for row, name in enumerate(drafts.bills)}
    drafts.postings = [
        row._replace(bill=number[name]) if name else row for row, name in zip(drafts.postings, names, strict=True)
    ]


def _all_billed(ruling: Ruling, policies: Policies, plans: Plans) -> list[Billed]:
    """The promises as billing sees them: what the customer owes for each, and its changes.

    The customer owes the stated prices where they add up to the price of the contract; else, the allocated prices."""
    digits = -1 if policies["progress digits"] == "exact" else int(policies["progress digits"])
    unstated = {terms.ref for terms in ruling.group if not _stated_in_full(terms, ruling)}
    allocated: list[int] = []
    if unstated:
        allocated = priced(prepared(stack([ruling.drafts]).tables)).allocated.tolist()
    gross = gross_prices(ruling) if unstated and ruling.elements else {}
    billed, added_on, changed = [], _added_on(ruling), dict[int, list[Changed]]()
    for c in ruling.changes:
        changed.setdefault(c.row, []).append(c)
    for p in ruling.promises:
        slots = ruling.slots[p.row][0] if ruling.slots[p.row] and p.terms.ref in unstated else []
        owed = tuple(allocated[slot] for slot in slots) if slots else _by_piece(p)
        if slots and p.row in gross:
            owed = _pieces_of(gross[p.row] - p.more, p)
        if slots:
            owed = (owed[0] + passed_on(p, sum(allocated[slot] for slot in slots)), *owed[1:])
        changes = tuple(Repriced(c.since_on, c.measure, c.owed_old, c.owed_new) for c in changed.get(p.row, ()))
        owed = owed if p.due is None else (p.due,)
        owed = (owed[0] + p.more, *owed[1:]) if len(owed) <= len(p.pieces) else (sum(owed) + p.more,)
        pieces = tuple((piece.measure, amount) for piece, amount in zip(p.pieces[: len(owed)], owed, strict=True))
        own = (p.obligation, p.terms, p.row, p.start, p.until, sum(owed), p.measure, p.by_use)
        since = added_on.get((p.terms.ref, p.obligation.ref), -t.NEVER)
        billed.append(Billed(*own, pieces, plans, digits, changes, opening(p.obligation, p.terms), since, p.more))
    return billed


def _added_on(ruling: Ruling) -> dict[tuple[str, str], int]:
    """The day on which an amendment added an obligation, by contract and name."""
    amendments = [(terms, f) for terms in ruling.group for f in terms.happened if takes_effect(f)]
    adds = [(terms, f, added_by(f)) for terms, f in amendments]
    return {(terms.ref, o.ref): f.on for terms, f, added in adds for o in added}


def _stated_in_full(terms: Terms, ruling: Ruling) -> bool:
    mine = [p for p in ruling.promises if p.terms is terms and ruling.slots[p.row]]
    return terms.total is None or sum(p.stated or 0 for p in mine) == terms.total


def _by_piece(p: Promise) -> tuple[int, ...]:
    """The stated price by piece; the customer of an agent owes the gross amount."""
    return _pieces_of(p.obligation.gross if p.obligation.gross is not None else p.stated or 0, p)


def _pieces_of(owed: int, p: Promise) -> tuple[int, ...]:
    if len(p.pieces) == 1:
        return (owed,)
    weights = whole_weights(piece_weights(p), p.obligation.ref)
    return tuple(spread(owed, weights))
