# ruff: noqa: E501  (a wording is one sentence)
"""Clauses that hold together, and the same clauses with one slip: what a drafter adds to a contract.

Each kind has a draw of figures that agree, a list of wordings, and the names of the figures of which one is then
changed. The wordings are the planter's own and know nothing of the checks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bench.contradictory_wordings import HANDS

NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
MONTHS = "January February March April May June July August September October November December".split()
FEES = [
    "Licence Fee",
    "License Fee",
    "Service Fee",
    "Annual Fee",
    "Sponsorship Fee",
    "Development Fee",
    "Contract Price",
]
Draw = Mapping[str, str]


@dataclass(frozen=True)
class Clause:
    """A clause: its kind, its words, and its words with the slip."""

    kind: str
    right: str
    wrong: str


def money(number: int, form: int) -> str:
    """An amount as one contract writes it: the form is kept for the whole clause."""
    return [f"${number:,}", f"${number:,}.00", f"US${number:,}", f"USD {number:,}", f"$ {number:,}"][form % 5]


def long_date(day: date, form: int) -> str:
    month = MONTHS[day.month - 1]
    return [f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"][
        form % 3
    ]


def counted(number: int, form: int) -> str:
    """A count in words and figures, in words, or in figures."""
    word = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return [f"{word} ({number})", word, str(number)][form % 3]


def slipped(number: int, rng: random.Random) -> int:
    """A figure as a hurried hand changes it: a digit more or less in one place, or two digits turned round."""
    digits = list(str(number))
    for _ in range(50):
        changed = digits[:]
        places = list(range(min(2, len(digits))))
        place = rng.choice(places)
        if rng.random() < 0.3 and len(digits) > 1 and digits[0] != digits[1]:
            changed[0], changed[1] = changed[1], changed[0]
        else:
            changed[place] = str((int(changed[place]) + rng.choice([1, 2, 3, 8, 9])) % 10)
        if changed[0] != "0" and changed != digits:
            return int("".join(changed))
    return number + 1000


def _instalments(rng: random.Random) -> tuple[Draw, Draw]:
    count, each, form, style = (
        rng.choice([2, 3, 4, 5, 6, 8, 10, 12]),
        rng.randrange(2, 90) * 500,
        rng.randrange(5),
        rng.randrange(3),
    )
    fee, adverb = rng.choice(FEES), rng.choice(["monthly", "quarterly", "annual"])
    right = {
        "fee": fee,
        "n": counted(count, style),
        "each": money(each, form),
        "total": money(count * each, form),
        "how": adverb,
    }
    which = rng.choice(["n", "each", "total"])
    wrong = dict(right)
    if which == "n":
        other = count + 1 if count < 12 else count - 2
        wrong["n"] = counted(other, style)
    elif which == "each":
        wrong["each"] = money(slipped(each, rng), form)
    else:
        wrong["total"] = money(slipped(count * each, rng), form)
    return right, wrong


def _listed(rng: random.Random) -> tuple[Draw, Draw]:
    parts = [rng.randrange(2, 80) * 500 for _ in range(3)]
    form = rng.randrange(5)
    names = ("a", "b", "c")
    right = {name: money(part, form) for name, part in zip(names, parts, strict=True)}
    right |= {"total": money(sum(parts), form), "fee": rng.choice(FEES)}
    wrong = dict(right)
    which = rng.choice([*names, "total"])
    value = sum(parts) if which == "total" else parts[names.index(which)]
    wrong[which] = money(slipped(value, rng), form)
    return right, wrong


def _yearly(rng: random.Random) -> tuple[Draw, Draw]:
    month, form = rng.randrange(2, 60) * 250, rng.randrange(5)
    right = {
        "month": money(month, form),
        "quarter": money(3 * month, form),
        "year": money(12 * month, form),
        "fee": rng.choice(FEES),
    }
    wrong = dict(right)
    if rng.random() < 0.5:
        wrong["year"] = money(slipped(12 * month, rng), form)
    else:
        changed = slipped(month, rng)
        wrong |= {"month": money(changed, form), "quarter": money(3 * changed, form)}
    return right, wrong


def _percent(rng: random.Random) -> tuple[Draw, Draw]:
    percent, total, form = rng.choice([5, 10, 15, 20, 25, 30, 40, 50]), rng.randrange(4, 90) * 5000, rng.randrange(5)
    style = rng.randrange(2)
    words = {
        5: "five",
        10: "ten",
        15: "fifteen",
        20: "twenty",
        25: "twenty-five",
        30: "thirty",
        40: "forty",
        50: "fifty",
    }
    shown = [f"{percent}%", f"{words[percent]} percent ({percent}%)"]
    right = {
        "p": shown[style],
        "total": money(total, form),
        "part": money(total * percent // 100, form),
        "fee": rng.choice(FEES),
    }
    wrong = dict(right)
    which = rng.choice(["p", "total", "part"])
    if which == "p":
        other = rng.choice([one for one in words if one != percent])
        wrong["p"] = [f"{other}%", f"{words[other]} percent ({other}%)"][style]
    elif which == "total":
        wrong["total"] = money(slipped(total, rng), form)
    else:
        wrong["part"] = money(slipped(total * percent // 100, rng), form)
    return right, wrong


def _percents(rng: random.Random) -> tuple[Draw, Draw]:
    a, b = rng.choice([10, 20, 25, 30, 40]), rng.choice([10, 20, 25, 30, 35])
    right = {"a": f"{a}%", "b": f"{b}%", "c": f"{100 - a - b}%", "fee": rng.choice(FEES)}
    wrong = dict(right)
    which = rng.choice(["a", "b", "c"])
    wrong[which] = f"{int(right[which][:-1]) + rng.choice([5, 10, 15, -5])}%"
    return right, wrong


def _rate(rng: random.Random) -> tuple[Draw, Draw]:
    count, price, form = (
        rng.choice([10, 20, 25, 40, 50, 80, 100, 120, 250, 500]),
        rng.choice([12, 15, 20, 45, 75, 90, 125, 150, 180]),
        rng.randrange(5),
    )
    right = {"q": f"{count}", "price": money(price, form), "total": money(count * price, form), "fee": rng.choice(FEES)}
    wrong = dict(right)
    which = rng.choice(["q", "price", "total"])
    if which == "q":
        wrong["q"] = f"{slipped(count, rng)}"
    else:
        wrong[which] = money(slipped(price if which == "price" else count * price, rng), form)
    return right, wrong


def _length(rng: random.Random) -> tuple[Draw, Draw]:
    years, form, style = rng.choice([1, 2, 3, 4, 5]), rng.randrange(3), rng.randrange(3)
    start = date(rng.randrange(1998, 2021), rng.randrange(1, 13), rng.choice([1, 15]))
    end = date(start.year + years, start.month, start.day) - timedelta(days=1)
    right = {
        "s": long_date(start, form),
        "e": long_date(end, form),
        "n": counted(years, style),
        "ys": "years" if years > 1 else "year",
    }
    wrong = dict(right)
    if rng.random() < 0.5:
        other = years + rng.choice([1, 2])
        wrong |= {"n": counted(other, style), "ys": "years"}
    else:
        wrong["e"] = long_date(end.replace(year=end.year + rng.choice([1, 2]), day=min(end.day, 28)), form)
    return right, wrong


def _range(rng: random.Random) -> tuple[Draw, Draw]:
    form = rng.randrange(3)
    start = date(rng.randrange(1998, 2021), rng.randrange(1, 13), rng.choice([1, 15]))
    end = start + timedelta(days=rng.choice([364, 729, 1094]))
    right = {"s": long_date(start, form), "e": long_date(end, form)}
    wrong = dict(right)
    early = start - timedelta(days=rng.choice([30, 200, 365, 1200]))
    wrong["e"] = long_date(early, form)
    return right, wrong


def _due(rng: random.Random) -> tuple[Draw, Draw]:
    right, _ = _length(rng)
    form, amount = rng.randrange(5), rng.randrange(2, 60) * 500
    year = int(right["s"][-4:])
    inside = date(year, 12, 20) if "January" in right["s"] else date(year + 1, 1, 2)
    outside = date(year + rng.choice([8, 9, 12, -3, -4]), rng.randrange(1, 13), 10)
    right = dict(right) | {"amount": money(amount, form), "due": long_date(inside, 0), "fee": rng.choice(FEES)}
    if inside >= _day(right["e"]):
        right["due"] = right["e"]
    return right, dict(right) | {"due": long_date(outside, 0)}


def _day(shown: str) -> date:
    words = shown.replace(",", "").split()
    month = next(word for word in words if word in MONTHS)
    numbers = [int(word) for word in words if word.isdigit()]
    return date(max(numbers), MONTHS.index(month) + 1, min(numbers))


def _notice(rng: random.Random) -> tuple[Draw, Draw]:
    months, style = rng.choice([1, 3, 6, 12]), rng.randrange(2)
    period = {
        1: ["one (1) month", "one month"],
        3: ["three (3) month", "three-month"],
        6: ["six (6) month", "six-month"],
        12: ["one (1) year", "one-year"],
    }[months][style]
    good = {1: "ten (10)", 3: "thirty (30)", 6: "sixty (60)", 12: "ninety (90)"}[months]
    bad = {1: "forty-five (45)", 3: "one hundred twenty (120)", 6: "two hundred (200)", 12: "five hundred (500)"}[
        months
    ]
    right = {"period": period, "days": good}
    return right, dict(right) | {"days": bad}


def _twice(rng: random.Random) -> tuple[Draw, Draw]:
    days, style = rng.choice([10, 30, 45]), rng.randrange(3)
    words = {10: "ten", 15: "fifteen", 30: "thirty", 45: "forty-five", 60: "sixty", 20: "twenty", 90: "ninety"}

    def shown(number: int) -> str:
        return [f"{words[number]} ({number})", str(number), words[number]][style]

    right = {"one": shown(days), "two": shown(days)}
    return right, dict(right) | {"two": shown(rng.choice([one for one in words if one != days]))}


def _monthly_rate(rng: random.Random) -> tuple[Draw, Draw]:
    tenths = rng.choice([5, 10, 15, 20])
    right = {"m": f"{tenths / 10:g}%", "y": f"{tenths * 12 / 10:g}%"}
    wrong = dict(right) | {"y": f"{rng.choice([one for one in (5, 12, 15, 18, 20) if one * 10 != tenths * 12]):g}%"}
    return right, wrong


KINDS: dict[str, tuple[Callable[[random.Random], tuple[Draw, Draw]], list[str]]] = {
    "instalments": (_instalments, [
        "The {fee} of {total} shall be payable in {n} equal {how} instalments of {each} each.",
        "In consideration of the rights granted herein, Customer shall pay a {fee} of {total}, payable in {n} installments of {each}, the first of which is due upon execution of this Agreement.",
        "The {fee} is {total}. It shall be paid in {n} equal {how} installments of {each}.",
        "Company shall pay {n} {how} payments of {each} each, for a total of {total}.",
        "The total {fee} of {total} will be invoiced in {n} equal parts of {each}.",
        "{total}, to be paid in {n} equal {how} payments in the amount of {each} commencing on the Effective Date.",
        "Licensee agrees to pay to Licensor {each} per {how} period for {n} periods, or {total} in the aggregate.",
        "The aggregate fee for the Services is {total} (the \"{fee}\"). The {fee} will be paid in {n} {how} instalments, each in the amount of {each}.",
    ]),
    "list and total": (_listed, [
        "The {fee} of {total} shall be paid as follows: {a} upon execution of this Agreement; {b} upon delivery; and {c} upon acceptance.",
        "Sponsor shall pay a total of {total} as follows:\n\n(a) {a} on signing;\n\n(b) {b} on the first anniversary; and\n\n(c) {c} on the second anniversary.",
        "{a} is due upon signing, {b} is due upon completion of Phase I and {c} is due upon completion of Phase II, for a total of {total}.",
        "Set-up: {a}\nTraining: {b}\nHosting: {c}\nTotal: {total}",
        "The {fee} is {total}, of which {a} is payable on signing, {b} on delivery of the first release and the balance of {c} on final acceptance.",
        "The {fee} ({total}) consists of {a} for software, {b} for installation and {c} for training.",
        "Item                          Amount\nSoftware licence              {a}\nImplementation                {b}\nFirst year support            {c}\nTOTAL                         {total}",
        "Payments under this Schedule total {total} and fall due in three parts: {a} at kick-off, {b} at hand-over and {c} at sign-off.",
    ]),
    "year and month": (_yearly, [
        "The {fee} of {year} per year shall be paid in monthly instalments of {month}.",
        "Customer shall pay {month} per month ({year} per year) for the Services.",
        "The annual {fee} is {year}, payable in equal quarterly installments of {quarter}.",
        "An annual fee of {year}, payable in twelve (12) monthly installments of {month} each, shall be due in advance.",
        "Client shall pay a retainer of {month} per month, for a total of {year} annually.",
        "The yearly {fee} amounts to {year} and is invoiced at {month} a month.",
        "{year} per annum, payable quarterly in advance at the rate of {quarter} per quarter.",
    ]),
    "percent of total": (_percent, [
        "The {fee} shall be {total}. Customer shall pay {p} of the {fee}, or {part}, upon signing.",
        "Upon execution Client shall pay a deposit equal to {p} of {total} ({part}).",
        "A deposit of {part} (representing {p} of the {fee} of {total}) is due on the Effective Date.",
        "The {fee} is {total} and the first payment, being {p} thereof, is {part}.",
        "The parties agree on a {fee} of {total}. Licensee shall pay {part}, which equals {p} of the {fee}, within ten days.",
        "Maintenance is charged annually at {p} of the list price of {total}, that is {part} per year.",
    ]),
    "percents": (_percents, [
        "The {fee} is payable as follows: {a} upon signing, {b} upon delivery and {c} upon final acceptance.",
        "Payment schedule for the {fee}:\n\n(i) {a} on execution of this Agreement;\n\n(ii) {b} on completion of the design; and\n\n(iii) {c} on acceptance of the work.",
        "Customer shall pay {a} of the {fee} on the Effective Date, {b} at the first milestone and the remaining {c} at completion.",
        "Net revenue shall be divided as follows: {a} to Licensor, {b} to Agent and {c} to Company.",
        "Milestone payments: {a} at kick-off; {b} at beta release; {c} at go-live.",
    ]),
    "rate and quantity": (_rate, [
        "Customer orders {q} licenses at {price} each, for a total of {total}.",
        "Consultant shall provide {q} hours of services at a rate of {price} per hour, for a total fee of {total}.",
        "{q} units at {price} per unit = {total}.",
        "The {fee} is {total}, based on {q} users at {price} per user.",
        "Purchaser shall buy {q} units of the Product at a unit price of {price}, amounting to {total}.",
        "Description      Quantity      Unit Price      Amount\nDevices          {q}           {price}         {total}",
    ]),
    "length": (_length, [
        "The term of this Agreement shall be {n} {ys}, commencing on {s} and ending on {e}.",
        "This Agreement shall commence on {s} and continue for a period of {n} {ys} until {e}.",
        "The Initial Term is {n} {ys}. The Initial Term begins on {s} and expires on {e}.",
        "The rights are granted for {n} {ys} from {s} to {e}.",
        "This Agreement takes effect on {s} and, unless sooner terminated, shall remain in force for {n} {ys}, that is, through {e}.",
    ]),
    "end before start": (_range, [
        "The term of this Agreement shall commence on {s} and shall expire on {e}.",
        "The sponsorship runs from {s} to {e}.",
        "The services will be rendered in the period beginning {s} and ending {e}.",
        "Start Date: {s}\nEnd Date: {e}",
        "The subscription is valid from {s} through {e}, unless earlier terminated.",
    ]),
    "due outside term": (_due, [
        "The term of this Agreement shall commence on {s} and end on {e}. The final instalment of the {fee}, {amount}, is due on {due}.",
        "This Agreement is in force from {s} until {e}. Customer shall pay {amount} on or before {due}.",
        "The Term begins on {s} and expires on {e}.\n\nLicensee shall pay the {fee} of {amount} no later than {due}.",
    ]),
    "notice": (_notice, [
        "This Agreement shall automatically renew for successive {period} periods unless either party gives written notice of non-renewal at least {days} days prior to the end of the then-current period.",
        "Thereafter the Agreement renews for additional {period} terms, unless terminated by notice given not less than {days} days before the expiration of the then current term.",
        "The Agreement will be extended by further {period} periods if neither party objects. Any objection must be received {days} days before the end of the current period.",
    ]),
    "two values": (_twice, [
        "Invoices are payable within {one} days of receipt.\n\nCustomer shall pay all invoices no later than {two} days after receipt of the invoice.",
        "Payment terms are net {one} days.\n\nAll invoices shall be paid net {two} days.",
        "Either party may terminate this Agreement for convenience upon {one} days' prior written notice.\n\nThis Agreement may be terminated by either party without cause on {two} days written notice to the other.",
    ]),
    "month and year rate": (_monthly_rate, [
        "Late payments bear interest at {m} per month ({y} per annum).",
        "Overdue amounts accrue interest at the rate of {m} per month, or {y} per year.",
    ]),
}  # fmt: skip


def clauses(rng: random.Random, kind: str, hand: int = 0) -> Clause:
    """One clause of a kind, right and wrong, by the first hand (0) or another."""
    draw, wordings = KINDS[kind]
    wording = rng.choice(HANDS[hand - 1][kind] if hand else wordings)
    for _ in range(200):
        right, wrong = draw(rng)
        words = Clause(kind, wording.format(**right), wording.format(**wrong))
        if words.right != words.wrong:
            return words
    raise ValueError(kind)
