"""Numbers beside the books of a contract: what recurs of it, and what its balances are carried at in the currency of
the books."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, takes_effect
from duly.engine.contracts.terms import Company, Fact
from duly.engine.disclosure.balances import NAMES, carried_of
from duly.engine.explain.agreed import stated_price
from duly.engine.explain.amounts import Amounts, exact, summed
from duly.engine.explain.derivation import Asked, NothingToExplain, number_of, period_in_words
from duly.engine.explain.layers import HOW, in_layers
from duly.engine.explain.standing import balance
from duly.engine.explain.view import View, of_obligation
from duly.engine.fx.rates import rates_of
from duly.engine.fx.translate import digits_of, entity_of
from duly.engine.journal.abroad import REPORTING as TRANSLATED
from duly.engine.journal.abroad import balances_at, which
from duly.engine.metrics.contract_value import Line, recurring_lines
from duly.engine.recognition.promises import Promise
from duly.ground.dates import MONTHS, day, iso, months_started
from duly.ground.money import grouped
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

RECURRING = ("mrr", "arr")
FUNCTIONAL, REPORTING = "functional ", "reporting "
_MONTHS = 12
# What is paid in money is carried at the rate of the day; what is not, at those of the days on which it arose.
_MONETARY = ("receivable", "refund liability")
_IN_LAYERS = ("contract asset", "contract liability")


def recurring(asked: Asked, view: View, what: str, when: str) -> Step:
    """What the recurring lines of a contract bring a month, or a year, at the end of a day."""
    try:
        on = day(when)
    except ValueError:
        raise NothingToExplain(f"{when!r} is no day", fix=f"as {asked.terms.ref}/{what}/2026-06-30") from None
    (terms,) = (terms for terms in view.ruling.group if terms.ref == asked.terms.ref)
    lines = recurring_lines(terms)
    steps, total = months_of(view, lines, on), sum((line.monthly(on) for line in lines), Fraction(0))
    label, source = f"mrr of {terms.ref} at the end of {when}", "" if steps else str(terms.place)
    how = f"= {summed([step.value for step in steps])}" if steps else "nothing yet"
    month = view.step(label, view.money(total), how, source=source, children=steps)
    if what == "mrr":
        return month
    year = when[:4]
    twelve = view.step(f"months from {year}-01-01 to {year}-12-31", f"{_MONTHS} months")
    label, value = f"arr of {terms.ref} at the end of {when}", view.money(total * _MONTHS)
    return view.step(label, value, f"= {month.value} x {twelve.value}", children=(month, twelve))


def months_of(view: View, lines: Sequence[Line], on: int) -> list[Step]:
    """What lines of a contract bring a month at the end of a day."""
    promised = {(p.terms.ref, p.obligation.ref): p for p in view.ruling.promises}
    found = [(line, promised.get((line.contract, line.obligation))) for line in lines if line.monthly(on)]
    return [_a_month(view, line, on, p, str(view.ruling.group[0].place)) for line, p in found]


def _a_month(view: View, line: Line, on: int, p: Promise | None, place: str) -> Step:
    """What a line brings a month: its stated price over the months of its span, where nothing changed it."""
    monthly, label = line.monthly(on), f"a month of {line.obligation}"
    if p is not None and p.start is not None and p.until is not None and not p.apart:
        price, count = stated_price(view, p), months_started(p.start, p.until)
        if view.minor(price) == monthly * count:
            name = f"months from {iso(p.start)} to {iso(p.until - 1)}"
            months = view.step(name, f"{count} month{'s' if count > 1 else ''}")
            how = f"= {price.value} / {months.value}"
            return view.step(label, view.money(monthly), how, children=(price, months))
    made = _in_force(view, line, on, p) if p is not None else None
    if made is not None:
        return made
    source = of_obligation(p, "price") if p is not None else place
    return view.step(label, view.money(monthly), "its stated price by the month", source=source)


def _in_force(view: View, line: Line, on: int, p: Promise) -> Step | None:
    """What a line brings a month at the price and the quantity that amendments last stated, where it has one by the
    month or by months."""
    price, count, of = p.obligation.price, p.obligation.quantity, dict[str, Fact]()
    for fact in p.terms.happened:
        said = changed_by(fact).get(line.obligation, {}) if takes_effect(fact) and fact.on <= on else {}
        price, count = said.get("price", price), said.get("quantity", count)
        of |= dict.fromkeys(said, fact)
    months = MONTHS.get(price.period)
    if price.form not in ("period", "unit_period") or months is None:
        return None

    def stated(key: str, value: str) -> Step:
        if key in of:
            return view.of_fact(of[key], value, f"{key} of {line.obligation} by {of[key].verb}")
        return view.step(f"{key} of {line.obligation}", value, source=of_obligation(p, key))

    parts, total = [stated("price", view.money(price.amount))], price.amount / months
    if price.form == "unit_period" and count is not None:
        parts.append(stated("quantity", exact(count.count)))
        total *= count.count
    how = " x ".join(part.value for part in parts)
    if months > 1:
        parts.append(view.step(f"months from 2000-01-01 to 2000-{months:02}-28", f"{months} months"))
        how = f"{how} / {parts[-1].value}"
    if total != line.monthly(on):
        return None
    return view.step(f"a month of {line.obligation}", view.money(total), f"= {how}", children=parts)


def functional(asked: Asked, view: View, account: str, period: str) -> Step:
    """What a balance is carried at in the currency of the books."""
    if account not in NAMES:
        raise NothingToExplain(f"there is no balance {account!r}", fix=f"one of: {', '.join(NAMES)}")
    books, group = asked.books, asked.group
    one = asked.booked[number_of(asked, period)]
    on, at = min(one.period.until - 1, books.through), NAMES.index(account)
    code = books.functional.currency(group)
    digits = books.functional.digits(group, code)
    carried = int(carried_of(books, view.world, asked.terms.entity, on)[0][at])
    shown = books.shown_at(view.world, on)[view.tables.contracts.ref[0]][account.replace(" ", "_")]
    own = balance(view, account, shown, on, period_in_words(asked, one))
    label, value = f"{account} of {view.tables.contracts.ref[0]} in {code}", f"{grouped(carried, digits)} {code}"
    if code == view.money.currency:
        return view.step(label, value, f"= {own.value}", cite="830-10-45-17", children=(own,))
    rate = _rate(asked, view, view.money.currency, code, on)
    exactly = Fraction(shown, 10**view.money.digits) * rates_of(books.company.rates).on(
        view.money.currency, code, on, through=code
    )
    how, off = "carried at the rates of the days on which it arose", abs(exactly * 10**digits - carried)
    # What is due when a period ends is its amount at the rate of the day; a refund may be money, or held against it.
    if account == "receivable" or (off <= Fraction(1, 2) and account in _MONETARY):
        how = f"= round({own.value} x {rate.value})"
    elif account in _IN_LAYERS and on == one.period.until - 1:
        money = Amounts(code, digits)
        layers = in_layers(
            asked, view, one.known_on, on, money, lambda day: _rate(asked, view, view.money.currency, code, day)
        )
        if layers is not None:
            worth = layers[0] if account == "contract liability" else -layers[0]
            how = HOW if round_fraction(worth) == carried else f"{HOW}, rounded as its parts came in"
            return view.step(label, value, how, cite="830-10-45-18", children=(own, *layers[1]))
    if on < one.period.until - 1 and account in _MONETARY:
        how = "at the rate of the end of the period before: this one has not ended"
    return view.step(label, value, how, cite="830-20-35-1", children=(own, rate))


def reporting(asked: Asked, view: View, account: str, period: str) -> Step:
    """What a balance is translated to in the currency that its entity reports in: at the rate of the day."""
    books, code = asked.books, entity_of(asked.terms, asked.books.company).reporting
    if not code or which(books.functional, asked.group, code) != TRANSLATED:
        raise NothingToExplain(f"nothing of {asked.terms.ref} is translated", fix="ask for what it is carried at")
    own = functional(asked, view, account, period)
    one = asked.booked[number_of(asked, period)]
    on, role = min(one.period.until - 1, books.through), t.ROLE[account.replace(" ", "_")]
    side = -1 if t.ROLES[role] in t.CREDIT_NORMAL else 1
    shown = side * balances_at(books.functional, asked.group, code, on, one.known_on).get(role, 0)
    digits = digits_of(code, asked.terms, books.company)
    label, value = f"{account} of {view.tables.contracts.ref[0]} in {code}", f"{grouped(shown, digits)} {code}"
    rate = _rate(asked, view, own.value.rpartition(" ")[2], code, on)
    how = f"= round({own.value} x {rate.value})"
    return view.step(label, value, how, cite="830-30-45-3", children=(own, rate))


def _rate(asked: Asked, view: View, have: str, code: str, on: int) -> Step:
    """The rate of a day: of the pair, of the pair turned round, or over a third currency."""
    company = asked.books.company
    found = _leg(view, company, have, code, on)
    if found is not None:
        return found
    value = rates_of(company.rates).on(have, code, on, through=code)
    for other in sorted({one for pair in company.rates for one in pair[:2]}):
        first, second = _leg(view, company, have, other, on), _leg(view, company, other, code, on)
        if first is not None and second is not None and Fraction(first.value) * Fraction(second.value) == value:
            how = f"= {first.value} x {second.value}"
            return view.step(f"{have} in {code} on {iso(on)}", exact(value), how, children=(first, second))
    return view.step(f"{have} in {code} on {iso(on)}", exact(value), source=str(company.places.get("rates", "rates")))


def _leg(view: View, company: Company, have: str, want: str, on: int) -> Step | None:
    """The last rate of two currencies that was known on a day, with the row that states it."""
    for pair in ((have, want), (want, have)):
        known = [(row[2], number) for number, row in enumerate(company.rates) if row[:2] == pair and row[2] <= on]
        if not known:
            continue
        since, number = max(known)
        rate = Fraction(company.rates[number][3])
        source = str(company.places.get(f"rates[{number}]", "rates"))
        own = view.step(
            f"one {pair[0]} in {pair[1]} on {iso(on)}, by the rate of {iso(since)}", exact(rate), source=source
        )
        if pair == (have, want):
            return own
        one = view.step("one", "1", "one whole")
        return view.step(
            f"one {have} in {want} on {iso(on)}", exact(1 / rate), f"= 1 / {own.value}", children=(one, own)
        )
    return None
