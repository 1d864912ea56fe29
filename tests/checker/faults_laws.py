"""Faults planted in what contracts earn, leave and cost that nothing but their words tells."""

from __future__ import annotations

from tests.checker.faults import Fault

_C, _H, _E = "tests/cases", "tests/cases/house", "duly.engine"

LAWS = tuple(
    Fault(name, f"{_E}.{module}", function, before, after, f"{file}.yaml")
    for name, module, function, before, after, file in (
        (
            "a list is lost",
            "contracts.forms",
            "Listing.read",
            "found, broken = [], False",
            "found, broken = [], True",
            f"{_H}/variable-judgements-in-turn",
        ),
        (
            "rights are not estimated anew",
            "delivery.redemption",
            "redemption",
            "(new := _estimate(fact, rights)) is not None",
            "(new := _estimate(fact, rights)) is None",
            f"{_C}/asc606-ex52-loyalty-points",
        ),
        (
            "a year ends a day early",
            "disclosure.remaining",
            "_left",
            "12, 31",
            "12, 30",
            f"{_C}/cadel-catch-up-on-subscription",
        ),
        (
            "what is added begins with the term",
            "contracts.spans",
            "_amendment",
            "from_on=fact.on",
            "from_on=terms.from_on",
            f"{_C}/seat-expansion-co-terminous",
        ),
    )
)
