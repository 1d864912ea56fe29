"""The facts of a memo, each with where it was written and the words of the document it was taken from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from duly.engine.contracts.terms import Fact, Obligation, Price, Terms
from duly.engine.disclosure.memo_words import table
from duly.ground.dates import iso
from duly.ground.errors import NOWHERE, said_at
from duly.ground.money import grouped, plain
from duly.ground.reports import Report
from duly.ground.rounding import round_fraction


def agreed(group: Sequence[Terms]) -> Iterator[Report]:
    """What was agreed."""
    rows = []
    for terms in group:
        span = "" if terms.from_on is None else f"from {iso(terms.from_on)}"
        span += "" if terms.until is None else f" to {iso(terms.until - 1)}"
        said = [
            ("signed", "signed", iso(terms.signed_on)),
            ("term", "term", span),
            ("customer", "customer", terms.customer),
        ]
        said += [("title", "title", terms.title)]
        if terms.total is not None:
            said.append(("agreed total", "total", grouped(terms.total, terms.digits)))
        rows += [
            (terms.ref, name, value, _where(terms, path)) for name, path, value in said if value not in ("", terms.ref)
        ]
        for o in terms.obligations:
            words = said_at(o.place, o.source) if o.place is not NOWHERE else ""
            rows.append((terms.ref, o.ref, _obligation(terms, o), words))
        for line in terms.billing:
            of = ", ".join(line.of) or "all"
            rows.append(
                (terms.ref, f"billing of {of}", f"{line.every}, {line.right}", said_at(line.place, line.source))
            )
    yield table("What was agreed", ("contract", "fact", "value", "source"), rows)


def happened(group: Sequence[Terms]) -> Iterator[Report]:
    """What happened since, what it cost, and what was taken over."""
    facts = [(terms, f) for terms in group for f in (*terms.opening, *terms.costs, *terms.happened)]
    rows = [
        (iso(f.on), " ".join([f.verb, *f.subjects]), _fields(terms, f), _known(f), said_at(f.place, f.source))
        for terms, f in sorted(facts, key=lambda one: one[1].on)
    ]
    if rows:
        yield table("What happened", ("date", "fact", "value", "known", "source"), rows)


def evidence(group: Sequence[Terms]) -> Iterator[str | Report]:
    """The files and documents that the contract rests on."""
    files = dict.fromkeys(terms.place.file for terms in group if terms.place.file)
    yield f"Read from {', '.join(files)}." if files else "It was not read from a file."
    documents = [(terms.ref, name, words) for terms in group for name, words in terms.documents]
    if documents:
        yield table("Documents", ("contract", "document", "what"), documents)
    quoted = [(terms.ref, path, words) for terms in group for path, words in terms.sources.items()]
    if quoted:
        yield table("Words of the documents", ("contract", "term", "page and words"), quoted)
    else:
        yield "The contract quotes no words of a document."
    yield "The command duly explain derives each number, down to these facts."


def _where(terms: Terms, path: str) -> str:
    return said_at(terms.places[path], terms.sources.get(path, "")) if path in terms.places else str(terms.place)


def _obligation(terms: Terms, o: Obligation) -> str:
    """A promise in a line."""
    count = f"{_number(o.quantity.count)} {o.quantity.unit}".strip() if o.quantity is not None else ""
    span = "" if o.from_on is None or o.until is None else f"{iso(o.from_on)} to {iso(o.until - 1)}"
    return "; ".join(word for word in (o.description or o.product, count, _price(terms, o.price), o.earn, span) if word)


def _price(terms: Terms, price: Price) -> str:
    amount = _money(terms, price.amount)
    per = [name for name in (price.unit, price.period) if name]
    if price.form in ("fixed", "unit", "unit_period", "period"):
        return amount + (f" per {' and '.join(per)}" if per else "")
    return "" if price.form == "none" else f"priced by {price.form}"


def _fields(terms: Terms, fact: Fact) -> str:
    """What a row says: amounts where the language means amounts, plain numbers where it counts."""
    found = []
    for key, value in fact.fields.items():
        if isinstance(value, str | int | Fraction) and not (key == fact.verb and value in fact.subjects):
            text = _value(terms, key, value)
            found.append(text if key == fact.verb else f"{key} {text}")
        elif isinstance(value, Mapping):
            found.append(f"{key} {', '.join(map(str, value))}")
        elif isinstance(value, tuple) and value:
            names = [str(getattr(each, "ref", "")) for each in value]
            found += [f"{key} {', '.join(names)}"] if all(names) else []
    return "; ".join(found)


# Whole numbers of a row that are days or counts, by their keys in the language; all others are amounts.
_DAYS = ("due", "from", "to", "through", "on", "at", "first", "expires", "signed", "known", "booked")
_COUNTS = ("quantity", "units", "parts", "kept", "done", "likely", "expected", "progress", "anticipated renewals")


def _value(terms: Terms, key: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    assert isinstance(value, int | Fraction)
    if key in _DAYS and isinstance(value, int):
        return iso(value)
    counted = key in _COUNTS or key.startswith("expected r") or isinstance(value, Fraction)
    return _number(Fraction(value)) if counted else grouped(int(value), terms.digits)


def _known(fact: Fact) -> str:
    return "" if fact.known_on == fact.on else iso(fact.known_on)


def _money(terms: Terms, amount: Fraction) -> str:
    return grouped(int(amount), terms.digits) if amount.denominator == 1 else _number(amount / 10**terms.digits)


def _number(value: Fraction) -> str:
    """A count as people write it."""
    text = plain(round_fraction(value * 10**6), 6)
    return text.rstrip("0").rstrip(".") if "." in text else text
