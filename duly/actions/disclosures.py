"""What a ledger discloses: the posted journal of an entity in a book, between the books as its closes knew them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from django.db.models import QuerySet, Sum

from duly.actions.drafts import Draft, book_name, books_of, draft_of
from duly.actions.errors import UnknownPeriod
from duly.actions.money import decimals
from duly.actions.periods import balances
from duly.engine.disclosure.contract_balances import move_of
from duly.engine.disclosure.posted import Known, Posted, PostedWindow, Said
from duly.engine.journal.books import Row
from duly.store import lift
from duly.store.audit import Approval, AuditLine, head
from duly.store.contracts import held_contracts
from duly.store.journal import Line
from duly.store.periods import CLOSED, Certificate, Period, states_of


class PostedBook:
    """The journal of an entity in a book, now or as of a command; what a close knew is read once. as_reported: without
    what was restated."""

    def __init__(self, entity: str, book: str = "", *, as_reported: bool = False, seq: int | None = None) -> None:
        self.entity, self.as_reported = entity, as_reported
        self.seq = head()[0] if seq is None else seq
        self.book = book_name(lift.company_at(self.seq), book)
        self.digits = decimals()
        self.periods = [period for period, _ in states_of(entity, self.book, self.seq)]
        self.states = {period.name: state for period, state in states_of(entity, self.book, self.seq)}
        self.known = lru_cache(maxsize=4)(self._known)

    @property
    def names(self) -> list[str]:
        """The names of all its periods, in their order."""
        return [period.name for period in self.periods]

    @property
    def currency(self) -> str:
        """The currency it is kept in."""
        return next(one.currency for one in lift.company_at(self.seq).entities if one.ref == self.entity)

    @property
    def closed(self) -> list[str]:
        """The names of the periods that are closed, in their order."""
        return [period.name for period in self.periods if self.states[period.name] == CLOSED]

    def has(self, period: str) -> bool:
        """Whether any contract has something in a period."""
        known = self.known(self.names.index(period))
        return period in [one.period.name for one in known.books.periods.get(self.entity, ())]

    def window(self, since: str, through: str) -> PostedWindow:
        """The periods from one through another."""
        names = self.names
        for name in (since, through):
            if name not in names:
                why = f"there are entries from {names[0]} to {names[-1]}" if names else "nothing was posted yet"
                raise UnknownPeriod(f"nothing was posted to {name} of {self.entity} in {self.book}", why=why)
        first, last = names.index(since), names.index(through)
        if last < first:
            raise UnknownPeriod(f"{through} lies before {since}", fix="name the earlier period first")
        now = self.known(last)
        before = self.known(first - 1) if first else None
        booked = [one.period.name for one in now.books.periods.get(self.entity, ())]
        if through not in booked or since not in booked:
            raise UnknownPeriod(f"{self.entity} has no contract in {since} to {through}")
        lines = list(self._lines(self.periods[: last + 1]))
        code = next(one.currency for one in now.books.company.entities if one.ref == self.entity)
        currency = (code, decimals()[code])
        totals = self._totals(self.periods[first].start, self.periods[last].until, code)
        return PostedWindow(
            now.books, self.entity, booked.index(since), booked.index(through), [line.row for line in lines],
            lines, currency, now, before, totals, self._moves(names[first : last + 1]), people_at(now.seq),
            tuple(map(_turned, self._restated(self.periods[: last + 1]))) if self.as_reported else (),
        )  # fmt: skip

    def _known(self, number: int) -> Known:
        """What was known when a period was closed; where it is open, what is known by the command."""
        period = self.periods[number]
        seq, standing = self.seq, dict.fromkeys(held_contracts(self.seq), "on hold")
        if self.states[period.name] == CLOSED:
            made = Certificate.objects.filter(period=period, seq__lte=self.seq)
            seq = made.order_by("-id").values_list("seq", flat=True)[0]
            standing = dict.fromkeys(held_contracts(seq), "on hold")
        else:
            draft = draft_of(seq, self.entity, self.book, period.name)
            standing |= _unposted(draft)
        company = lift.with_closes(lift.company_at(seq), seq, self.book)
        reading = lift.contracts_at(seq, company, self.entity)
        books = books_of(reading.terms, company, self.book, seq, period.until - 1)
        books.moments = moments_at(seq)
        for error in (*reading.errors, *books.errors):
            standing |= dict.fromkeys(error.contract.split("+"), f"{error.name}: {error.what}")
        return Known(books, seq, {ref: why for ref, why in standing.items() if ref})

    def _moves(self, names: Sequence[str]) -> Counter[tuple[str, str]]:
        """What moved the accounts in these periods, summed by the database."""
        found: Counter[tuple[str, str]] = Counter()
        rows = self._rows(names).values_list("account", "entry__step", "cause", "economic")
        for account, step, cause, economic, amount in rows.annotate(Sum("books_amount")).order_by():
            found[account, move_of(step, cause, economic, names)] += amount
        return found

    def _rows(self, names: Sequence[str]) -> QuerySet[Line]:
        rows = self._every(names)
        return rows.filter(entry__taken_from="") if self.as_reported else rows

    def _every(self, names: Sequence[str]) -> QuerySet[Line]:
        of = {"entry__entity": self.entity, "entry__book": self.book, "entry__period__in": names}
        return Line.objects.filter(**of, entry__seq__lte=self.seq)

    def _restated(self, periods: Sequence[Period]) -> Iterator[Posted]:
        """What was restated in these periods."""
        rows = self._every([period.name for period in periods])
        return self._posted(rows.exclude(entry__taken_from=""))

    def _lines(self, periods: Sequence[Period]) -> Iterator[Posted]:
        return self._posted(self._rows([period.name for period in periods]))

    def _posted(self, rows: QuerySet[Line]) -> Iterator[Posted]:
        digits = decimals()
        for line in rows.select_related("entry").order_by("entry__seq", "entry__ref", "n").iterator():
            entry, own, code = line.entry, (line.currency, digits[line.currency]), line.books_currency
            row = Row(
                self.entity, entry.period, line.economic, entry.step, line.contract, line.obligation, line.account,
                line.cause, line.books_amount, code, digits[code],
            )  # fmt: skip
            yield Posted(row, line.amount, own, entry.seq, json.loads(line.dimensions or "{}"))

    def _totals(self, start: int, until: int, code: str) -> Mapping[str, tuple[int, int]]:
        """The trial balance before a day, and what moved from it until another."""
        before, after = (
            balances(self.entity, self.book, day, self.seq, as_reported=self.as_reported) for day in (start, until)
        )
        amounts = {account: tuple(int(of.get(account, {}).get(code, 0)) for of in (before, after)) for account in after}
        return {account: (was, now - was) for account, (was, now) in amounts.items()}


def _turned(line: Posted) -> Posted:
    return line._replace(row=line.row._replace(amount=-line.row.amount), amount=-line.amount)


def _unposted(draft: Draft) -> dict[str, str]:
    """Contracts of which not all is posted that is known."""
    refs = {key.contract for key in (*draft.lines, *draft.unusual)}
    return {part: "not all of it is posted" for ref in refs for part in ref.split("+")}


def moments_at(seq: int) -> dict[int, str]:
    """Words for what was known when: the commands through one."""
    lines = AuditLine.objects.filter(seq__lte=seq).values_list("seq", "at")
    return {number: f"on {at[:10]} by command {number}" for number, at in lines}


def people_at(seq: int) -> dict[int, Said]:
    """Who recorded what by each command, and who agreed to it."""
    people: dict[str, list[str]] = {}
    settled: dict[int, Approval] = {}
    for one in Approval.objects.filter(seq__lte=seq, granted=True).select_related("proposal").order_by("id"):
        people.setdefault(one.proposal.ref, []).append(one.person)
        settled[one.seq] = one
    found = {}
    for line in AuditLine.objects.filter(seq__lte=seq):
        made = settled[line.seq].proposal if line.seq in settled else None
        by, agreed = (made.maker, people[made.ref]) if made else (line.actor, [])
        found[line.seq] = Said(by, agreed, (made.why if made else "") or line.why)
    return found


def entities_and_books() -> list[tuple[str, str]]:
    """Each entity of the company with each of its books that has periods."""
    rows = Period.objects.order_by("entity", "book").values_list("entity", "book").distinct()
    return list(rows)
