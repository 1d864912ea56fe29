"""No key is read and then forgotten: each one moves a rule somewhere, or it is said here why it moves none.

Watched while books are kept and numbers asked: all cases, and `keys.yaml` with the keys that none of them needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from duly.doors.cli.cases import case_files, run_case
from duly.engine.contracts.elements import ELEMENT
from duly.engine.contracts.forms import Either, Form, Key, Listing, Mapped, Section, Variants
from duly.engine.contracts.judgements import COSTS, JUDGED, OPENING
from duly.engine.contracts.promises import CHANGED, CHANGED_TERM, OBLIGATION, OBLIGATION_KEYS, TERM
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.schema import BILL_LINE, CANCEL, CONTRACT
from duly.engine.contracts.verbs import HAPPENED
from duly.engine.disclosure.reports import reports
from duly.engine.explain import trials
from duly.engine.explain.quantities import quantity
from duly.engine.journal.books import keep_books
from duly.readers.files import read_files
from tests.engine.contracts.recorder import Recorder
from tests.engine.contracts.texts import company_of

ROOT = Path(__file__).resolve().parents[3]
COMPANY = """
books: {ifrs: {standard: IFRS 15, why: the group reports so}}
ssp: [{product: RACK, currency: USD, price: 650.00, from: 2024-01-01}]
mapping: [{role: revenue, product: RACK, region: EMEA, number: 4010}]
"""
# What every row may say: when, why, by whom, from where; and when it became known, which decides what is a fact at all.
EVERY_ROW = ("date", "known", "corrects", "ref", "why", "by", "source", "note")
# Keys that move no number, each with why.
SILENT = {
    "a contract": {
        "duly": "the version of the language",
        "title": "for people",
        "documents": "short names for sources",
        "names": "what other systems call it; the ledger keeps them",
        "under": "for information: what is accounted for as one says `combine`",
        "term": "spread over the obligations, with keys of its own",
        "portfolio": "how many like contracts are one contract is how the file is written; its number counts customers",
    },
    "the right to cancel": {"notice": "no right comes before performance, however early notice is given"},
    "the term": {
        "months": "becomes the last day when it is read",
        "notice": "a renewal is a fact, whoever may stop it and when",
    },
    "the changed term": {"months": "becomes the last day when it is read"},
    "a billing row": {"in": "becomes `advance` or one sum", "on": "becomes the day of the first bill"},
    "an obligation": {
        "description": "for people",
        "ssp basis": "for information: the price says how it was found",
        "months": "becomes the last day when it is read",
    },
    "a changed obligation": {
        "description": "for people",
        "ssp": "becomes the `ssp` of the amendment when it is read",
        "ssp basis": "for information",
        "months": "becomes the last day when it is read",
    },
    "a price element": {"unit": "the name of what `per` counts"},
    "a royalty": {"of": "words: sales and usage are facts of the obligation"},
    "a right of return": {
        "kept": "becomes `expected` when it is read",
        "window": "what ends the right is a fact, `return right lapsed`",
    },
    "bill and hold": {"reason": "a criterion that is met when it is written (606-10-55-83(a))"},
    "breakage": {"remote": "without `expected` nothing is broken until it is judged `remote`"},
    "a row with `credit note`": {"credit note": "its number"},
    "a row with `refund`": {"invoice": "for people: it pays out what is owed to the customer, whatever it came from"},
    "a row with `amendment`": {"amendment": "its number", "signed": "what counts is the day it takes effect"},
    "a row with `obtaining`": {"what": "for people"},
    "a row with `expense`": {"what": "for people"},
}
# Sections whose keys become attributes of the terms, and what these are called.
ATTRIBUTES = {"a contract": "Terms", "the term": "Terms", "the right to cancel": "Cancel", "a billing row": "BillLine"}


def sections() -> Iterator[tuple[str, Section]]:
    """The sections of a contract whose keys rules may read, each with the name it is watched under."""
    yield from ((ATTRIBUTES[one.name], one) for one in (CONTRACT, TERM, CANCEL, BILL_LINE))
    yield from (("Obligation", OBLIGATION), ("changed", CHANGED), ("term", CHANGED_TERM), ("element", ELEMENT))
    yield from ((attribute(key), key.form) for key in OBLIGATION_KEYS if isinstance(key.form, Section))
    for table in (HAPPENED, JUDGED, COSTS):
        yield from ((section.lead, section) for section in table.sections)
    yield "opening", OPENING


def attribute(key: Key) -> str:
    return (key.into or key.name).replace(" ", "_")


def watched_as(kind: str, key: Key) -> set[tuple[str, str]]:
    """What is read where a key is read."""
    if kind in ("Terms", "Obligation", "Cancel", "BillLine", "changed", "term"):
        return {(kind, "ref" if key.name == "contract" else attribute(key))}
    if kind == "element" and key.name in ("element", "of"):
        return {("Element", "name" if key.name == "element" else "of")}
    return {(kind, key.name)}


@cache
def recorded() -> Recorder:
    """Everything that is read of the cases and of `keys.yaml`."""
    recorder = Recorder()
    with pytest.MonkeyPatch.context() as patch:
        recorder.watch(patch)
        for name in ("keep_books", "quantity"):
            patch.setattr(trials, name, recorder.while_rules(getattr(trials, name)))
        for file in case_files(str(ROOT / "tests" / "cases")):
            run_case(file)
        read = read_files([str(Path(__file__).with_name("keys.yaml"))])
        company = company_of(COMPANY)
        contracts = read_contracts(read.documents, company)
        assert not read.errors and not contracts.errors, [*read.errors, *contracts.errors]
        with recorder.rules():
            books = keep_books(contracts.terms, company)
            assert not books.errors, books.errors
            reports(books)
            quantity(books, "metrics", ("mrr",))
    return recorder


CASES = [(kind, section, key) for kind, section in sections() for key in section.keys]
CASES = [(kind, section, key) for kind, section, key in CASES if key.name not in EVERY_ROW and key.into != "subjects"]


@pytest.mark.parametrize(("kind", "section", "key"), CASES, ids=[f"{s.name}: {k.name}" for _, s, k in CASES])
def test_a_key_is_read_by_a_rule_or_said_to_be_silent(kind, section, key):
    read = watched_as(kind, key) <= recorded().read
    why = SILENT.get(section.name, {}).get(key.name)
    assert read or why, f"no rule reads `{key.name}` of {section.name}: make one, refuse the key, or say why not"
    assert not (read and why), f"a rule reads `{key.name}` of {section.name}, so it is not silent"


def test_what_is_said_to_be_silent_is_declared():
    declared = {section.name: {key.name for key in section.keys} for _, section in sections()}
    assert {name: set(keys) - declared[name] for name, keys in SILENT.items() if set(keys) - declared[name]} == {}


def test_every_section_of_a_contract_is_watched():
    """A section that is added to the language is watched too, or its values are read by forms of their own."""
    forms = {"a price in steps", "a price in tiers", "a residual SSP", "the SSP of an option", "the SSP of points"}
    found = {section.name for _, section in sections()}
    assert {form.name for form in inside(CONTRACT)} - found - forms == {"a bundle"}


def inside(form: Form, seen: set[int] | None = None) -> Iterator[Section]:
    """All sections that a form holds."""
    seen = set() if seen is None else seen
    if id(form) in seen:
        return
    seen.add(id(form))
    if isinstance(form, Section):
        yield form
    held = {
        Section: lambda: [key.form for key in form.keys],
        Variants: lambda: form.sections,
        Listing: lambda: [form.form],
        Mapped: lambda: [form.form, *form.named.values()],
        Either: lambda: [one for one in (form.text, form.rows, form.block) if one is not None],
    }.get(type(form), list)
    for one in held():
        yield from inside(one, seen)
