"""Faults planted in what changes a contract or passes with a day: treatments, ends, renewals, rights, credits."""

from __future__ import annotations

from tests.checker.faults import Fault

_C, _H, _R = "tests/cases", "tests/cases/house", "duly.engine.recognition"
_SEVEN = f"{_C}/asc606-ex07-modification-service-extension-blend.yaml"
_EIGHT = f"{_C}/asc606-ex08-modification-cumulative-catch-up.yaml"
_EXPIRES = f"{_H}/options-voucher-that-expires-by-itself.yaml"
_MENDED = "tests/checker/changes.yaml"
_ENDS, _MIXED = f"{_H}/amendment-then-all-ends.yaml", f"{_H}/amendment-mixed.yaml"

CHANGES = tuple(
    Fault(name, f"{_R}.{module}", function, before, after, file)
    for name, module, function, before, after, file in (
        (
            "what is added is separate at any price",
            "modifications",
            "_signs",
            "abs(added - worth)",
            "0",
            f"{_H}/amendment-caught-up.yaml",
        ),
        (
            "the time of a longer term ends as before",
            "continued",
            "extended",
            "c.until if c.until is not None else m.until",
            "m.until",
            f"{_H}/amendment-caught-up.yaml",
        ),
        (
            "what was expected comes off again",
            "price",
            "lowered",
            "credit.lowers - granted.get(id(credit), 0)",
            "credit.lowers",
            f"{_H}/refunds-after-a-change.yaml",
        ),
        (
            "what is added is never separate",
            "promises",
            "Signs.separate",
            "self.adds and",
            "False and",
            f"{_C}/asc606-ex05a-modification-separate-contract.yaml",
        ),
        (
            "the rest is distinct though it is not",
            "modifications",
            "is_distinct",
            "return _said(",
            "return True or _said(",
            _EIGHT,
        ),
        ("a catch-up goes on with what is left", "continued", "go_on", "3 if m.timed else 1", "0", _EIGHT),
        ("the day of a change is of what was before", "continued", "carry", "on - 1", "on", _SEVEN),
        ("the last day is not earned", "endings", "end_early", "at_end=True", "at_end=False", _ENDS),
        (
            "what is not approved has an effect",
            "modifications",
            "_go_through",
            "is False",
            "is None",
            f"{_H}/amendment-further-combinations.yaml",
        ),
        (
            "steps in the wrong order",
            "run",
            "_pieces",
            "zip(steps,",
            "zip(steps[::-1],",
            f"{_H}/billing-plans-side-by-side.yaml",
        ),
        (
            "a license used before its new term",
            "renewals",
            "_add",
            "else start",
            "else fact.on",
            f"{_H}/renewals-on-agreed-terms.yaml",
        ),
        (
            "royalties of a license nobody has",
            "royalties",
            "_earn",
            "max(fact.on, kept)",
            "fact.on",
            f"{_H}/royalties-before-and-after-the-license-passes.yaml",
        ),
        (
            "a fee for the first term",
            "upfront",
            "_life",
            "dates.add(begins, life)",
            "p.until or dates.add(begins, life)",
            f"{_H}/upfront-fee-shared-by-two-promises.yaml",
        ),
    )
) + (
    Fault(
        "a contract before anybody thinks that it is paid",
        f"{_R}.contract",
        "_exists_on",
        "begins = judged.on",
        "begins = -t.NEVER",
        f"{_H}/onerous-when-the-contract-begins.yaml",
    ),
    Fault(
        "even services are worth their payments",
        f"{_R}.financing",
        "_even",
        "worth / unit",
        "worth",
        f"{_H}/financing-service-paid-ahead-and-behind.yaml",
    ),
    Fault(
        "shares at twice their value",
        f"{_R}.noncash",
        "noncash_element",
        "each * times * value",
        "2 * each * times * value",
        f"{_H}/noncash-land-stock-and-grain.yaml",
    ),
    Fault(
        "what was redeemed is forgotten",
        "duly.engine.delivery.redemption",
        "redemption",
        'fact.verb == "redeemed"',
        'fact.verb != "redeemed"',
        f"{_C}/gift-card-proportional-breakage.yaml",
    ),
    *(
        Fault(name, f"{_R}.{module}", function, before, after, _MENDED)
        for name, module, function, before, after in (
            ("what is performed takes it all", "continued", "reprice_finished", "c.moved, 0", "c.moved + 9000, 0"),
            ("months that go", "changes", "_longer", "before + _months_more", "before - _months_more"),
            ("a price by what is stated", "pools", "_worth", "return [alone]", "return [Fraction(p.stated or 0)]"),
            ("interest of what is paid at once", "financing", "_even", "_fraction(price)", "_fraction(1 + price)"),
        )
    ),
    Fault(
        "prices by what is stated",
        "duly.engine.pricing.standalone",
        "_own",
        "return amount_of(",
        "return one.stated or amount_of(",
        f"{_H}/bundle-and-price-credits.yaml",
    ),
    Fault(
        "all cards are used",
        "duly.engine.delivery.redemption",
        "_used",
        "units * (1 - broken)",
        "units",
        f"{_C}/gift-card-proportional-breakage.yaml",
    ),
    Fault(
        "a voucher for ever", "duly.engine.delivery.redemption", "with_expiry", "o.expires is None", "True", _EXPIRES
    ),
    Fault(
        "a credit leaves the price",
        "duly.engine.pricing.credits",
        "_Ledger.off_price",
        "return left, tuple",
        "return 0, tuple",
        f"{_C}/stripe-credit-note-before-payment.yaml",
    ),
    Fault(
        "a part month has thirty days",
        "duly.engine.pricing.prorated",
        "parts",
        "ends - begins)",
        "30 * months)",
        f"{_H}/prorated-changes-of-plan.yaml",
    ),
    Fault(
        "a new price from the day before",
        "duly.engine.pricing.prorated",
        "Plan.counts_from",
        "return on\n",
        "return on - 1\n",
        f"{_H}/prorated-changes-of-plan.yaml",
    ),
    Fault(
        "what is held for the customer passes on its way only",
        "duly.engine.delivery.holding",
        "transfers",
        "kept += _count(fact) or 0\n            fact",
        "continue\n            fact",
        "tests/checker/changes.yaml",
    ),
    Fault(
        "all that goes out had been held",
        "duly.engine.delivery.holding",
        "transfers",
        "min(count, kept)",
        "count",
        "tests/checker/changes.yaml",
    ),
    Fault(
        "what was held is delivered once more",
        "duly.engine.delivery.holding",
        "transfers",
        "kept += _count(fact) or 0",
        "kept += 0",
        "examples/topics/bill-and-hold.yaml",
    ),
)
