"""Credit notes before and after payment, refunds, the customer's credit, disputes, losses and their allowance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duly.engine.explain.quantities import quantity
from duly.ground.dates import day
from tests.engine.contracts.texts import errors_of
from tests.engine.recognition.kept import Kept, refusal

YEAR = "2025-12-31"
ACCOUNTS = ("receivable", "contract asset", "contract liability", "customer credit balance", "cash", "refund liability")


def service(*happened, judged=(), price="1200.00", more=""):
    """A year of service for 100.00 a month, billed on invoice; half of it is done on 30 June."""
    rows = "".join(f"  - {row}\n" for row in happened)
    said = "".join(f"  - {row}\n" for row in judged)
    return (
        "term: {from: 2025-01-01, to: 2025-12-31}\n"
        f"obligations:\n  plan: {{price: {price}, earn: over time by month}}\n{more}"
        "billing:\n  - {bill: all, every: year, in: advance, right: on invoice}\n"
        f"happened:\n{rows}" + (f"judged:\n{said}" if said else "")
    )


INVOICE = "{date: 2025-01-01, invoice: INV, lines: {plan: 1200.00}, tax: 120.00}"
PAID = "{date: 2025-02-10, paid: 1320.00, invoice: INV}"


def credit_note(on, amount, reason="price", tax="0.00", invoice=", invoice: INV"):
    return f"{{date: {on}, credit note: CN-{on}{invoice}, amount: {amount}, tax: {tax}, reason: {reason}}}"


def balances(kept, on):
    """The accounts that are not nil."""
    found = {account: kept.balance(account, on) for account in ACCOUNTS}
    return {account: amount for account, amount in found.items() if amount}


# --- credit notes


@pytest.mark.parametrize("reason", ["price", "goodwill", "returned"])
def test_a_credit_note_before_payment_lowers_what_is_owed_and_the_price(reason):
    kept = Kept(service(INVOICE, credit_note("2025-07-01", "240.00", reason, "24.00")))
    assert kept("transaction price", through="2025-06-30") == 1200
    assert kept("transaction price", through="2025-07-01") == 960
    assert kept.revenue("2025-01-01", "2025-06-30") == 600
    # 960 x 7/12 at the end of July: what falls on the six months before is revenue at once.
    assert kept.revenue("2025-07-01", "2025-07-31") == 560 - 600
    assert kept("revenue", through=YEAR) == 960
    assert balances(kept, "2025-07-31") == {"receivable": 1320 - 264, "contract liability": 400}
    assert kept.balance("tax payable", "2025-07-31") == 96


def test_a_credit_note_after_payment_is_owed_to_the_customer():
    kept = Kept(service(INVOICE, PAID, credit_note("2025-07-01", "240.00", "price", "24.00")))
    assert kept.moved("customer credit balance", "2025-07-01", "2025-07-01") == -264
    assert balances(kept, "2025-07-31") == {"customer credit balance": 264, "contract liability": 400, "cash": 1320}
    assert kept("revenue", through=YEAR) == 960
    assert balances(kept, YEAR) == {"customer credit balance": 264, "cash": 1320}


@pytest.mark.parametrize(
    ("paid", "owed", "back"), [("1000.00", 56, 0), ("1056.00", 0, 0), ("1100.00", 0, 44), ("1319.99", 0, "263.99")]
)
def test_a_credit_note_takes_what_is_open_first(paid, owed, back):
    kept = Kept(
        service(
            INVOICE,
            f"{{date: 2025-02-10, paid: {paid}, invoice: INV}}",
            credit_note("2025-07-01", "240.00", "price", "24.00"),
        )
    )
    assert kept.balance("receivable", "2025-07-31") == owed
    assert kept.balance("customer credit balance", "2025-07-31") == Decimal(back)


def test_what_was_billed_in_error_leaves_the_price_alone():
    twice = "{date: 2025-03-01, invoice: INV-2, lines: {plan: 1200.00}}"
    kept = Kept(
        service(INVOICE, twice, "{date: 2025-03-05, credit note: CN, invoice: INV-2, amount: 1200.00, reason: error}")
    )
    assert kept("transaction price", through=YEAR) == 1200 == kept("revenue", through=YEAR)
    assert balances(kept, "2025-03-31") == {"receivable": 1320, "contract liability": 900}
    paid = ["{date: 2025-03-04, paid: 2520.00}"]
    kept = Kept(
        service(
            INVOICE, twice, *paid, "{date: 2025-03-05, credit note: CN, invoice: INV-2, amount: 1200.00, reason: error}"
        )
    )
    assert balances(kept, "2025-03-31") == {"customer credit balance": 1200, "contract liability": 900, "cash": 2520}


def test_payments_without_an_invoice_go_to_the_oldest_that_is_open():
    second = "{date: 2025-02-01, invoice: INV-2, amount: 500.00}"
    rows = [INVOICE, second, "{date: 2025-02-10, paid: 1400.00}"]
    first = Kept(service(*rows, credit_note("2025-03-01", "100.00"), price="1700.00"))
    assert first.balance("customer credit balance", YEAR) == 100
    other = Kept(
        service(*rows, credit_note("2025-03-01", "100.00").replace("invoice: INV,", "invoice: INV-2,"), price="1700.00")
    )
    assert other.balance("customer credit balance", YEAR) == 0
    # One without an invoice takes what is open, wherever it is: 420.00 of the second.
    none = Kept(service(*rows, credit_note("2025-03-01", "450.00", invoice=""), price="1700.00"))
    assert none.balance("customer credit balance", YEAR) == 30


def test_money_that_came_early_pays_its_invoice():
    early = ["{date: 2024-12-20, paid: 1320.00, invoice: INV}", INVOICE, credit_note("2025-07-01", "60.00")]
    assert Kept(service(*early)).balance("customer credit balance", YEAR) == 60
    loose = ["{date: 2024-12-20, paid: 1000.00}", INVOICE, credit_note("2025-07-01", "350.00")]
    assert Kept(service(*loose)).balance("customer credit balance", YEAR) == 30


def test_without_an_invoice_the_price_is_what_is_open():
    item = "obligations:\n  item: {{price: 90.00}}\nhappened:\n  - {{date: 2025-01-10, delivered: item}}\n"
    item += "  - {{date: 2025-01-12, paid: {}}}\n"
    note = "  - {date: 2025-02-01, credit note: CN, amount: 30.00, reason: price}\n"
    for paid, back, owed in (("90.00", 30, 0), ("70.00", 10, 0), ("50.00", 0, 10)):
        kept = Kept(item.format(paid) + note)
        assert (kept.balance("customer credit balance", YEAR), kept.balance("receivable", YEAR)) == (back, owed)
        assert kept("revenue", through=YEAR) == 60
        assert kept.balance("contract liability", YEAR) == 0


def test_a_credit_on_a_line_priced_by_use_lowers_its_revenue_at_once():
    text = """
term: {from: 2025-01-01, to: 2025-12-31}
obligations:
  plan: {price: 1200.00, earn: over time by month}
  calls: {price: 0.50 per call, earn: as invoiced}
  texts: {price: 0.10 per text, earn: as invoiced}
billing:
  - {bill: all, every: month, in: arrears, right: on invoice}
happened:
  - {date: 2025-01-31, usage: calls, quantity: 400}
  - {date: 2025-01-31, usage: texts, quantity: 1000}
  - {date: 2025-01-31, invoice: INV, lines: {plan: 100.00, calls: 200.00, texts: 100.00}}
  - {date: 2025-02-05, credit note: CN, invoice: INV, lines: {calls: 40.00, plan: 12.00}, reason: goodwill}
"""
    kept = Kept(text)
    assert kept.revenue("2025-02-01", "2025-02-28", "calls") == -40
    assert kept.revenue("2025-02-01", "2025-02-28", "texts") == 0
    assert kept.revenue("2025-02-01", "2025-02-28", "plan") == 198 - 100
    assert kept("revenue", through=YEAR) == 1188 + 160 + 100
    assert kept.balance("receivable", "2025-02-28") == 348


def test_a_credit_on_use_alone_is_shared_by_what_was_used():
    text = """
obligations:
  calls: {price: 0.50 per call, earn: as invoiced}
  texts: {price: 0.10 per text, earn: as invoiced}
happened:
  - {date: 2025-01-31, usage: calls, quantity: 400}
  - {date: 2025-01-31, usage: texts, quantity: 1000}
  - {date: 2025-02-05, credit note: CN, amount: 30.00, reason: price}
  - {date: 2025-02-06, usage: texts, quantity: 9000}
"""
    kept = Kept(text)
    assert [kept.revenue("2025-02-01", "2025-02-28", name) for name in ("calls", "texts")] == [-20, 890]
    assert balances(kept, "2025-02-28") == {"receivable": 300 + 900 - 30}


# --- refunds


def refund(on, amount, reason, invoice=""):
    return f"{{date: {on}, refund: {amount}, reason: {reason}{invoice}}}"


@pytest.mark.parametrize("reason", ["price", "overpaid", "goodwill", "returned"])
def test_a_refund_pays_out_what_a_credit_note_gave_back(reason):
    rows = [
        INVOICE,
        PAID,
        credit_note("2025-07-01", "240.00", "price", "24.00"),
        refund("2025-07-10", "264.00", reason),
    ]
    kept = Kept(service(*rows))
    assert kept("transaction price", through=YEAR) == 960
    assert kept.balance("refunds contra revenue", YEAR) == 0
    assert balances(kept, "2025-07-31") == {"contract liability": 400, "cash": 1320 - 264}


def test_a_refund_beyond_the_credit_note_lowers_the_price_by_the_rest():
    rows = [INVOICE, PAID, credit_note("2025-07-01", "100.00"), refund("2025-07-10", "240.00", "price")]
    kept = Kept(service(*rows))
    assert [kept("transaction price", through=day) for day in ("2025-07-01", "2025-07-10")] == [1100, 960]
    assert balances(kept, "2025-07-31") == {"contract liability": 400, "cash": 1080}


def test_a_refund_of_the_price_before_the_service_is_over_lowers_the_price():
    kept = Kept(service(INVOICE, PAID, refund("2025-07-10", "240.00", "price")))
    assert kept("transaction price", through="2025-07-10") == 960
    assert kept.revenue("2025-07-01", "2025-07-31") == 560 - 600
    assert kept.balance("refunds contra revenue", YEAR) == 0
    assert balances(kept, YEAR) == {"cash": 1080}


def test_a_refund_of_the_price_of_what_is_satisfied_is_shown_apart():
    kept = Kept(service(INVOICE, PAID, refund("2025-12-31", "240.00", "price")))
    assert (kept("revenue", through=YEAR), kept.balance("refunds contra revenue", YEAR)) == (1200, 240)
    before = Kept(service(INVOICE, PAID, refund("2025-12-30", "240.00", "price")))
    assert (before("revenue", through=YEAR), before.balance("refunds contra revenue", YEAR)) == (960, 0)


def test_what_was_overpaid_leaves_the_price_alone():
    kept = Kept(service(INVOICE, "{date: 2025-02-10, paid: 1400.00}", refund("2025-02-20", "80.00", "overpaid")))
    assert kept("transaction price", through=YEAR) == 1200
    assert balances(kept, YEAR) == {"cash": 1320}


def test_money_given_back_before_there_is_a_contract_is_a_deposit():
    text = """
collect: not probable
obligations:
  item: {price: 90.00}
happened:
  - {date: 2025-01-10, paid: 90.00}
  - {date: 2025-01-20, refund: 50.00, reason: %s}
"""
    for reason in ("deposit", "price", "goodwill"):
        kept = Kept(text % reason)
        assert kept.balance("deposit liability", YEAR) == 40 and kept.balance("refunds contra revenue", YEAR) == 0


def test_use_is_satisfied_as_it_happens():
    text = """
obligations:
  calls: {price: 0.50 per call, earn: as invoiced}
happened:
  - {date: 2025-01-31, usage: calls, quantity: 400}
  - {date: 2025-02-01, paid: 200.00}
  - {date: 2025-02-05, refund: 30.00, reason: price}
"""
    kept = Kept(text)
    assert (kept("revenue", through=YEAR), kept.balance("refunds contra revenue", YEAR)) == (200, 30)
    assert balances(kept, YEAR) == {"cash": 170}


def test_money_given_back_as_a_termination_says_lowers_no_price():
    rows = [
        INVOICE,
        PAID,
        "{date: 2025-06-30, terminated: all, refund: 600.00}",
        refund("2025-07-10", "600.00", "price"),
    ]
    kept = Kept(service(*rows))
    assert balances(kept, "2025-06-30") == {"refund liability": 600, "cash": 1320}
    assert kept("revenue", through=YEAR) == 600 and kept.balance("refunds contra revenue", YEAR) == 0
    assert balances(kept, YEAR) == {"cash": 720}


# --- the customer's credit


def test_credit_that_was_paid_in_is_no_revenue_matter_and_pays_a_later_bill():
    rows = [
        "{date: 2024-12-01, customer credit: 150.00}",
        INVOICE.replace("tax: 120.00", "tax: 120.00, credit applied: 130.00"),
        refund("2025-03-01", "20.00", "customer credit"),
    ]
    kept = Kept(service(*rows))
    assert kept.balance("customer credit balance", "2024-12-31") == 150
    assert balances(kept, "2025-01-31") == {
        "receivable": 1190,
        "contract liability": 1100,
        "customer credit balance": 20,
        "cash": 150,
    }
    assert kept.balance("customer credit balance", "2025-03-01") == 0
    assert kept.balance("cash", "2025-03-01") == 130


@pytest.mark.parametrize(
    ("reason", "price", "asset"), [("price", 1140, 0), ("goodwill", 1140, 0), ("overpaid", 1200, 0)]
)
def test_credit_granted_says_where_it_comes_from(reason, price, asset):
    rows = [
        INVOICE,
        "{date: 2025-02-10, paid: 1380.00}",
        f"{{date: 2025-04-01, customer credit: 60.00, reason: {reason}}}",
    ]
    kept = Kept(service(*rows))
    assert kept("transaction price", through=YEAR) == price == kept("revenue", through=YEAR)
    assert kept.balance("customer credit balance", YEAR) == 60
    assert kept.balance("contract asset", YEAR) == asset
    # 60.00 was paid beyond the invoice: it is owed as credit, or still an advance beside the credit of goodwill.
    assert kept.balance("contract liability", YEAR) == (0 if reason == "overpaid" else 60)


def test_credit_of_goodwill_pays_the_next_bill_and_is_paid_out_once():
    rows = [
        INVOICE,
        PAID,
        "{date: 2025-04-01, customer credit: 60.00, reason: goodwill}",
        "{date: 2025-05-01, invoice: INV-2, amount: 40.00, credit applied: 40.00}",
        refund("2025-06-01", "20.00", "overpaid"),
    ]
    kept = Kept(service(*rows))
    assert balances(kept, "2025-04-30") == {
        "contract liability": 1200 - 60 - 380,
        "customer credit balance": 60,
        "cash": 1320,
    }
    assert kept.balance("customer credit balance", "2025-05-31") == 20
    assert kept.balance("customer credit balance", "2025-06-01") == 0


# --- disputes

DISPUTE = "{date: 2025-07-01, dispute: INV, amount: 240.00}"


def decided(on, what, amount=""):
    return f"{{date: {on}, dispute: INV, conceded: {what}{amount}}}"


def test_a_dispute_alone_changes_nothing_until_it_is_decided():
    kept = Kept(service(INVOICE, DISPUTE, judged=[decided("2025-08-01", "yes")]))
    assert kept("transaction price", through="2025-07-31") == 1200
    assert kept("transaction price", through="2025-08-01") == 960
    assert balances(kept, "2025-08-31") == {"receivable": 1080, "contract liability": 320}
    assert kept.revenue("2025-08-01", "2025-08-31") == 640 - 700


def test_a_dispute_that_is_not_conceded_changes_nothing():
    kept = Kept(service(INVOICE, DISPUTE, judged=[decided("2025-07-01", "no")]))
    assert kept("transaction price", through=YEAR) == 1200 and kept.balance("receivable", YEAR) == 1320


def test_a_part_may_be_conceded_and_the_judgement_may_change():
    judged = [decided("2025-08-01", "yes", ", amount: 100.00"), decided("2025-09-01", "yes", ", amount: 150.00")]
    kept = Kept(service(INVOICE, DISPUTE, judged=judged))
    assert [kept("transaction price", through=day) for day in ("2025-08-01", "2025-09-01")] == [1100, 1050]
    back = Kept(service(INVOICE, DISPUTE, judged=[*judged, decided("2025-10-01", "no")]))
    assert back("transaction price", through=YEAR) == 1200 and back.balance("receivable", YEAR) == 1320


@pytest.mark.parametrize("reason", ["price", "goodwill"])
def test_a_credit_note_carries_out_what_was_conceded(reason):
    note = credit_note("2025-08-15", "240.00", reason, "24.00")
    kept = Kept(service(INVOICE, DISPUTE, note, judged=[decided("2025-08-01", "yes")]))
    assert kept("transaction price", through=YEAR) == 960
    assert balances(kept, "2025-08-31") == {"receivable": 1320 - 264, "contract liability": 320}
    more = Kept(service(INVOICE, DISPUTE, note.replace("240.00", "300.00"), judged=[decided("2025-08-01", "yes")]))
    assert more("transaction price", through=YEAR) == 900


def test_what_was_conceded_of_a_paid_invoice_is_owed_and_paid_back_once():
    judged = [decided("2025-08-01", "yes")]
    kept = Kept(service(INVOICE, PAID, DISPUTE, refund("2025-08-20", "240.00", "price"), judged=judged))
    assert balances(kept, "2025-08-10")["customer credit balance"] == 240
    assert kept("transaction price", through=YEAR) == 960
    assert balances(kept, YEAR) == {"cash": 1080}


def test_a_concession_that_is_taken_back_takes_the_credit_with_it():
    judged = [decided("2025-08-01", "yes"), decided("2025-09-01", "no")]
    kept = Kept(service(INVOICE, PAID, DISPUTE, judged=judged))
    assert kept.balance("customer credit balance", "2025-08-31") == 240
    assert kept.balance("customer credit balance", "2025-09-01") == 0
    assert balances(kept, YEAR) == {"cash": 1320}
    paid_out = Kept(service(INVOICE, PAID, DISPUTE, refund("2025-08-20", "240.00", "price"), judged=judged))
    assert balances(paid_out, YEAR) == {"receivable": 240, "cash": 1080}


def test_a_dispute_that_nobody_judges_waits():
    (error,) = errors_of(service(INVOICE, DISPUTE))
    assert error.name == "DisputeNotJudged" and "conceded: no" in error.fix


def test_a_write_off_of_what_is_disputed_waits_for_the_judgement():
    loss = "{date: 2025-07-20, write off: 240.00, invoice: INV}"
    error = refusal(service(INVOICE, DISPUTE, loss, judged=[decided("2025-08-01", "no")]))
    assert error.name == "WriteOffOrConcession"
    kept = Kept(service(INVOICE, DISPUTE, loss, judged=[decided("2025-07-10", "no")]))
    assert kept("revenue", through=YEAR) == 1200 and kept.balance("bad debt expense", YEAR) == 240
    other = Kept(service(INVOICE, DISPUTE, loss.replace(", invoice: INV", ""), judged=[decided("2025-08-01", "no")]))
    assert other.balance("bad debt expense", YEAR) == 240


# --- credit losses


def loss(on, amount):
    return f"{{date: {on}, write off: {amount}, invoice: INV}}"


def recovery(on, amount):
    return f"{{date: {on}, recovered: {amount}, invoice: INV}}"


def allowance(on, value, of=""):
    return f"{{date: {on}, allowance: {value}{of}, why: past losses}}"


def losses(kept, on):
    return kept.balance("allowance for credit losses", on), kept.balance("bad debt expense", on)


def test_a_write_off_is_a_loss_and_never_revenue():
    kept = Kept(service(INVOICE, loss("2025-09-01", "1320.00"), recovery("2025-10-01", "500.00")))
    assert kept("revenue", through=YEAR) == 1200 == kept("transaction price", through=YEAR)
    assert losses(kept, "2025-09-30") == (0, 1320) and losses(kept, YEAR) == (0, 820)
    assert kept.balance("receivable", YEAR) == 500


def test_an_allowance_is_brought_to_what_is_judged():
    judged = [allowance("2025-03-31", "80.00"), allowance("2025-06-30", "50.00"), allowance("2025-09-30", "0.00")]
    kept = Kept(service(INVOICE, judged=judged))
    assert [losses(kept, day) for day in ("2025-03-31", "2025-06-30", "2025-09-30")] == [(80, 80), (50, 50), (0, 0)]
    assert kept.balance("receivable", YEAR) == 1320 and kept("revenue", through=YEAR) == 1200


def test_a_rate_is_taken_of_what_is_shown_on_the_day():
    rows = [INVOICE, "{date: 2025-05-10, paid: 320.00, invoice: INV}"]
    kept = Kept(service(*rows, judged=[allowance("2025-03-31", "5%"), allowance("2025-06-30", "2.5%")]))
    assert [losses(kept, day) for day in ("2025-03-31", "2025-06-30")] == [(66, 66), (25, 25)]


WORKED = """
term: {from: 2025-01-01, to: 2025-12-31}
obligations:
  plan: {price: 1200.00, earn: over time by month}
billing:
  - {bill: all, every: year, in: arrears, right: on invoice}
happened:
  - {date: 2025-04-01, invoice: INV, lines: {plan: 150.00}}
judged:
  - %s
"""


@pytest.mark.parametrize(
    ("of", "expected"), [("", 30), (", of: both", 30), (", of: receivables", 15), (", of: contract assets", 15)]
)
def test_contract_assets_have_their_part(of, expected):
    """On 30 April 400.00 is earned, of which 150.00 is owed and 250.00 waits for an invoice."""
    rate = {"": "7.5%", ", of: both": "7.5%", ", of: receivables": "10%", ", of: contract assets": "6%"}[of]
    kept = Kept(WORKED % allowance("2025-04-30", rate, of))
    assert losses(kept, "2025-04-30") == (expected, expected)


def test_allowances_of_receivables_and_of_contract_assets_stand_side_by_side():
    rows = (
        allowance("2025-04-30", "10%", ", of: receivables")
        + "\n  - "
        + allowance("2025-04-30", "6%", ", of: contract assets")
    )
    text = WORKED % (rows + "\n  - " + allowance("2025-05-31", "0.00", ", of: receivables"))
    kept = Kept(text)
    assert [losses(kept, day) for day in ("2025-04-30", "2025-05-31")] == [(30, 30), (15, 15)]


def test_a_write_off_uses_the_allowance_first():
    rows = [INVOICE, loss("2025-09-01", "100.00"), loss("2025-09-05", "30.00"), recovery("2025-10-01", "90.00")]
    kept = Kept(service(*rows, judged=[allowance("2025-06-30", "120.00")]))
    assert losses(kept, "2025-08-31") == (120, 120)
    assert losses(kept, "2025-09-01") == (20, 120)
    assert losses(kept, "2025-09-05") == (0, 130)
    # The expense of 10.00 is taken back first, the other 80.00 are an allowance again.
    assert losses(kept, "2025-10-01") == (80, 120)


def test_a_judgement_ends_its_day():
    rows = [INVOICE, loss("2025-06-30", "320.00")]
    kept = Kept(service(*rows, judged=[allowance("2025-06-30", "10%")]))
    assert losses(kept, "2025-06-30") == (100, 420)


def test_an_allowance_is_as_known():
    kept = Kept(service(INVOICE, judged=["{date: 2025-06-30, known: 2025-08-10, allowance: 80.00}"]))
    asked = {"through": day("2025-12-31"), "known": day("2025-08-09")}
    assert quantity(kept.books, "balances", ("allowance for credit losses",), **asked) == 0


def test_a_credit_note_on_what_was_lost_is_not_owed_to_the_customer_twice():
    """Of 1,320.00 all but 320.00 were written off; 200.00 are expected after all, so 520.00 are open."""
    rows = [INVOICE, loss("2025-03-01", "1000.00"), recovery("2025-04-01", "200.00")]
    kept = Kept(service(*rows, credit_note("2025-05-01", "500.00")))
    assert balances(kept, "2025-05-31")["receivable"] == 20
    more = Kept(service(*rows, credit_note("2025-05-01", "600.00")))
    assert more.balance("customer credit balance", "2025-05-31") == 80
