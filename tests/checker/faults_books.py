"""Faults planted beside revenue: money, costs, losses, what recurs, rights that wait, bills of changed contracts."""

from __future__ import annotations

from tests.checker.faults import Fault

_E, _C, _H = "duly.engine", "tests/cases", "tests/cases/house"
_COSTS = "recognition.costs"
_NOTE, _RECURS = f"{_H}/credit-notes-refunds-and-credit", f"{_H}/recurring-revenue"
_HELD, _ACCEPTED = f"{_C}/asc606-ex27-retention-not-financing", f"{_H}/amendment-what-is-owed-goes-on"
_ENDS, _OWED, _RIGHTS = f"{_H}/termination-of-some", f"{_H}/costs-what-becomes-an-asset", "billing.rights"
_LOST, _GIVEN = f"{_H}/disputes-and-credit-losses", f"{_H}/termination-what-others-gain"
_LAYERS = f"{_H}/currency-layers-and-a-group-in-pounds"
_CHURN, _ARPU = f"{_C}/metrics-mrr-churn-gross-net", f"{_C}/metrics-mrr-arr-arpu-quick-ratio"
_POUNDS, _DEPOSIT = f"{_H}/currency-layers-and-a-group-in-pounds", f"{_H}/deposit-becomes-a-contract"
_STEPS, _ROWS = f"{_H}/billing-plans-side-by-side", f"{_H}/billing-rows-one-after-another"
_BELOW, _MONTHLY = f"{_H}/amendment-below-what-was-performed", f"{_C}/asc606-ex42b-rpo-fixed-monthly-services"
_ENDING, _WORTH = f"{_H}/refunds-when-a-promise-ends", "self._value(row.debit, row.obligation, row.amount)"
_LATE, _ASSET = f"{_C}/stripe-fx-loss-late-payment", f"{_H}/currency-two-products-one-advance"
_AHEAD = f"{_C}/fx-annual-advance-nonmonetary-liability"
_BESIDE = f"{_H}/currency-an-asset-beside-an-advance"
_PRORATION = "pricing.prorated"
_PLAN, _PRORATED = "examples/topics/changes-of-plan", f"{_H}/prorated-changes-of-plan"

BOOKS = tuple(
    Fault(name, f"{_E}.{module}", function, before, after, f"{file}.yaml")
    for name, module, function, before, after, file in (
        ("paid twice", _COSTS, "_pay", "credit, cost, step", "credit, 2 * cost, step", _OWED),
        ("two months a month", "metrics.contract_value", "_steps", "_PER_MONTH[", "2 * _PER_MONTH[", _RECURS),
        ("recurs for ever", "metrics.contract_value", "_in_span", "{max(r.until, r.start): NOTHING}", "{}", _RECURS),
        ("a refund is no cash", "billing.receivables", "_refund", "_SHOWN, t.CASH", "_SHOWN, _CREDIT", _NOTE),
        ("what is paid in is owed", "billing.receivables", "_customer_credit", "t.CASH", "t.DUE", _NOTE),
        ("tax stays", "billing.receivables", "_credit_note", "yield _TAX", "yield t.POSITION", _NOTE),
        ("half a month is whole", "billing.proration", "prorated_bills", "amount * sum(", "amount // sum(", _PLAN),
        ("nothing is retained", _RIGHTS, "_part", "if line.retention else 0", "* 0", _HELD),
        ("delivered is accepted", _RIGHTS, "_on_acceptance", "_acceptance(b, drafts)", "b.measure", _ACCEPTED),
        ("billed again", _RIGHTS, "_less", "b.owed - part", "b.owed", f"{_H}/billing-rows-one-after-another"),
        ("taken over too", _RIGHTS, "_track", "first - b.before", "first", f"{_H}/opening-billed-and-paid-ahead"),
        ("unused time net", _PRORATION, "credits", "fraction(old)", "fraction(old - new)", _PRORATED),
        ("whole months from the day", _PRORATION, "Plan.counts_from", 'mode == "by day"', "mode", _PRORATED),
        (
            "charged at the old price",
            _PRORATION,
            "charges",
            "round_fraction(plan",
            "round_fraction(before.get(ref, plan)",
            _PRORATED,
        ),
        (
            "unused from the day after",
            _PRORATION,
            "parts",
            "until) - max(begins, first)",
            "until) - max(begins, first) - 1",
            _PRORATED,
        ),
        (
            "a lower price is not given back",
            "billing.plan",
            "replanned",
            "if difference else",
            "if difference > 0 else",
            f"{_H}/amendment-below-what-was-performed",
        ),
        (
            "bills go on after the end",
            "billing.plan",
            "replanned",
            "else change.since_on + 1",
            "else change.since_on + 99",
            _ENDS,
        ),
        ("all layers at the last rate", "fx.layers", "Layers.value", "units * rate", "units * self.rates[-1]", _LAYERS),
        ("what is owed was paid", _COSTS, "_pay", "is False", "is None", _OWED),
        ("a loss uses up nothing", "journal.credit_losses", "_use", "used += part", "used += 0", _LOST),
        ("what goes back is kept", "journal.settlement", "_settle", "- refund + penalty", "+ penalty", _GIVEN),
        ("a change is not billed", "billing.plan", "replanned", "change.old - moved", "change.old - within", _PLAN),
        ("churn alone is lost", "metrics.retention", "_lost", ' + moved["contraction"]', "", _CHURN),
        ("all churn", "metrics.retention", "movement", "if not after:", "if after < before:", _CHURN),
        ("many are one", "metrics.contract_value", "recurring_lines", "terms.portfolio_count or 1", "1", _ARPU),
        ("a new price counts", "metrics.contract_value", "_change", '{"price", "quantity"} & set(said)', "()", _CHURN),
        ("translated once", "journal.abroad", "_Books.day", "self.exact[account, -1] = amount", "_ = amount", _POUNDS),
        ("a day late", "journal.balances", "shown", "exists_on <= on", "exists_on < on", _DEPOSIT),
        ("paid at its old rate", "journal.walk", "Walk.pay", _WORTH, "carried + early * self.today", _LATE),
        ("assets keep their rate", "journal.carrying", "Carried.remeasure", "any(moved)", "not any(moved)", _ASSET),
        ("an advance is revalued", "fx.layers", "Layers.earn", "value + beyond * rate", "units * rate", _AHEAD),
        (
            "an asset beside an advance keeps its rate",
            "journal.carrying",
            "Carried.remeasure",
            "any(moved)",
            "not any(moved)",
            _BESIDE,
        ),
        (
            "steps are evened",
            "contracts.instalments",
            "instalments",
            "steps if len(steps) == len(days) else ",
            "",
            _STEPS,
        ),
        ("all is conceded", "pricing.credits", "_disputed", 'now = _amount(fact, "amount", ', "now = max(0, ", _LOST),
        ("billed twice", "billing.rights", "_less", "b.owed - part", "b.owed", _ROWS),
        ("what is due stays due", "billing.plan", "replanned", "if difference else", "if difference > 0 else", _BELOW),
        ("cash is no cash", "disclosure.rollforward", "rollforward", '"cash": "cash", ', "", _LAYERS),
        ("left twice", "disclosure.remaining", "_left", "later -= moved", "later -= 0", _MONTHLY),
        ("all ends with the first", "billing.rights", "_still_billed", "max(ends)", "min(ends)", _ENDING),
    )
)
