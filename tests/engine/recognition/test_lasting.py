"""Books run to the last day on which a rule books something, though no fact and no span tells that day."""

from __future__ import annotations

import pytest

from duly.ground.dates import iso
from tests.engine.recognition.kept import Kept

TERM = "term: {from: 2024-02-01, to: 2024-12-31}\n"
YEAR = "{price: 12.00, earn: over time by month, from: 2024-03-01, to: 2025-02-28%s}"
SETUP = (
    "%sjudged: [{date: 2024-01-01, %s: s, why: x}]\n"
    "obligations: {s: {price: 9.00, setup: yes, customer life: 24 months%s}}"
)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("obligations: {a: {price: 1.00}}", "2024-01-01"),
        ("obligations: {a: {option: more, earn: on exercise or expiry, expires: 2024-05-31}}", "2024-05-31"),
        ("obligations: {a: {price: 9.00, repurchase: {by: us, price: 8.00, on: 2025-05-31}}}", "2025-05-31"),
        (SETUP % ("", "material right", ""), "2025-12-31"),
        (SETUP % (TERM, "material right", ""), "2026-01-31"),
        (SETUP % (TERM, "material right", ", from: 2024-04-01, to: 2024-12-31"), "2026-03-31"),
        (SETUP % (TERM, "not material right", ""), "2024-12-31"),
        ("obligations: {a: " + YEAR % "" + "}", "2025-02-28"),
        ("obligations: {a: " + YEAR % ", renewals: {expected: [90%, 80%]}" + "}", "2027-02-28"),
        ("costs: [{date: 2024-01-01, commission: 9.00, over: 18 months}]", "2025-06-30"),
        (
            "judged: [{date: 2026-01-05, remote: a, why: x}]\nobligations: {a: {price: 1.00, earn: as redeemed}}",
            "2026-01-05",
        ),
        ("judged: [{date: 2026-01-05, distinct: a, why: x}]\nobligations: {a: {price: 1.00}}", "2024-01-01"),
        (TERM + "obligations: {a: {price: 11.00}}\nhappened: [{date: 2024-06-01, renewed: 2 months}]", "2025-02-28"),
    ],
)
def test_the_last_day_of_the_books(text, last):
    assert iso(Kept(text).books.through) == last
