"""Faults planted in bills, payments of what is financed, allowances, rebates that are granted, what is left by year."""

from __future__ import annotations

from tests.checker.faults import Fault

_E, _WHOLE = "duly.engine", "tests/checker/plans"

MONEY = tuple(
    Fault(name, f"{_E}.{module}", function, before, after, f"{file}.yaml")
    for name, module, function, before, after, file in (
        (
            "the rest at its old price",
            "billing.plan",
            "_at_new_price",
            "min(max(bill.amount, 0), left)",
            "left",
            _WHOLE,
        ),
        (
            "a change is due at once",
            "billing.plan",
            "_bill_on",
            "dates.add(on, line.net) if line.net else on",
            "on",
            _WHOLE,
        ),
        (
            "months from each bill",
            "contracts.instalments",
            "_calendar",
            "months_started(start, day)",
            "months_started(day, until)",
            _WHOLE,
        ),
        ("shares of a payment", "recognition.financing", "_by_line", "bill.amount * part", "bill.amount", _WHOLE),
        ("a payment early", "recognition.financing", "_by_line", "Due(bill.due_on,", "Due(bill.billed_on,", _WHOLE),
        (
            "a rate of assets",
            "journal.credit_losses",
            "_judged",
            'scope == "contract assets"',
            'scope == "both"',
            _WHOLE,
        ),
        (
            "a year ends early",
            "disclosure.remaining",
            "_left",
            "from_civil(year, 12, 31)",
            "from_civil(year, 11, 30)",
            _WHOLE,
        ),
        (
            "granted, and owed",
            "recognition.refunds",
            "_parts",
            "one.amount for one in mine",
            "0 for one in mine",
            _WHOLE,
        ),
        (
            "a sum a month",
            "metrics.contract_value",
            "_spread",
            "_left(r, on, r.until)",
            "_left(r, r.start, r.until)",
            _WHOLE,
        ),
    )
)
