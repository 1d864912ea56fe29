"""Contract costs: what becomes an asset, over which time it goes, the expedient, losses."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept, refusal

TERM = "term: {from: 2024-01-01, to: 2024-12-31%s}\n"
COST = "costs: [{date: 2024-01-01, %s}]\n"
SERVICE = "obligations: {s: {price: %s per month, earn: over time by month}}\n"


def test_only_what_the_contract_made_necessary_or_the_customer_owes_is_an_asset():
    text = """
    costs:
      - {date: 2024-01-01, commission: 10.00, paid: no}
      - {date: 2024-01-01, obtaining: 20.00, incremental: yes, paid: no}
      - {date: 2024-01-01, obtaining: 40.00, incremental: no}
      - {date: 2024-01-01, obtaining: 80.00, incremental: no, chargeable: yes}
      - {date: 2024-01-01, fulfilment: 160.00}
      - {date: 2024-01-01, expense: 320.00}
    """
    k = Kept(text)
    accounts = ("contract cost asset", "other expense", "commission payable", "accrued liability", "cash")
    assert [k.balance(account, "2024-01-01") for account in accounts] == [270, 360, 10, 20, -600]
    assert len(k.notes) == 4 and all("neither `over` nor a term" in note for note in k.notes)


@pytest.mark.parametrize(
    ("row", "months"),
    [
        ("commission: 3600.00", 12),
        ("commission: 3600.00, over: 24 months", 24),
        ("commission: 3600.00, over: 2 years", 24),
        ("commission: 3600.00, anticipated renewals: 2", 36),
        ("commission: 3600.00, anticipated renewals: 2, renewal commission: not commensurate", 36),
        ("commission: 3600.00, anticipated renewals: 2, renewal commission: commensurate", 12),
    ],
)
def test_the_time_over_which_an_asset_goes(row, months):
    k = Kept(TERM % "" + COST % row)
    assert k.moved("contract cost amortization", "2024-01-01", "2024-01-31") == 3600 / months
    assert k.balance("contract cost asset", "2024-12-31") == 3600 - 12 * 3600 / months
    assert k.balance("contract cost amortization", "2030-12-31") == 3600


def test_renewals_have_the_length_that_the_term_states():
    k = Kept(TERM % ", renews: 6 months" + COST % "commission: 3600.00, anticipated renewals: 4")
    assert k.balance("contract cost amortization", "2024-12-31") == 1200


def test_an_asset_goes_from_its_day_or_the_start_of_the_term_or_as_said():
    text = TERM % "" + "costs: [{date: %s, commission: 1200.00, over: 12 months%s}]\n"
    early, late, said = Kept(text % ("2023-11-15", "")), Kept(text % ("2024-03-01", "")), None
    assert early.balance("contract cost asset", "2023-12-31") == 1200
    assert early.balance("contract cost asset", "2024-01-31") == 1100
    assert late.balance("contract cost asset", "2024-03-31") == 1100
    said = Kept(text % ("2024-01-01", ", from: 2024-06-01"))
    assert [said.balance("contract cost asset", on) for on in ("2024-05-31", "2024-06-30")] == [1200, 1100]


def test_an_asset_follows_the_progress_of_its_obligation():
    text = """
    obligations: {b: {price: 900.00, quantity: 3}}
    costs: [{date: 2024-01-01, fulfilment: 90.00, over: b}]
    happened: [{date: 2024-02-01, delivered: b, quantity: 2}]
    """
    k = Kept(text)
    assert [k.balance("contract cost asset", on) for on in ("2024-01-31", "2024-02-01")] == [90, 30]


def test_days_may_count_where_months_would():
    text = TERM % "" + SERVICE % "100.00" + COST % "fulfilment: 366.00, over: s, by: day"
    assert Kept(text).balance("contract cost asset", "2024-01-31") == 335


def test_progress_needs_an_obligation():
    assert refusal(TERM % "" + COST % "commission: 1.00, by: progress").name == "NothingToFollow"


@pytest.mark.parametrize(
    ("row", "expense"),
    [
        ("commission: 1200.00", 1200),
        ("obtaining: 1200.00, incremental: yes", 1200),
        ("commission: 1200.00, over: 12 months", 1200),
        ("commission: 1200.00, over: 13 months", 0),
        ("commission: 1200.00, anticipated renewals: 1", 0),
        ("commission: 1200.00, anticipated renewals: 1, renewal commission: commensurate", 1200),
        ("fulfilment: 1200.00", 0),
    ],
)
def test_the_expedient_holds_for_a_year_with_the_renewals_and_for_obtaining_alone(row, expense):
    assert Kept(TERM % "" + COST % row, cost_expedient="used").balance("commission expense", "2024-01-01") == expense
    assert Kept(TERM % "" + COST % row).balance("commission expense", "2024-01-01") == 0


def test_without_a_contract_nothing_is_an_asset():
    text = "collect: not probable\n" + TERM % "" + COST % "commission: 1200.00"
    k = Kept(text)
    assert (k.balance("contract cost asset", "2024-06-30"), k.balance("commission expense", "2024-06-30")) == (0, 1200)
    assert "no contract yet" in k.notes[0]


def test_the_end_of_the_contract_is_the_end_of_the_asset():
    text = TERM % "" + SERVICE % "100.00" + COST % "commission: 600.00"
    k = Kept(text + "happened: [{date: 2024-03-31, terminated: all}]\n")
    days = ("2024-02-29", "2024-03-31", "2024-12-31")
    assert [k.balance("contract cost amortization", on) for on in days] == [100, 600, 600]


def test_a_longer_term_spreads_what_is_left():
    text = TERM % "" + SERVICE % "100.00" + COST % "commission: 600.00"
    change = (
        "happened: [{date: 2024-07-01, amendment: A, changes: {term: {to: 2025-06-30}}, remaining distinct: {s: yes}}]"
    )
    k = Kept(text + change)
    assert [k.balance("contract cost asset", on) for on in ("2024-06-30", "2024-07-31", "2025-06-30")] == [300, 275, 0]
    k = Kept(text.replace("600.00}", "600.00, over: 12 months}") + change)
    assert [k.balance("contract cost asset", on) for on in ("2024-07-31", "2024-12-31")] == [250, 0]


def test_an_asset_above_what_is_still_to_come_is_impaired_and_the_rest_goes_over_the_time_left():
    k = Kept(TERM % "" + SERVICE % "100.00" + COST % "commission: 1260.00")
    # At the end of January 1155 is left, and 1100 still to come.
    assert k.balance("impairment loss", "2024-01-30") == 0
    assert [k.balance("impairment loss", on) for on in ("2024-01-31", "2024-12-31")] == [55, 55]
    assert [k.balance("contract cost asset", on) for on in ("2024-01-31", "2024-02-29", "2024-12-31")] == [
        1100,
        1000,
        0,
    ]


def test_costs_still_to_come_lower_what_an_asset_is_worth():
    text = """
    obligations: {b: {price: 1000.00, earn: by cost, expected cost: 600.00, from: 2024-01-01, to: 2024-12-31}}
    costs: [{date: 2024-01-01, commission: 300.00, over: b}]
    happened:
      - {date: 2024-02-10, cost: b, amount: 150.00}
      - {date: 2024-03-10, estimate: b, cost to complete: 550.00}
    """
    k = Kept(text)
    # End of February: 750 still to come less 450 of cost is 300, above the asset of 225.
    assert k.balance("impairment loss", "2024-02-29") == 0
    # End of March: progress 150/700; 1000 x 550/700 = 785.71 less 550 is 235.71, the asset 300 x 550/700 = 235.71.
    assert k.balance("impairment loss", "2024-03-31") == 0
    worse = Kept(text.replace("cost to complete: 550.00", "cost to complete: 650.00"))
    # 1000 x 650/800 = 812.50 less 650 is 162.50; the asset is 300 x 650/800 = 243.75.
    assert str(worse.balance("impairment loss", "2024-03-31")) == "81.25"
    assert str(worse.balance("contract cost asset", "2024-03-31")) == "162.5"


def test_renewals_that_are_expected_count_for_what_is_still_to_come():
    text = TERM % "" + SERVICE % "100.00" + COST % "commission: 2300.00, over: 24 months"
    assert Kept(text).balance("impairment loss", "2030-01-01") == 0


def test_what_hangs_on_use_is_not_tested():
    text = TERM % "" + "obligations: {s: {price: 1.00 per call, earn: as invoiced}}\n" + COST % "commission: 1200.00"
    assert Kept(text).balance("impairment loss", "2024-12-31") == 0


def test_what_a_loss_leaves_follows_the_progress_that_is_left():
    text = """
    obligations: {b: {price: 1000.00, earn: by cost, expected cost: 600.00, from: 2024-01-01, to: 2024-12-31}}
    costs: [{date: 2024-01-01, commission: 300.00, over: b}]
    happened:
      - {date: 2024-02-10, cost: b, amount: 150.00}
      - {date: 2024-03-10, estimate: b, cost to complete: 650.00}
      - {date: 2024-04-01, cost: b, amount: 325.00}
      - {date: 2024-05-31, cost: b, amount: 325.00}
    """
    k = Kept(text)
    # 162.50 is left at the end of March; half of what was still to spend is spent in April, the rest in May.
    days = ("2024-03-31", "2024-04-30", "2024-05-31")
    assert [str(k.balance("contract cost asset", on)) for on in days] == ["162.5", "81.25", "0"]


def test_a_second_loss_adds_to_the_first_and_may_be_taken_back_only_by_policy():
    text = """
    term: {from: 2024-01-01, to: 2024-12-31}
    obligations: {b: {price: 1200.00, earn: over time by month},
                  m: {price: 100.00, earn: by cost, expected cost: 10.00, from: 2024-01-01, to: 2024-12-31}}
    costs: [{date: 2024-01-01, commission: 1200.00}]
    happened:
      - {date: 2024-02-10, estimate: m, cost to complete: 200.00}
      - {date: 2024-04-10, estimate: m, cost to complete: 10.00}
    """
    # February: 1,000 left, 1,100 - 200 to come, 100 is lost; March: 900 x 9/10 left, 1,000 - 200 to come, 10 more.
    # April: 800 x 8/9 left, 890 to come; without losses 800 would be left, so 88.89 may come back.
    ends = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-12-31")
    kept, back = Kept(text), Kept(text, impairment_reversal="allowed")
    assert [kept.balance("impairment loss", on) for on in ends] == [0, 100, 110, 110, 110]
    assert [str(kept.balance("contract cost asset", on)) for on in ends] == ["1100", "900", "800", "711.11", "0"]
    assert str(back.balance("impairment loss", "2024-04-30")) == "21.11"
    assert back.balance("contract cost asset", "2024-04-30") == 800
    assert back.balance("contract cost asset", "2024-12-31") == 0


def test_renewals_bring_their_price_and_their_cost():
    text = """
    term: {from: 2024-01-01, to: 2024-12-31}
    obligations: {s: {price: 1200.00, cost: 600.00, earn: over time by month}}
    costs: [{date: 2024-01-01, commission: 1300.00, over: 24 months}]
    """
    k = Kept(text)
    # January: 1,245.83 left; 1,100 - 550 and 600 of the renewal to come. From then on both fall by 50 a month.
    ends = ("2024-01-31", "2024-06-30", "2025-01-31", "2025-12-31")
    assert [str(k.balance("impairment loss", on)) for on in ends] == ["95.83"] * 4
    assert [k.balance("contract cost asset", on) for on in ends] == [1150, 900, 550, 0]


def test_a_loss_falls_on_all_assets_by_what_is_left_of_them():
    text = TERM % "" + SERVICE % "100.00"
    text += "costs: [{date: 2024-01-01, commission: 660.00}, {date: 2024-02-01, fulfilment: 660.00}]\n"
    k = Kept(text)
    # February: 550 and 600 left, 1,000 to come: 150 is lost, 71.74 and 78.26. 478.26 and 521.74 go over ten months.
    assert [k.balance("impairment loss", on) for on in ("2024-01-31", "2024-02-29", "2024-12-31")] == [0, 150, 150]
    assert [k.balance("contract cost asset", on) for on in ("2024-02-29", "2024-03-31", "2024-12-31")] == [1000, 900, 0]


def test_the_contract_lasts_from_its_first_to_its_last_service():
    text = """
    term: {from: 2024-01-01, to: 2024-12-31}
    obligations:
      a: {price: 100.00 per month, earn: over time by month, to: 2024-06-30}
      b: {price: 100.00 per month, earn: over time by month, from: 2024-07-01}
      setup: {price: 0.00, setup: yes}
    costs: [{date: 2024-01-01, commission: 1260.00}]
    """
    assert Kept(text).balance("impairment loss", "2024-12-31") == 55


def test_what_is_delivered_and_spent_on_the_last_day_of_a_month_counts_in_it():
    text = """
    term: {from: 2024-01-01, to: 2024-12-31}
    obligations:
      g: {price: 400.00, cost: 100.00, quantity: 4, from: 2024-01-01, to: 2024-12-31}
      b: {price: 300.00, earn: by cost, expected cost: 200.00, from: 2024-01-01, to: 2024-12-31}
    costs: [{date: 2024-01-01, commission: 480.00}]
    happened:
      - {date: 2024-01-31, delivered: g, quantity: 1}
      - {date: 2024-01-31, cost: b, amount: 100.00}
    """
    k = Kept(text)
    # 440 left; 700 - 100 - 150 to come less 75 and 100 of cost is 275: 165 is lost.
    assert [k.balance("impairment loss", on) for on in ("2024-01-30", "2024-01-31")] == [0, 165]


@pytest.mark.parametrize(
    "more",
    [
        "u: {price: 1.00 per call, earn: as invoiced}",
        "l: {price: 1.00, licence: right to use, royalty: {rate: 1%, of: sales}}",
    ],
)
def test_one_promise_that_hangs_on_use_or_sales_leaves_the_whole_untested(more):
    text = TERM % "" + COST % "commission: 5000.00"
    text += "obligations: {s: {price: 100.00 per month, earn: over time by month}, " + more + "}\n"
    assert Kept(text).balance("impairment loss", "2024-12-31") == 0


def test_a_contract_begins_on_the_day_it_is_judged_to():
    text = "collect: not probable\njudged: [{date: 2024-02-01, collect: probable, why: paid}]\n" + TERM % ""
    text += "costs: [{date: 2024-01-31, commission: 100.00}, {date: 2024-02-01, commission: 200.00}]\n"
    k = Kept(text)
    # 200 over the eleven months that are left, on the first of 29 days
    assert str(k.balance("contract cost asset", "2024-02-01")) == "199.37"
    assert k.balance("commission expense", "2024-02-01") == 100


def test_a_cost_after_the_term_is_written_off_on_its_day():
    text = TERM % "" + "costs: [{date: 2025-02-10, commission: 100.00}]\n"
    k = Kept(text)
    assert k.balance("contract cost amortization", "2025-02-10") == 100


def test_time_of_an_obligation_is_its_own():
    text = TERM % "" + COST % "fulfilment: 91.00, over: r, by: day"
    text += """obligations:
  r: {price: 91.00, earn: over time by month, from: 2024-04-01, to: 2024-06-30}
  s: {price: 12.00, earn: over time by month}
"""
    k = Kept(text)
    days = ("2024-03-31", "2024-04-01", "2024-06-29", "2024-06-30")
    assert [k.balance("contract cost asset", on) for on in days] == [91, 90, 1, 0]


def test_an_obligation_that_is_used_is_followed_by_time():
    text = TERM % "" + COST % "fulfilment: 120.00, over: u"
    text += "obligations: {u: {price: 1.00 per call, earn: as invoiced, from: 2024-01-01, to: 2024-12-31}}\n"
    k = Kept(text + "happened: [{date: 2024-01-15, usage: u, quantity: 500}]\n")
    assert k.balance("contract cost asset", "2024-01-31") == 110


ENDS = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  r: {price: 120.00, earn: over time by month}
  s: {price: 120.00, earn: over time by month}
costs: [{date: 2024-01-01, fulfilment: 12.00, over: r}, {date: 2024-03-31, fulfilment: 20.00, over: s}]
happened:
"""


def test_the_end_of_an_obligation_writes_off_what_follows_it_alone():
    k = Kept(ENDS + "  - {date: 2024-03-31, terminated: [s], refund: 0.00}\n")
    assert k.balance("contract cost asset", "2024-03-31") == 9
    k = Kept(ENDS + "  - {date: 2024-03-31, terminated: [r], refund: 0.00}\n")
    # 20 over ten months, March to December
    assert k.balance("contract cost asset", "2024-04-30") == 16


def test_an_obligation_that_lasts_longer_takes_its_asset_with_it():
    change = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {r: {to: 2025-06-30}}, remaining distinct: {r: yes, s: yes}}\n"
    )
    text = ENDS.replace(", {date: 2024-03-31, fulfilment: 20.00, over: s}", "")
    k = Kept(text + change)
    assert [k.balance("contract cost asset", on) for on in ("2024-06-30", "2024-12-31", "2025-06-30")] == [6, 3, 0]
    k = Kept(text + change.replace("r: {to", "s: {to"))
    assert k.balance("contract cost asset", "2024-12-31") == 0
    k = Kept(text + change.replace("r: {to", "term: {to").replace("2024-07-01", "2023-12-31"))
    assert k.balance("contract cost asset", "2024-12-31") == 4


def test_a_change_that_nobody_approved_changes_no_asset():
    text = TERM % "" + SERVICE % "100.00" + COST % "commission: 600.00"
    change = "happened: [{date: 2024-07-01, amendment: A, changes: {term: {to: 2025-06-30}}, approved: no}]"
    assert Kept(text + change).balance("contract cost asset", "2024-12-31") == 0


def test_a_cost_of_later_work_follows_what_is_left_of_it():
    text = """
    obligations: {b: {price: 900.00, quantity: 3}}
    costs: [{date: 2024-02-02, fulfilment: 90.00, over: b}, {date: 2024-04-02, fulfilment: 7.00, over: b}]
    happened:
      - {date: 2024-02-01, delivered: b, quantity: 1}
      - {date: 2024-03-01, delivered: b, quantity: 1}
      - {date: 2024-04-01, delivered: b, quantity: 1}
    """
    k = Kept(text)
    days = ("2024-02-02", "2024-03-01", "2024-04-01", "2024-04-02")
    assert [k.balance("contract cost asset", on) for on in days] == [90, 45, 0, 0]
    assert k.balance("contract cost amortization", "2024-04-02") == 97


def test_a_cost_on_the_day_of_a_delivery_goes_with_it():
    text = """
    obligations: {b: {price: 900.00, quantity: 3}}
    costs: [{date: 2024-02-01, fulfilment: 90.00, over: b}]
    happened: [{date: 2024-01-31, delivered: b, quantity: 1}, {date: 2024-02-01, delivered: b, quantity: 1}]
    """
    assert Kept(text).balance("contract cost asset", "2024-02-01") == 45


@pytest.mark.parametrize("on", ["2024-06-01", "2024-07-01"])
def test_a_cost_after_the_term_was_prolonged_serves_the_new_term(on):
    text = TERM % "" + SERVICE % "100.00" + "costs: [{date: 2024-07-01, commission: 120.00}]\n"
    change = "happened: [{date: %s, amendment: A, changes: {term: {to: 2025-06-30}}, remaining distinct: {s: yes}}]"
    k = Kept(text + change % on)
    assert [k.balance("contract cost asset", day) for day in ("2024-07-31", "2024-12-31", "2025-06-30")] == [110, 60, 0]
