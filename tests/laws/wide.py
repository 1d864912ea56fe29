"""Random contracts as people write them, of many topics, with what happened and how they were changed.

The contracts of `contracts.py` are strange in their arithmetic and plain in their topics; these are the other way
round: variable prices, financing, goods that come back, rights, royalties, payments to the customer, prices by use,
foreign currency, contracts combined, up to three amendments and early ends. They are texts, so that what fails can be
read and put into a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

FIRST = date(2024, 1, 1)
COMPANY = """company: Wide
currencies: {USD: 2, EUR: 2}
entities: {main: {currency: USD}}
rates: [%s]
books:
  us:
    standard: ASC 606
    policies: {immaterial promises: left out, shipping after control: fulfilment, sales tax: included}
  ifrs: {standard: IFRS 15}
"""
KINDS = (
    *("service", "service", "series", "goods", "parts", "units", "works", "progress", "milestones"),
    *("usage", "returns", "right", "license", "access", "royalty", "property", "agent", "prepaid", "losing"),
    *("small", "shipping"),
)
BILLING = (
    "every: month, in: advance, right: when due",
    "every: quarter, in: arrears, right: when due",
    "in: one sum, right: on invoice",
    "right: on delivery",
)
# What has no price of its own that a plan could bill, and that no change of the price reaches.
UNPRICED = ("usage", "right", "royalty")


def company(chance: Random) -> str:
    """A company with two books and rates of each month."""
    rows = (
        f"{{from: EUR, to: USD, date: {2024 + m // 12}-{m % 12 + 1:02d}-01, rate: {chance.randint(90, 130) / 100:.2f}}}"
        for m in range(-1, 40)
    )
    return COMPANY % ", ".join(rows)


def contract_text(chance: Random, ref: str) -> str:
    """A contract, or two accounted for as one."""
    currency = "EUR" if chance.random() < 0.15 else "USD"
    size = chance.choice((1, 100, 100, 10**4))
    if chance.random() > 0.08:
        return Writing(chance, ref, currency, size, "p", 0.05).text("")
    other = f"{ref}-2"
    first = Writing(chance, ref, currency, size, "p", 0.0).text(f"combine: [{other}]\n")
    return f"{first}---\n{Writing(chance, other, currency, size, 'q', 0.0).text('')}"


class Writing:
    """One contract being written: what has been promised, and the rows so far."""

    def __init__(self, chance: Random, ref: str, currency: str, size: int, letter: str, unsure: float) -> None:
        self.chance, self.ref, self.currency, self.size, self.letter = chance, ref, currency, size, letter
        self.start = FIRST + timedelta(chance.choice((0, 0, 0, 14, 30, 59)))
        self.months = chance.choice((6, 12, 12, 24))
        self.unsure, self.costs = unsure, list[str]()
        self.promised: dict[str, str] = {}
        self.price: list[str] = []
        self.judged: list[str] = []
        self.happened: list[tuple[date, str]] = []

    def text(self, head: str) -> str:
        """The contract."""
        chance = self.chance
        lines = [self.obligation(self.name(), self.start) for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))]
        plan = self.plan()
        self.elements()
        self.bills()
        for number, on in enumerate(sorted(self.some_day(0.1) for _ in range(chance.choice((1, 1, 1, 2, 3))))):
            self.amendment(f"A-{number + 1}", on)
        if chance.random() < 0.1:
            gone = f"[{chance.choice(sorted(self.promised))}]" if len(self.promised) > 1 else "all"
            self.row(self.some_day(0.5), f"terminated: {gone}, refund: {self.money(chance.choice((0, 300)))}")
        rows = [row for _, row in sorted(self.happened, key=lambda pair: pair[0])]
        cancel, likely = chance.random(), chance.random()
        return (
            f"contract: {self.ref}\ncurrency: {self.currency}\nsigned: {self.start}\n{head}"
            f"term: {{from: {self.start}, months: {self.months}}}\n"
            + ("cancel: {by: customer, notice: 30 days, refund: pro rata}\n" if cancel < 0.05 else "")
            + (f"collect: {chance.choice((50, 60, 70, 80))}%\n" if likely < self.unsure else "")
            + "obligations:\n"
            + "".join(f"  {line}\n" for line in lines)
            + self.section("price", self.price)
            + plan
            + self.section("costs", self.costs)
            + self.section("judged", self.judged)
            + self.section("happened", rows)
        )

    def section(self, name: str, rows: list[str]) -> str:
        return f"{name}:\n" + "".join(f"  - {{{row}}}\n" for row in rows) if rows else ""

    def name(self) -> str:
        return f"{self.letter}{len(self.promised)}"

    def money(self, most: int = 1000) -> str:
        minor = self.chance.randint(0, most * self.size)
        return f"{minor // 100}.{minor % 100:02d}"

    def some_day(self, since: float = 0.0) -> date:
        return self.start + timedelta(int(self.months * 30 * (since + (1 - since) * self.chance.random())))

    def row(self, on: date, words: str) -> None:
        self.happened.append((on, f"date: {on}, {words}"))

    def obligation(self, ref: str, since: date) -> str:
        """A promise of some kind, with what was done of it since a day."""
        chance = self.chance
        kind = chance.choice(KINDS)
        self.promised[ref] = kind
        ssp = f", ssp: {self.money(3000)}" if chance.random() < 0.4 and kind not in ("right", "usage") else ""
        made = getattr(self, f"_{kind}")(ref, since)
        own = f", from: {since}" if since > self.start and "over time" in made else ""
        return f"{ref}: {{{made}{ssp}{own}}}"

    def done(self, since: date, most: int) -> Iterator[date]:
        days = sorted(max(self.some_day(), since) for _ in range(self.chance.randint(0, most)))
        yield from days

    def _service(self, ref: str, since: date) -> str:
        price = f"{self.money(300)} per month" if self.chance.random() < 0.6 else self.money(3000)
        return f"price: {price}, earn: over time by {self.chance.choice(('day', 'month', 'month prorated'))}"

    def _series(self, ref: str, since: date) -> str:
        seats = f"quantity: {self.chance.randint(1, 50)} seats, price: {self.money(20)} per seat and month"
        return f"{seats}, recurring: yes, earn: over time by {self.chance.choice(('day', 'month'))}, series: yes"

    def _goods(self, ref: str, since: date) -> str:
        for on in self.done(since, 1):
            self.row(on, f"delivered: {ref}")
        return f"price: {self.money(3000)}, earn: on delivery"

    def _parts(self, ref: str, since: date) -> str:
        for on in self.done(since, 3):
            self.row(on, f"delivered: {ref}, parts: 1")
        return f"price: {self.money(3000)}, parts: 3, earn: on delivery"

    def _units(self, ref: str, since: date) -> str:
        count = self.chance.randint(2, 60)
        for on in self.done(since, 4):
            self.row(on, f"delivered: {ref}, quantity: {self.chance.randint(0, count // 4)}")
        return f"quantity: {count} units, price: {self.money(100)} per unit, earn: by units"

    def _works(self, ref: str, since: date) -> str:
        for on in self.done(since, 4):
            self.row(on, f"cost: {ref}, amount: {self.money(500)}")
            if self.chance.random() < 0.2:
                self.row(on, f"estimate: {ref}, expected cost: {9 * self.size}.00")
        return (
            f"price: {self.money(3000)}, expected cost: {self.chance.choice((8, 20, 35)) * self.size}.00, earn: by cost"
        )

    def _progress(self, ref: str, since: date) -> str:
        days = list(self.done(since, 4))
        for number, on in enumerate(days):
            self.row(on, f"progress: {ref}, done: {self.chance.randint(20 * number, 20 * number + 20)}%")
        return f"price: {self.money(3000)}, earn: by progress"

    def _milestones(self, ref: str, since: date) -> str:
        for name, on in zip("ab", self.done(since, 2), strict=False):
            self.row(on, f"milestone: {ref}, reached: {name}")
        return f"price: {self.money(3000)}, milestones: {{a: 30%, b: 70%}}, earn: on milestones"

    def _usage(self, ref: str, since: date) -> str:
        for on in self.done(since, 4):
            self.row(on, f"usage: {ref}, quantity: {self.chance.randint(0, 99)}")
        return f"price: {self.chance.randint(1, 9) / 100:.2f} per call, earn: as invoiced"

    def _returns(self, ref: str, since: date) -> str:
        count = self.chance.randint(10, 60)
        for on in self.done(since, 1):
            self.row(on, f"delivered: {ref}")
            if self.chance.random() < 0.4:
                self.row(on + timedelta(9), f"returned: {ref}, quantity: 1")
        return (
            f"quantity: {count} units, price: {self.money(100)} per unit, cost: 0.40 per unit, "
            f"returns: {{expected: {self.chance.randint(0, 5)}, window: 60 days}}"
        )

    def _right(self, ref: str, since: date) -> str:
        for on in self.done(since, 1):
            self.row(on, f"exercised: {ref}")
        ends = self.start + timedelta(self.months * 30)
        spend = f"discount: 30%, spend: {self.money(900)}, likely: 60%"
        return f"option: less on more, earn: on exercise or expiry, expires: {ends}, ssp: {{{spend}}}"

    def _license(self, ref: str, since: date) -> str:
        for on in self.done(since, 1):
            self.row(on, f"delivered: {ref}")
        return f"price: {self.money(3000)}, earn: on delivery, licence: right to use"

    def _access(self, ref: str, since: date) -> str:
        return f"price: {self.money(3000)}, earn: over time by month, licence: right to access"

    def _royalty(self, ref: str, since: date) -> str:
        for on in self.done(since, 3):
            self.row(on, f"sales: {ref}, amount: {self.money(5000)}")
        royalty = "royalty: {rate: 3%, of: licensee sales}"
        return f"price: {self.money(3000)}, earn: over time by month, licence: right to access, {royalty}"

    def _property(self, ref: str, since: date) -> str:
        on = next(self.done(since, 1), since)
        self.row(on, f"delivered: {ref}")
        kind = self.chance.choice(("functional", "functional with activities", "symbolic without activities"))
        return f"price: {self.money(3000)}, earn: over time by month, licence: {kind}"

    def _agent(self, ref: str, since: date) -> str:
        for on in self.done(since, 1):
            self.row(on, f"delivered: {ref}")
        return f"role: agent, gross: {3 * self.size}.00, price: {self.money(100)}, earn: on delivery"

    def _prepaid(self, ref: str, since: date) -> str:
        for on in self.done(since, 3):
            self.row(on, f"redeemed: {ref}, amount: {self.money(400)}")
        return f"price: {self.money(3000)}, earn: as redeemed, breakage: {{expected: 10%, escheat: no}}"

    def _small(self, ref: str, since: date) -> str:
        for on in self.done(since, 1):
            self.row(on, f"delivered: {ref}")
        return f"price: {self.money(100)}, immaterial: yes"

    def _shipping(self, ref: str, since: date) -> str:
        goods = [one for one, kind in self.promised.items() if kind in ("goods", "parts", "license")]
        ships = f", ships: {goods[0]}" if goods else ""
        return f"price: {self.money(100)}, cost: {self.money(50)}, earn: on delivery{ships}"

    def _losing(self, ref: str, since: date) -> str:
        return f"price: {self.money(200)} per month, cost: {self.money(3000)}, earn: over time by month"

    def plan(self) -> str:
        """A plan of bills, of what has a price to be billed."""
        billed = [ref for ref, kind in self.promised.items() if kind not in UNPRICED]
        if not billed or self.chance.random() < 0.4:
            return ""
        return f"billing: [{{bill: [{', '.join(billed)}], {self.chance.choice(BILLING)}}}]\n"

    def elements(self) -> None:
        """What else moves the price, estimated anew now and then."""
        chance = self.chance
        fixed = [ref for ref, kind in self.promised.items() if kind not in UNPRICED]
        for name in ("bonus", "rebate", "fee"):
            if chance.random() > 0.2 or not fixed:
                continue
            of = f", of: {chance.choice(fixed)}" if chance.random() < 0.5 else ""
            sign = "" if name == "bonus" else "-"
            fee = f"amount: {self.money(100)}, for: nothing distinct"
            self.price.append(f"element: {name}{of}, " + (fee if name == "fee" else f"amount: {sign}{self.money(200)}"))
            if chance.random() < 0.6:
                amount = self.money(300)
                self.row(self.some_day(), f"price element: {name}, amount: {'' if name == 'fee' else sign}{amount}")
        if chance.random() < 0.1 and not self.price:
            self.price.append("element: credit, rate: 8%, compounded: yearly, why: a separate loan")
        if chance.random() < 0.15:
            over = chance.choice(("", f", over: {chance.choice((6, 12, 36))} months"))
            self.costs.append(f"date: {self.start}, commission: {self.money(900)}{over}")

    def bills(self) -> None:
        """Bills and cash."""
        for number in range(self.chance.randint(0, 4)):
            on, amount = self.some_day(), self.money(1000)
            tax = ", tax: 8.25%" if self.chance.random() < 0.1 else ""
            self.row(on, f"invoice: I-{number}, amount: {amount}{tax}")
            if self.chance.random() < 0.7:
                self.row(on + timedelta(self.chance.randint(0, 40)), f"paid: {amount}, invoice: I-{number}")
            if self.chance.random() < 0.1:
                self.row(
                    on + timedelta(50), f"credit note: C-{number}, invoice: I-{number}, amount: {amount}, reason: error"
                )

    def amendment(self, name: str, on: date) -> None:
        """A change: of prices, of quantities, of the term, an addition, a removal, a sum for all."""
        chance = self.chance
        parts, changes = [], []
        before = list(self.promised)
        for ref in before:
            if chance.random() < 0.5:
                said = self.change(ref)
                changes += [f"{ref}: {{{said}}}"] if said else []
        if chance.random() < 0.15:
            changes.append(f"term: {{to: {self.start + timedelta(self.months * 30 + chance.choice((-31, 60, 365)))}}}")
        if changes:
            parts.append(f"changes: {{{', '.join(changes)}}}")
        added: list[str] = []
        if chance.random() < 0.35 or not changes:
            ref = self.name()
            parts.append(f"adds: {{{self.obligation(ref, on)}}}")
            added.append(ref)
        if chance.random() < 0.1 and not changes and len(before) > 1:
            parts.append(f"removes: [{before[0]}]")
        if chance.random() < 0.15:
            parts.append(f"price: {chance.choice(('', '', '-'))}{self.money(500)}")
        yes = [f"{ref}: {chance.choice(('yes', 'no'))}" for ref in before]
        new = [f"{ref}: {chance.choice(('yes', 'yes', 'no'))}" for ref in added]
        parts.append(f"distinct: {{{', '.join([*yes, *new])}}}")
        parts.append(f"remaining distinct: {{{', '.join(yes)}}}")
        if chance.random() < 0.3:
            ssp = chance.choice(before)
            if self.promised[ssp] not in UNPRICED:
                parts.append(f"ssp: {{{ssp}: {self.money(3000)}}}")
        self.row(on, f"amendment: {name}, " + ", ".join(parts))

    def change(self, ref: str) -> str:
        """What an amendment says of one promise."""
        chance, kind = self.chance, self.promised[ref]
        if kind in UNPRICED:
            return ""
        if kind == "series":
            seats, price = f"quantity: {chance.randint(1, 60)} seats", f"price: {self.money(20)} per seat and month"
            return chance.choice((seats, price, f"{seats}, {price}"))
        if kind in ("units", "returns"):
            units, price = f"quantity: {chance.randint(60, 90)} units", f"price: {self.money(100)} per unit"
            return chance.choice((units, price, f"{units}, {price}"))
        if kind == "works" and chance.random() < 0.3:
            return f"price: {self.money(3000)}, expected cost: {35 * self.size}.00"
        return chance.choice((f"price: {self.money(3000)}", f"remaining price: {self.money(2000)}"))
