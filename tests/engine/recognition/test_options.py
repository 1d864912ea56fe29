"""Options: a material right takes part in the price, an offer does not; expected renewals are looked through to."""

from __future__ import annotations

from tests.engine.recognition.kept import Kept, refusal

SOLD = """
%sobligations:
  A: {price: 90.00, ssp: 90.00}
  v: {option: off, earn: on exercise or expiry%s, ssp: {discount: 30%%, less: 10%%, spend: 100.00, likely: 50%%}}
happened:
  - {date: 2024-01-01, delivered: A}
"""


def test_a_right_takes_its_share_and_is_earned_when_it_is_used():
    k = Kept(SOLD % ("", "") + "  - {date: 2024-02-10, exercised: v}\n")
    assert [k("allocation", ref) for ref in "Av"] == [81, 9] and k("ssp", "v") == 10
    assert [k("revenue", through=on) for on in ("2024-01-01", "2024-02-09", "2024-02-10")] == [81, 81, 90]


def test_a_right_in_parts_is_earned_in_parts():
    rows = "  - {date: 2024-02-10, exercised: v, quantity: 1}\n  - {date: 2024-03-10, expired: v}\n"
    k = Kept(SOLD % ("", ", quantity: 3") + rows)
    assert [k("revenue", "v", through=on) for on in ("2024-02-10", "2024-03-10")] == [3, 9]


def test_a_right_ends_by_itself_at_the_end_of_its_last_day():
    k = Kept(SOLD % ("", ", expires: 2024-03-31, quantity: 3") + "  - {date: 2024-02-10, exercised: v, quantity: 1}\n")
    assert [k("revenue", "v", through=on) for on in ("2024-03-30", "2024-03-31")] == [3, 9]


def test_what_is_used_after_the_last_day_changes_nothing():
    k = Kept(SOLD % ("", ", expires: 2024-03-31, quantity: 3") + "  - {date: 2024-04-10, exercised: v, quantity: 1}\n")
    assert [k("revenue", "v", through=on) for on in ("2024-03-31", "2024-04-10")] == [9, 9]


def test_an_offer_takes_no_part():
    judged = "judged: [{date: 2024-01-01, not material right: v, why: anyone gets it}]\n"
    k = Kept(SOLD % (judged, ", expires: 2024-03-31"))
    assert [k("allocation", ref) for ref in "Av"] == [90, 0] and k("revenue") == 90


def test_a_judged_right_takes_part_like_one_that_nobody_judged():
    judged = "judged: [{date: 2024-01-01, material right: v, why: others do not get it}]\n"
    assert Kept(SOLD % (judged, ""))("allocation", "v") == 9


CARE = """
obligations:
  s: {price: 1000.00, earn: over time by month, from: 2024-01-01, to: 2024-12-31, renewals: {expected: [80%%, 50%%]%s}}
happened:
  - {date: 2024-01-01, paid: 1000.00}
"""


def test_expected_renewals_share_the_expected_price_by_what_each_period_costs():
    k = Kept(CARE % ", cost: [100.00, 150.00, 200.00], price: 900.00")
    # 1,000 + 720 + 450 = 2,170 over 100 : 120 : 100
    assert k("transaction price", through="2024-01-01") == 2170
    ends = ("2024-12-31", "2025-12-31", "2026-12-31", "2030-12-31")
    assert [str(k("revenue", through=on)) for on in ends] == ["678.13", "1491.88", "2170", "2170"]
    assert str(k.balance("contract liability", "2024-12-31")) == "321.87"
    assert [k.balance("receivable", on) for on in ends] == [0, 720, 1170, 1170]


def test_periods_alike_weigh_what_is_left_of_the_customers():
    k = Kept(CARE % "")
    assert [k("revenue", through=on) for on in ("2024-12-31", "2025-12-31", "2026-12-31")] == [1000, 1800, 2300]


def test_renewals_are_billed_as_they_begin():
    text = CARE % "" + "billing: [{bill: s, every: year, in: advance, right: when due}]\n"
    k = Kept(text)
    assert [k.balance("receivable", on) for on in ("2024-12-31", "2025-01-01", "2026-01-01")] == [0, 800, 1300]


def test_what_is_not_earned_over_time_has_no_renewals_to_look_through_to():
    text = "obligations: {s: {price: 10.00, renewals: {expected: [80%]}}}"
    assert refusal(text).name == "RenewalsNeedTime"


def test_each_renewal_is_earned_month_by_month():
    k = Kept(CARE % "")
    assert [k("revenue", through=on) for on in ("2024-06-30", "2025-06-30", "2026-03-31")] == [500, 1400, 1925]
    assert k.balance("receivable", "2025-06-30") == 400


def test_judgements_on_others_say_nothing():
    judged = "judged: [{date: 2024-01-01, not material right: A, why: x}, {date: 2024-01-01, distinct: v, why: x}]\n"
    assert Kept(SOLD % (judged, ""))("allocation", "v") == 9


def test_a_judged_right_needs_a_standalone_price():
    text = "obligations: {A: {price: 9.00}, v: {option: more, earn: on exercise or expiry}}\n"
    judged = "judged: [{date: 2024-01-01, material right: v, why: x}]\n"
    assert refusal(judged + text).name == "MissingSsp"
    assert Kept(text)("allocation", "A") == 9
