"""The derivation of every number of the examples and cases can be worked out again, down to what was written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from duly.checker.proof import prove
from duly.checker.trees import read
from duly.checker.words import value
from duly.doors.cli.contracts import load
from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.reports import reports
from duly.engine.explain.derivation import NothingToExplain, explain
from duly.engine.journal.books import Books, keep_books
from duly.ground.errors import Place
from duly.writers import json, table
from tests.laws.contracts import contract_group
from tests.laws.figures import kept

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    path
    for path in sorted([*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("tests/cases/**/*.yaml")])
    if not path.name.startswith("company")
]


def books_of(path: Path, company: Path | None = None) -> Iterator[Books]:
    for run in load([str(path)], str(company) if company else None).runs:
        yield keep_books(run.terms, run.company)


def booked(books: Books) -> dict[tuple[str, str, str], tuple[int, int, bool]]:
    """Minor units, decimals and whether anything but progress moved, by contract, obligation and period."""
    home = {
        (one.ref, o.ref): terms.ref
        for group in books.worlds.groups
        for terms in group
        for one in group
        for o in terms.obligations
    }
    found: dict[tuple[str, str, str], tuple[int, int, bool]] = {}
    for _, contract, obligation, period, _, cause, money in reports(books, ["schedule"])["schedule"].rows:
        key = (home.get((contract.split("+")[0], obligation), contract), obligation, period)
        minor, _, moved = found.get(key, (0, 0, False))
        found[key] = (minor + money.minor, money.digits, moved or cause != "progress")
    return found


def proved(books: Books, keys: list[tuple[str, str, str]], amounts: dict) -> list[str]:
    """What the checker finds wrong with the derivations of some numbers, and those that are not what is booked."""
    tops = [read("".join(json.derivation(explain(books, *key))))[0] for key in keys]
    found = [
        f"{top.label}: {top.value} is not what the schedule says"
        for key, top in zip(keys, tops, strict=True)
        if value(top.value) != Fraction(amounts[key][0], 10 ** amounts[key][1])
    ]
    return found + prove(tops, text_of).faults


def text_of(file: str) -> str | None:
    """The text of a file that a derivation names; contracts at random stand in none."""
    return Path(file).read_text(encoding="utf-8") if Path(file).suffix == ".yaml" and Path(file).exists() else None


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_number_is_derived_from_what_was_written(path):
    for books in books_of(path):
        amounts = booked(books)
        assert proved(books, list(amounts), amounts) == []


def placed(terms: Terms) -> Terms:
    """Contracts at random stand nowhere; a line for each thing that is written."""
    lines = iter(range(1, 10_000))

    def at(rows):
        return tuple(replace(row, place=Place(f"{terms.ref}.yaml", next(lines))) for row in rows)

    parts = {name: at(getattr(terms, name)) for name in ("obligations", "happened", "judged", "opening")}
    return replace(terms, place=Place(f"{terms.ref}.yaml", next(lines)), **parts)


@pytest.mark.parametrize("seed", range(40))
def test_numbers_of_any_contract_are_derived(seed):
    chance = random.Random(f"derived {seed}")
    books = kept([[placed(terms) for terms in contract_group(chance, seed)]])
    amounts = booked(books)
    assert proved(books, list(amounts), amounts) == []


@pytest.fixture
def shown():
    """The lines of the derivation of a number of an example."""

    def lines(number: str, file: str, company: str = "") -> list[str]:
        (books,) = books_of(ROOT / file, ROOT / company if company else None)
        return list(table.tree(explain(books, *number.split("/"))))

    return lines


def has(lines: list[str], *words: str) -> bool:
    """Whether the words stand on lines that follow each other."""
    texts = [line.strip("│├└─ ") for line in lines]
    return any(all(word in text for word, text in zip(words, texts[at:], strict=False)) for at in range(len(texts)))


def test_even_months_are_counted_as_months(shown):
    lines = shown("INR-2024-01/subscription/2024-06", "examples/subscription-inr.yaml")
    assert lines[:2] == [
        "revenue of INR-2024-01/subscription booked in 2024-06: 10,000.00 INR",
        "│  = 30,000.00 INR - 20,000.00 INR",
    ]
    assert has(lines, "= round(120,000.00 INR x 3 of 12 months); half away from zero")
    assert has(lines, "progress: 2 of 12 months", "months of its span that have passed at the end of 2024-05-31")


def test_the_words_of_the_agreement_stand_beside_the_line(shown):
    lines = shown("SRP-1998/sponsorship/1998-07", "examples/sponsorship.yaml")
    assert has(lines, "stated price of sponsorship: 80,000.00 USD", "sponsorship.yaml, line 16 · agreement §6")
    assert has(lines, "span of service: 1998-02-24 to 1998-11-30", "line 9 · agreement §2")
    assert has(lines, "measure: over time by day", "line 17 · agreement §3")


def test_the_words_of_a_fact_or_of_one_of_its_values_stand_beside_its_line(shown):
    lines = shown("HRB-7/setup/2026-02", "tests/engine/explain/plain.yaml")
    assert has(lines, "delivered on 2026-02-10: all that is left", "line 14 · delivery note 7")
    lines = shown("HRB-7/hours/2026-03", "tests/engine/explain/plain.yaml")
    assert has(lines, "hours on 2026-03-31: 2.5 hours", "line 15 · time sheet, March")


def test_use_is_a_count_at_a_price(shown):
    lines = shown("IREYA-2020/advice/2020-08", "examples/consulting.yaml")
    assert has(lines, "hours, at its price: 6,125.00 EUR", "= 12.25 hours x 500.00 EUR")
    assert has(lines, "price: 500.00 EUR per hour", "line 16 · agreement §2")
    lines = shown("XIM-1993/telephone/1994-09", "examples/maintenance.yaml")
    assert has(lines, "hours, at its price: 550.00 USD", "= 5.5 hours x 0.00 USD + 5.5 hours x 100.00 USD")
    assert has(lines, "price above 40: 100.00 USD per hour")


def test_a_new_estimate_stands_apart_from_progress_with_its_reason(shown):
    lines = shown("HRB-7/build/2026-04", "examples/bundle.yaml")
    assert lines[1] == "│  = -4,000.00 USD + 9,000.00 USD"
    assert has(lines, "estimate of 2026-04-20: -4,000.00 USD")
    assert has(
        lines, "new total by estimate on 2026-04-20: 50,000.00 USD", "why: a second interface is needed", "line 32"
    )
    assert has(lines, "progress: 16,000.00 of 40,000.00 USD", "= 16,000.00 USD of 40,000.00 USD")
    assert has(lines, "standalone selling prices together: 144,000.00 USD")
    assert has(lines, "policy allocation remainder: last", "from policy")


def test_a_price_that_stands_alone_is_its_own_evidence(shown):
    lines = shown("HRB-7/platform/2026-04", "tests/engine/explain/plain.yaml")
    assert has(lines, "standalone selling price of setup: 40.00 USD", "= 40.00 USD; the stated price")


def test_what_became_known_late_stands_by_the_period_it_belongs_to(shown):
    company = "examples/late-delivery/company-fast-close.yaml"
    lines = shown("LATE-1/machine/2026-07", "examples/late-delivery/machine.yaml", company)
    assert has(lines, "late for 2026-06: 90,000.00 USD", "= 90,000.00 USD - 0.00 USD")
    assert has(lines, "2026-06 as known now: 90,000.00 USD") and has(lines, "2026-06 as known on 2026-07-02: 0.00 USD")
    assert has(lines, "delivered on 2026-06-30, known on 2026-07-03: learned after 2026-07-02")
    assert not any("paid" in line for line in lines)


def test_a_prospective_price_walks_back_to_the_first_allocation(shown):
    lines = shown("PRODUCT-A/A/2019-09", "tests/cases/modification-chain-up-then-cancel.yaml")
    assert has(lines, "= 1,050.00 USD; nothing more is earned")
    assert has(lines, "= 600.00 USD + round(900.00 USD x 3 of 6 months); half away from zero")
    assert has(lines, "price of what is left on 2019-07-01: 900.00 USD", "= 600.00 USD + 300.00 USD")
    assert has(lines, "not yet recognized of A: 600.00 USD", "= 1,200.00 USD - 600.00 USD")
    assert has(lines, "amendment A-1 on 2019-07-01: prospective", "line 18", "cite 606-10-25-13(a)")
    assert has(lines, "stated price of A: 1,200.00 USD", "= 100.00 USD x 12 months")


def test_a_catch_up_is_split_into_price_and_measure(shown):
    lines = shown("BUILDING/building/2024-03", "tests/cases/asc606-ex08-modification-cumulative-catch-up.yaml")
    assert has(lines, "amendment of 2024-03-31: 90,000.00 USD", "= 810,000.00 USD - 720,000.00 USD")
    assert has(lines, "amendment A-1 on 2024-03-31: catch-up", "line 25", "cite 606-10-25-13(b)")
    assert has(lines, "whole price of building from 2024-03-31: 1,350,000.00 USD", "measured from inception")
    assert has(lines, "held back early completion bonus on 2024-03-31: 0.00 USD", "why: most of what could delay us")


def test_json_names_a_step_that_was_shown(shown):
    (books,) = books_of(ROOT / "examples" / "subscription-inr.yaml")
    text = "".join(json.derivation(explain(books, "INR-2024-01", "subscription", "2024-06")))
    assert text.count('"label": "transaction price"') == 1
    assert (
        '"label": "price of subscription",\n          "value": "120,000.00 INR",\n          "source": "as above"'
        in text
    )


def test_what_there_is_not_is_said_with_what_there_is():
    (books,) = books_of(ROOT / "examples" / "bundle.yaml")
    for number, fix in (
        (("HRB-8", "build", "2026-04"), "one of: HRB-7"),
        (("HRB-7", "bild", "2026-04"), "one of: platform, setup, build"),
        (("HRB-7", "build", "2027-04"), "name one of these periods"),
    ):
        with pytest.raises(NothingToExplain) as error:
            explain(books, *number)
        assert error.value.fix == fix
