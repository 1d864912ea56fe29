"""Rights that are used or left: points, cards by amount, visits by count; estimates, expiry, remoteness, escheat."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept, refusal

CARDS = "obligations: {c: {price: 2000.00, earn: as redeemed%s}}\nhappened:\n  - {date: 2024-01-01, paid: 2000.00}\n"
USED = "  - {date: %s, redeemed: c, amount: %s}\n"


def test_breakage_comes_in_the_ratio_of_what_is_used():
    k = Kept(CARDS % ", breakage: {expected: 20%, escheat: no}" + USED % ("2024-02-01", "400.00"))
    assert [k("revenue", "c", *kind) for kind in ((), ("redeemed",), ("breakage",))] == [500, 400, 100]
    assert k.balance("contract liability", "2024-02-01") == 1500
    assert k("figure", "expected_redeemed(c)") == 1600


def test_all_is_earned_when_all_that_was_expected_is_used_and_no_more():
    text = CARDS % ", breakage: {expected: 20%}" + USED % ("2024-02-01", "1600.00") + USED % ("2024-03-01", "100.00")
    k = Kept(text)
    assert [k("revenue", through=on) for on in ("2024-02-01", "2024-03-01")] == [2000, 2000]
    assert [k("revenue", "c", "redeemed", through=on) for on in ("2024-02-01", "2024-03-01")] == [1600, 1700]


def test_without_an_estimate_nothing_is_broken():
    k = Kept(CARDS % "" + USED % ("2024-02-01", "400.00"))
    assert (k("revenue"), k("revenue", "c", "breakage")) == (400, 0)


def test_a_new_estimate_is_caught_up():
    text = CARDS % ", breakage: {expected: 20%}" + USED % ("2024-02-01", "400.00")
    k = Kept(text + "  - {date: 2024-03-01, estimate: c, expected breakage: 50%}\n")
    assert [k("revenue", through=on) for on in ("2024-02-29", "2024-03-01")] == [500, 800]
    assert [k("figure", "expected_redeemed(c)", through=on) for on in ("2024-02-29", "2024-03-01")] == [1600, 1000]


def test_where_it_cannot_be_estimated_breakage_waits_until_use_is_remote():
    text = CARDS % ", breakage: {remote: yes}" + USED % ("2024-02-01", "400.00")
    k = Kept("judged: [{date: 2024-06-01, remote: c, why: three years}]\n" + text)
    assert [k("revenue", through=on) for on in ("2024-05-31", "2024-06-01")] == [400, 2000]
    assert [k("revenue", "c", kind) for kind in ("redeemed", "breakage")] == [400, 1600]


def test_what_belongs_to_the_state_is_never_revenue():
    text = CARDS % ", breakage: {expected: 20%, escheat: yes}" + USED % ("2024-02-01", "400.00")
    ended = "  - {date: 2024-03-01, estimate: c, expected breakage: 50%}\n  - {date: 2024-06-01, expired: c}\n"
    k = Kept("judged: [{date: 2024-05-01, remote: c, why: old}]\n" + text + ended)
    assert [k("revenue", through=on) for on in ("2024-02-01", "2024-05-31", "2024-12-31")] == [400, 400, 400]
    assert [k.balance("contract liability", on) for on in ("2024-05-31", "2024-06-01")] == [1600, 0]
    assert [k.balance("accounts payable", on) for on in ("2024-05-31", "2024-06-01")] == [0, 1600]


def test_parts_that_expire_go_to_the_state_part_by_part():
    text = CARDS % ", breakage: {escheat: yes}" + USED % ("2024-02-01", "400.00")
    ended = "  - {date: 2024-06-01, expired: c, amount: 500.00}\n  - {date: 2024-07-01, expired: c}\n"
    k = Kept(text + ended)
    assert [k.balance("accounts payable", on) for on in ("2024-06-01", "2024-07-01")] == [500, 1600]


def test_what_expires_is_earned_unless_its_use_was_not_expected_anyway():
    text = CARDS % ", breakage: {expected: 20%}" + USED % ("2024-02-01", "400.00")
    k = Kept(
        text
        + "  - {date: 2024-03-01, expired: c, amount: 300.00}\n  - {date: 2024-04-01, expired: c, amount: 300.00}\n"
    )
    # 2,000 - 300 leaves room for 1,600; 2,000 - 600 leaves 1,400: 2,000 x 400 / 1,400
    days = ("2024-02-29", "2024-03-01", "2024-04-01")
    assert [str(k("revenue", through=on)) for on in days] == ["500", "500", "571.43"]


@pytest.mark.parametrize("before", ["", USED % ("2024-02-01", "400.00")])
@pytest.mark.parametrize("breakage", ["", ", breakage: {expected: 20%}", ", breakage: {expected: 100%}"])
def test_when_everything_expires_everything_is_earned(before, breakage):
    k = Kept(CARDS % breakage + before + "  - {date: 2024-04-01, expired: c}\n")
    assert k("revenue", through="2024-04-01") == 2000


def test_visits_are_counted():
    text = """
    obligations: {v: {price: 300.00, quantity: 10 visits, earn: as redeemed, breakage: {expected: 20%}}}
    happened: [{date: 2024-02-01, redeemed: v, quantity: 2}]
    """
    k = Kept(text)
    assert (k("revenue"), k("figure", "expected_redeemed(v)")) == (75, 8)
    assert [k("revenue", "v", kind) for kind in ("redeemed", "breakage")] == [60, 15]


POINTS = """
obligations:
  g: {price: 950.00, ssp: 950.00}
  p: {option: points, ssp: {units: 1000, likely: 80%, value: 0.0625}, earn: as redeemed}
happened:
"""


def test_points_are_earned_in_the_ratio_of_those_that_will_be_used():
    k = Kept(POINTS + "  - {date: 2024-02-01, redeemed: p, quantity: 200}\n")
    assert [str(k("allocation", ref)) for ref in "gp"] == ["902.5", "47.5"]
    assert str(k("revenue", "p")) == "11.88"
    assert k("figure", "expected_redeemed(p)") == 800


def test_a_new_number_of_points_counts_before_those_used_on_its_day():
    rows = """  - {date: 2024-02-01, redeemed: p, quantity: 200}
  - {date: 2024-03-01, redeemed: p, quantity: 200}
  - {date: 2024-03-01, estimate: p, expected redeemed: 950}
"""
    assert str(Kept(POINTS + rows)("revenue", "p")) == "20"


def test_amounts_need_a_price():
    text = """
    total: 100.00
    obligations: {a: {ssp: 50.00}, c: {ssp: 50.00, earn: as redeemed}}
    happened: [{date: 2024-02-01, redeemed: c, amount: 5.00}]
    """
    assert refusal(text).name == "RedeemedWithoutPrice"


def test_the_state_takes_nothing_of_rights_without_a_price_or_of_others():
    text = "total: 9.00\nobligations: {c: {ssp: 9.00, earn: as redeemed, quantity: 3, breakage: {escheat: yes}}}\n"
    k = Kept(text + "happened: [{date: 2024-02-01, expired: c}]")
    assert (k.balance("accounts payable", "2024-02-01"), k("revenue")) == (0, 0)
    k = Kept(CARDS % "" + "  - {date: 2024-02-01, expired: c}\n")
    assert k.balance("accounts payable", "2024-02-01") == 0
