"""The proof of contract and case files: every number of theirs derived, and its derivation proved by the checker
alone, and what a case states by hand."""

from __future__ import annotations

import json as text
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from duly.checker.laws.books import check
from duly.checker.proof import Verdict, prove
from duly.checker.trees import read
from duly.doors.cli.cases import run_case
from duly.doors.cli.contracts import load
from duly.doors.cli.leaves import held_by, text_of
from duly.doors.cli.notices import say_errors
from duly.engine.disclosure.balances import NAMES
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.disclosure.reports import reports
from duly.engine.explain import others
from duly.engine.explain.accounts import RETURN_ASSET
from duly.engine.explain.cost_assets import ASSET
from duly.engine.explain.next_bill import PRORATION, prorating
from duly.engine.explain.numbers import explain_number, homes_of
from duly.engine.explain.provisions import PROVISION
from duly.engine.explain.retained import retained_in
from duly.engine.fx.rates import MissingRate
from duly.engine.fx.translate import entity_of
from duly.engine.journal.abroad import REPORTING, balances_at, which
from duly.engine.journal.books import Books, keep_books, policies_of
from duly.engine.journal.two_currencies import is_foreign
from duly.engine.metrics.contract_value import NoMonthlyPrice, recurring_lines
from duly.ground.dates import iso
from duly.ground.reports import Report
from duly.readers.files import TREES
from duly.readers.tree import read_tree
from duly.writers import json

STATED = "stated by hand"
# The balances that are proved in the currency of the books too.
_ABROAD = ("receivable", "contract asset", "contract liability")
_SETTLED = ("receivable", "contract liability", "deposit liability")
_SHOWN = ("allocation", "schedule", "journal", "balances", "rollforward", "remaining")


def proofs_of(file: str, company: str | None = None, book: str = "") -> Iterator[Verdict]:
    """The proof of the books of a file, each company's apart."""
    loaded = load([file], company)
    say_errors(loaded.errors)
    for run in loaded.runs:
        books = keep_books(run.terms, run.company, book=book)
        numbers = numbers_of(books)
        tops = [read("".join(json.derivation(explain_number(books, *number))))[0] for number in numbers]
        verdict = prove(tops, held_by)
        shown = text.loads(
            "".join(
                json.document(
                    list(reports(books, _SHOWN, every_period=True).values()), found=0, recognized=0, errors=()
                )
            )
        )
        chosen_by = policies_of(run.company, book)
        chosen = {terms.ref: dict(chosen_by(group)) for group in books.worlds.groups for terms in group}
        # What a case expects to be refused is no fault.
        aside = [f"{e.contract} is set aside: {e.what}" for e in books.errors if e.name not in (text_of(file) or "")]
        yield verdict._replace(faults=[*verdict.faults, *aside, *check(shown["reports"], tops, held_by, file, chosen)])


def stated_by_hand(file: str) -> Iterator[Verdict]:
    """What a case expects, worked out by its author, held against the books; nothing of a file that expects nothing."""
    if file.lower().endswith(TREES) and any("expect" in document for document in read_tree(file).documents):
        trial = run_case(file)
        wrong = [f"{one.path}: {one.expected} is stated, {one.got} is derived" for one in trial.differences]
        yield Verdict(0, 0, Counter({STATED: len(trial.case.leaves)}), wrong)


def numbers_of(books: Books) -> list[tuple[str, str, str]]:
    """The addresses of all numbers of books that are proved."""
    standing = (*_standing(books), *_on_days(books))
    return [*_revenue(books), *standing, *_costs(books), *_recurring(books), *_prorated(books), *retained_in(books)]


def _revenue(books: Books) -> list[tuple[str, str, str]]:
    """Contract, obligation and period of all revenue that is booked."""
    home = homes_of(books)
    rows: Report = reports(books, ["schedule"])["schedule"]
    found = {(str(row[1]).split("+")[0], str(row[2]), str(row[3])) for row in rows.rows}
    # Of each obligation the last period too, booked or not: it tells whether all that was done is counted.
    last = {entity: booked[-1].period.name for entity, booked in books.periods.items() if booked}
    found |= {(t.ref, o.ref, last[t.entity]) for group in books.worlds.groups for t in group for o in t.obligations}
    return sorted({(home.get((contract, ref), contract), ref, period) for contract, ref, period in found})


def _standing(books: Books) -> Iterator[tuple[str, str, str]]:
    """Every balance of the report, the allocation, and what remains."""
    shown, translated = reports(books, ["balances", "allocation"]), _translated(books)
    columns = [column.name for column in shown["balances"].columns]
    for row in shown["balances"].rows:
        cells = dict(zip(columns, row, strict=True))
        contract = str(cells["contract"]).split("+")[0]
        period = str(cells["period"])
        there = [name for name in NAMES if getattr(cells[name], "minor", 0)]
        yield from ((contract, name, period) for name in there)
        yield from ((contract, f"{others.REPORTING}{name}", period) for name in there if contract in translated)
        abroad = [f"{others.FUNCTIONAL}{name}" for name in _ABROAD] if is_foreign(books) else []
        yield from ((contract, name, period) for name in abroad if getattr(cells.get(name), "minor", 0))
    by_use = {key for key in books.allocation_at(books.through) if key not in remaining_by_year(books, books.through)}
    for ref, obligation, *_ in shown["allocation"].rows:
        yield str(ref), str(obligation), "allocated"
        if (ref, obligation) not in by_use:
            yield str(ref), str(obligation), "remaining"


def _translated(books: Books) -> set[str]:
    """The contracts of entities that report in another currency than that of their books, where rates are there."""
    found = set[str]()
    for number, group in enumerate(books.worlds.groups):
        code = entity_of(group[0], books.company).reporting
        with suppress(MissingRate):
            if code and which(books.functional, number, code) == REPORTING:
                balances_at(books.functional, number, code, books.through, books.as_of)
                found |= {terms.ref for terms in group}
    return found


def _on_days(books: Books) -> Iterator[tuple[str, str, str]]:
    """What is owed and was paid ahead at the end of days inside of periods: those on which a contract is first billed
    or paid, and on which it comes to be one."""
    for ruling in books.now().rulings:
        terms, days = ruling.group[0], {ruling.drafts.exists_on}
        happened = sorted(fact for one in ruling.group for fact in ((f.on, f.verb) for f in one.happened))
        days |= {on for on, _ in (*_first(happened, "invoice"), *_first(happened, "paid"))}
        for one in books.periods.get(terms.entity, ()):
            last = min(one.period.until - 1, books.through)
            inside = [on for on in sorted(days) if one.period.start <= on < last]
            if one.known_on >= books.as_of:
                yield from ((terms.ref, name, iso(on)) for on in inside for name in _SETTLED)


def _first(happened: Sequence[tuple[int, str]], verb: str) -> Sequence[tuple[int, str]]:
    return [row for row in happened if row[1] == verb][:1]


def _costs(books: Books) -> Iterator[tuple[str, str, str]]:
    """What is carried of the costs of a contract and provided for its losses at the end of each period, be it nothing:
    that a loss is forgotten shows in nothing else."""
    for group in books.worlds.groups:
        of = [o for terms in group for o in terms.obligations]
        names = [ASSET] if any(terms.costs for terms in group) else []
        names += [PROVISION] if any(o.earn == "by cost" or o.cost is not None for o in of) else []
        names += [RETURN_ASSET] if any(o.returns and o.cost is not None for o in of) else []
        for one in books.periods[group[0].entity] if names else ():
            if books.worlds.at(one.known_on, [books.worlds.groups.index(group)]).groups:
                yield from ((group[0].ref, name, one.period.name) for name in names)


def _prorated(books: Books) -> Iterator[tuple[str, str, str]]:
    """What changes of plan credit and charge, each day of them."""
    for terms in (terms for group in books.worlds.groups for terms in group):
        if all(o.ref != PRORATION for o in terms.obligations):
            found = sorted({fact.on for fact in prorating(terms) if fact.on <= books.through})
            yield from ((terms.ref, PRORATION, iso(on)) for on in found)


def _recurring(books: Books) -> Iterator[tuple[str, str, str]]:
    """What recurs of a contract at the ends of its first and its last period."""
    for terms in (terms for group in books.worlds.groups for terms in group):
        ends = [min(one.period.until - 1, books.through) for one in books.periods.get(terms.entity, ())]
        if any(o.recurring for o in terms.obligations) and all(o.ref != "arr" for o in terms.obligations):
            with suppress(NoMonthlyPrice):
                recurring_lines(terms)
                yield from ((terms.ref, "arr", iso(on)) for on in sorted({*ends[:1], *ends[-1:]}))
