"""Ten numbers drawn by seed, recomputed from their printed text by a reader of formulas that is neither the engine's
nor the checker's; each leaf opens its source."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from duly.doors.cli.proofs import numbers_of
from duly.engine.explain.numbers import explain_number
from duly.ground.reports import Step
from duly.writers import table
from tests.engine.explain.test_derivations import books_of

ROOT = Path(__file__).resolve().parents[2]
FILES = ("bundle.yaml", "subscription-inr.yaml", "maintenance.yaml", "consulting.yaml")
_LINE = re.compile(r"^(?P<file>.+), line (?P<line>\d+)")
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?")


def worked_out(how: str, places: int) -> Fraction:
    """A formula as Python would read it, with exact numbers."""
    text = re.sub(r"(\d[\d,.]*) of (\d[\d,.]*)(?: [a-z]+)?", r"(\1 / \2)", how.removeprefix("= ").partition(";")[0])
    text = text.replace("above zero", "above").replace(" x ", " * ").replace(" of ", " / ")
    text = re.sub(r"(\d[\d,]*(?:\.\d+)?)(%?)", lambda found: f"N('{found[1]}','{found[2]}')", text)
    text = re.sub(r"\b(?!N\b|round\b|above\b)[A-Za-z]+\b", "", text)
    known = {
        "N": _number,
        "round": lambda value: _half_up(value, places),
        "above": lambda value: max(value, Fraction(0)),
    }
    return Fraction(eval(text, {"__builtins__": {}}, known))


def _number(digits: str, percent: str) -> Fraction:
    return Fraction(digits.replace(",", "")) / (100 if percent else 1)


def _half_up(value: Fraction, places: int) -> Fraction:
    exact = Decimal(value.numerator) * 10**places / Decimal(value.denominator)
    return Fraction(int(exact.quantize(Decimal(1), rounding="ROUND_HALF_UP"))) / 10**places


def stated(value: str) -> Fraction:
    """The number of a value: an amount, or one count of another."""
    done, of, total = value.partition(" of ")
    found = [Fraction(_AMOUNT.search(part)[0].rstrip("%").replace(",", "")) for part in (done, total) if part]  # type: ignore[index]
    return found[0] / found[1] if of else found[0] / (100 if done.endswith("%") else 1)


def drawn(seed: str) -> list[Step]:
    """Ten numbers of the examples."""
    every = [
        (books, number)
        for file in FILES
        for books in books_of(ROOT / "examples" / file)
        for number in numbers_of(books)
    ]
    return [explain_number(books, *number) for books, number in random.Random(seed).sample(every, 10)]


def steps_of(top: Step) -> list[Step]:
    return [top, *(inner for child in top.children for inner in steps_of(child))]


@pytest.mark.parametrize("seed", ["606", "15", "hand"])
def test_ten_numbers_are_recomputed_from_their_text_and_every_leaf_opens(seed):
    formulas = leaves = 0
    for top in drawn(seed):
        printed = "\n".join(table.tree(top))
        for step in steps_of(top):
            assert step.value in printed
            if step.how.startswith("= ") and "below" not in step.how:
                places = 0 if "JPY" in step.value else 2
                assert worked_out(step.how, places) == stated(step.value), (step.label, step.value, step.how)
                formulas += 1
            if not step.children and step.value and not step.label.startswith(("months from", "one ")):
                leaves += 1
                place = _LINE.match(step.source)
                assert place or step.source.startswith(("policy", "entity")), step
                if place:
                    lines = (ROOT / place["file"]).read_text(encoding="utf-8").splitlines()
                    assert lines[int(place["line"]) - 1].strip()
    assert formulas > 20 and leaves > 30
