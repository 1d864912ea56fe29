"""The company file: what holds for all contracts. Its declaration, and its reading into a `Company`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts import prices as p
from duly.engine.contracts.builders import report
from duly.engine.contracts.forms import Either, Key, Listing, Mapped, Scalar, Section, Values
from duly.engine.contracts.language import policies_of, raise_found
from duly.engine.contracts.reader import At, Reader, bare, nearest, word
from duly.engine.contracts.terms import Book, Close, Company, Entity, SspEntry
from duly.engine.policies import STANDARDS
from duly.engine.tables import ROLES
from duly.ground.dates import iso
from duly.ground.tree import Block

Rate = tuple[str, str, int, Fraction]
WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
YEAR_ENDS = Scalar(
    "end of a year of weeks",
    "a day like last saturday of january, or saturday nearest 31 january",
    f"last (?:{WEEKDAYS}) of (?:{MONTHS})|(?:{WEEKDAYS}) nearest [0-9]{{1,2}} (?:{MONTHS})",
    lambda match, _: str(match[0]),
    g.refusal(e.UnknownChoice),
    ("last saturday of january", "saturday nearest 31 january"),
)
DIGITS = g.choice("0", "1", "2", "3", "4", "5", "6", values=(0, 1, 2, 3, 4, 5, 6))
MONTH = g.choice(*(str(month) for month in range(1, 13)), values=tuple(range(1, 13)))
ROLE = Scalar(
    "role of an account",
    "a role like revenue or contract liability",
    g.NAME,
    lambda match, _: _role(match[0]),
    g.refusal(e.NotAName),
    ("revenue", "contract liability"),
)


def _role(text: str) -> str:
    """The role of an account, as the tables call it."""
    role = text.replace(" ", "_")
    if role in ROLES:
        return role
    near = nearest(role, ROLES)
    hint = f"; the nearest is {near!r}" if near else ""
    why = f"roles are {', '.join(ROLES)}"
    raise e.UnknownChoice(f"there is no role {text!r}{hint}", why=why, fix="use one of them")


def _entry(values: Values, at: At) -> SspEntry:
    values.pop("source", None)
    low, high = values.get("low"), values.get("high")
    if (low is None) != (high is None):
        why, fix = "a range has two ends", "write `low:` and `high:`"
        error = e.MissingKey("the other end of the range is missing", why=why, fix=fix)
        report(at, "low" if high is None else "high", error)
    elif low is not None and low > high:
        report(at, "low", e.RangeReversed("`low` lies above `high`", why="a range goes up", fix="swap them"))
    if "price" not in values and low is None:
        why = "an entry of the SSP book is a price, a range, or both"
        report(at, "", e.MissingKey("neither `price` nor `low` and `high`", why=why, fix="add one of them"))
    return SspEntry(**{"price": None, "low": None, "high": None, **values}, place=at.place)


def _entity(values: Values, at: At) -> Entity:
    values.pop("source", None)
    weeks = values.get("calendar", "months") != "months"
    if weeks and "year_ends" not in values:
        why, fix = "a year of weeks ends on a weekday", "add `year ends: last saturday of january`"
        report(at, "calendar", e.MissingKey("`year ends` is missing", why=why, fix=fix))
    return Entity(ref=at.name, place=at.place, **values)


def _book(values: Values, at: At) -> Book:
    values.pop("source", None)
    chosen = policies_of(values.pop("policies", {}), f"{at.path}.policies", at.reader, needs_reason=False)
    return Book(ref=at.name, policies=chosen, place=at.place, **values)


def _close(values: Values, at: At) -> Close:
    # `through` is typed as the first day that stays open.
    if values["at_on"] < values["open_from"] - 1:
        why, fix = "periods close when they have ended", "correct `at` or `through`"
        report(at, "at", e.EndBeforeStart("closed before the last day it closes", why=why, fix=fix))
    return Close(values["entity"], values["open_from"], values["at_on"], at.place)


def _rate(values: Values, at: At) -> Rate:
    return values["from"], values["to"], values["date"], values["rate"]


def _rule(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, _role(value) if key == "role" else value) for key, value in values.items())


ENTITY = Section(
    "an entity",
    "A legal entity and its fiscal calendar.",
    (
        Key("currency", g.CURRENCY, "functional currency"),
        Key("reporting", g.CURRENCY, "currency its figures are translated into for the group"),
        Key("calendar", g.choice("months", "4-4-5", "4-5-4", "5-4-4"), "months by default, or weeks of each quarter"),
        Key("year starts", MONTH, "first month of the fiscal year, for calendar months", into="year_starts"),
        Key("year ends", YEAR_ENDS, "for a year of weeks", into="year_ends"),
        Key("zone", g.TEXT, "time zone of its cut-off; UTC by default"),
    ),
    _entity,
)
BOOK = Section(
    "a book",
    "A set of accounts under one standard.",
    (
        Key("standard", g.choice(*STANDARDS), "the standard; ASC 606 by default"),
        Key("policies", Mapped(g.TEXT, g.TEXT), "policies of this book"),
        Key("from", d.DATE, "first day they hold", into="from_on"),
        Key("why", g.TEXT, "reason"),
    ),
    _book,
)
SSP_ENTRY = Section(
    "an entry of the SSP book",
    "Standalone selling price of a product from a day on.",
    (
        Key("product", g.NAMED, "the product", required=True),
        Key("currency", g.CURRENCY, "currency of the price", required=True),
        Key("price", p.PRICE, "the price, in any form of an obligation's price"),
        Key("low", g.AMOUNT_OWED, "low end of the observed range, for one unit"),
        Key("high", g.AMOUNT_OWED, "high end of it"),
        Key("from", d.DATE, "first day it holds", required=True, into="from_on"),
        Key("stratum", g.NAMED, "value of a tag it holds for; all by default"),
    ),
    _entry,
    own_currency=True,
)
RATE_ROW = Section(
    "an exchange rate",
    "Units of the second currency for one of the first.",
    (
        Key("from", g.CURRENCY, "currency that is valued", required=True),
        Key("to", g.CURRENCY, "currency it is valued in", required=True),
        Key("date", d.DATE, "the day", required=True),
        Key("rate", g.EXCHANGE_RATE, "units of `to` for one of `from`", required=True),
    ),
    _rate,
)
ACCOUNT = Section(
    "an account",
    "Number and name of the account of a role.",
    (Key("number", g.TEXT, "account number", required=True), Key("name", g.TEXT, "account name")),
)
CLOSE = Section(
    "a close",
    "Periods that were closed.",
    (
        Key("entity", g.NAMED, "the entity", required=True),
        Key("through", d.LAST_DATE, "last day that is closed", required=True, into="open_from"),
        Key("at", d.DATE, "day on which they were closed; facts known that day are in", required=True, into="at_on"),
    ),
    _close,
)
RULE = Mapped(
    g.NAMED,
    g.TEXT,
    named={"role": ROLE, "number": g.TEXT},
    required=("role", "number"),
)
COMPANY = Section(
    "the company file",
    "What holds for all contracts.",
    (
        Key("duly", g.choice("1"), "version of the language"),
        Key("company", g.TEXT, "name of the company", into="name"),
        Key("currencies", Mapped(g.CURRENCY, DIGITS), "units that are not in ISO 4217, with their decimals"),
        Key("entities", Mapped(g.NAMED, ENTITY), "legal entities"),
        Key("books", Mapped(g.NAMED, BOOK), "sets of accounts"),
        Key("policies", Mapped(g.TEXT, g.TEXT), "policies for every book"),
        Key("ssp", Listing(SSP_ENTRY, may_be_empty=True), "the SSP book"),
        Key("rates", Either("rates", g.TEXT, Listing(RATE_ROW, may_be_empty=True)), "ecb, a CSV file, or rows"),
        Key("accounts", Mapped(ROLE, ACCOUNT), "account of each role"),
        Key("mapping", Listing(RULE, may_be_empty=True), "accounts by role, entity, product and dimensions"),
        Key("dimensions", Listing(g.NAMED, may_be_empty=True), "tags contracts may have; any, where none are listed"),
        Key("closes", Listing(CLOSE, may_be_empty=True), "periods that were closed"),
    ),
)


def read_company(block: Block) -> Company:
    """The typed company file; raises its `DulyError`, or `SeveralErrors` with all of them."""
    reader = Reader(currencies=_own_currencies(block))
    values = COMPANY.read_keys(block, "", reader, {})
    policies = policies_of(values.get("policies", {}), "policies", reader, needs_reason=False)
    entities: tuple[Entity, ...] = tuple(values.get("entities", {}).values())
    closes: tuple[Close, ...] = values.get("closes", ())
    rates, accounts = values.get("rates", ()), values.get("accounts", {})
    _check_names(entities, closes, values, block, reader)
    raise_found(reader)
    books: tuple[Book, ...] = tuple(values.get("books", {}).values())
    return Company(
        name=values.get("name", ""),
        currencies=tuple(values.get("currencies", {}).items()),
        entities=entities,
        books=tuple((book.ref, book.standard, book.policies) for book in books),
        elections=books,
        policies=policies,
        ssp=values.get("ssp", ()),
        rates=() if isinstance(rates, str) else rates,
        rates_source=rates if isinstance(rates, str) else "",
        accounts=tuple((_role(role), row["number"], row.get("name", "")) for role, row in accounts.items()),
        mapping=tuple(_rule(rule) for rule in values.get("mapping", ())),
        dimensions=values.get("dimensions", ()),
        closes=tuple(sorted(closes, key=lambda close: (close.entity, close.open_from))),
        places=reader.places,
    )


def _own_currencies(block: Block) -> dict[str, int]:
    """The company's own units, before anything else is typed."""
    own = bare(block.get("currencies"))
    if type(own) is not Block:
        return {}
    return {code: int(word(own, code)) for code in own if word(own, code) in DIGITS.words}


def _check_names(
    entities: tuple[Entity, ...], closes: tuple[Close, ...], values: Values, block: Block, reader: Reader
) -> None:
    """Currencies exist; closes name entities, where any are listed."""
    names = [entity.ref for entity in entities]
    for entity in entities:
        if entity.currency:
            reader.use_currency(entity.currency, f"entities.{entity.ref}.currency", entity.place)
        if entity.reporting:
            reader.use_currency(entity.reporting, f"entities.{entity.ref}.reporting", entity.place)
    _check_rates(values.get("rates", ()), reader)
    for number, close in enumerate(closes):
        if names and close.entity not in names:
            near = nearest(close.entity, names)
            found = f"there is no entity {close.entity!r}" + (f"; the nearest is {near!r}" if near else "")
            why = f"the company file has {', '.join(names)}"
            reader.report(e.UnknownEntity(found, why=why, fix="correct the name"), f"closes[{number}]", close.place)


def _check_rates(rates: str | tuple[Rate, ...], reader: Reader) -> None:
    """Their source is known; their currencies exist; a pair has one rate a day."""
    if isinstance(rates, str):
        if rates != "ecb" and not rates.lower().endswith(".csv"):
            why = "rates are rows, a CSV file, or `ecb`, the reference rates of the European Central Bank"
            error = e.UnknownChoice(f"{rates!r} is no source of exchange rates", why=why, fix="write one of these")
            reader.report(error, "rates", reader.places["rates"])
        return
    stated: dict[tuple[str, str, int], Fraction] = {}
    for number, (have, want, on, rate) in enumerate(rates):
        place = reader.places[f"rates[{number}]"]
        for code in (have, want):
            reader.use_currency(code, f"rates[{number}]", place)
        if stated.setdefault((have, want, on), rate) != rate:
            what = f"{have} to {want} has two rates on {iso(on)}"
            why = "amounts of a day are worth one amount"
            twice = e.RateStatedTwice(what, why=why, fix="leave the wrong one out")
            reader.report(twice, f"rates[{number}]", place)
