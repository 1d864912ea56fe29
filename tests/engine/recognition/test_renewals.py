"""Renewals on agreed terms, and licenses whose time an amendment prolongs."""

from __future__ import annotations

from tests.engine.recognition.kept import Kept

TERM = "term: {from: 2024-01-01, to: 2024-12-31, renews: 12 months}\n"
SERVICE = TERM + "obligations: {s: {price: %s, earn: over time by month%s}}\nhappened:\n"
LICENSE = TERM + "obligations: {L: {price: %s, earn: on delivery, licence: right to use}}\nhappened:\n"
RENEWED = "  - {date: %s, renewed: 12 months}\n"
PASSED = "  - {date: 2024-01-05, delivered: L}\n"


def test_a_service_goes_on_at_its_price():
    k = Kept(SERVICE % ("10.00 per month", "") + RENEWED % "2024-11-30")
    assert [k("revenue", through=on) for on in ("2024-12-31", "2025-01-31", "2025-12-31")] == [120, 130, 240]
    assert [k("transaction price", through=on) for on in ("2024-11-29", "2024-11-30")] == [120, 240]
    assert k("remaining", through="2024-12-31") == 120
    assert k.balance("receivable", "2025-12-31") == 240


def test_a_fixed_price_is_that_of_as_long_a_time():
    k = Kept(SERVICE % ("120.00", "") + "  - {date: 2024-11-30, renewed: 6 months}\n" + RENEWED % "2025-06-01")
    assert [k("revenue", through=on) for on in ("2025-06-30", "2026-06-30", "2030-01-01")] == [180, 300, 300]


def test_what_has_an_end_of_its_own_is_not_renewed():
    k = Kept(SERVICE % ("10.00 per month", ", to: 2024-12-31") + RENEWED % "2024-11-30")
    assert k("revenue", through="2026-12-31") == 120


def test_a_right_to_use_is_renewed_when_the_new_time_begins():
    k = Kept(LICENSE % "10.00 per month" + PASSED + RENEWED % "2024-11-30")
    days = ("2024-01-04", "2024-01-05", "2024-12-31", "2025-01-01")
    assert [k("revenue", through=on) for on in days] == [0, 120, 120, 240]
    assert [k.balance("receivable", on) for on in days] == [0, 120, 120, 240]


def test_a_right_to_use_that_is_renewed_late_is_earned_on_that_day():
    k = Kept(LICENSE % "120.00" + PASSED + RENEWED % "2025-02-01")
    assert [k("revenue", through=on) for on in ("2025-01-31", "2025-02-01")] == [120, 240]


def test_a_right_to_use_that_has_not_passed_is_not_earned_by_a_renewal():
    k = Kept(LICENSE % "120.00" + RENEWED % "2024-11-30" + "  - {date: 2025-03-01, delivered: L}\n")
    assert [k("revenue", through=on) for on in ("2025-02-28", "2025-03-01")] == [0, 240]


def test_an_amendment_of_the_term_renews_a_right_to_use_as_well():
    change = "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-06-30}}}\n"
    k = Kept(LICENSE % "10.00 per month" + PASSED + change)
    assert [k("revenue", through=on) for on in ("2024-12-31", "2025-01-01")] == [120, 180]


def test_an_amendment_that_names_the_license_is_treated_as_a_change():
    change = "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-06-30}, L: {price: 11.00 per month}}}\n"
    k = Kept(LICENSE % "10.00 per month" + PASSED + change)
    assert k.revenue("2025-01-01", "2025-12-31") == 0


def test_nothing_of_a_renewal_is_earned_after_the_end():
    ended = RENEWED % "2024-11-30" + "  - {date: 2025-03-31, terminated: all, refund: 0.00}\n"
    k = Kept(SERVICE % ("10.00 per month", "") + ended)
    assert [k("revenue", through=on) for on in ("2025-03-30", "2025-03-31", "2026-01-01")][1:] == [150, 150]


def test_a_license_that_passes_after_its_renewal_has_begun_is_owed_in_full():
    k = Kept(LICENSE % "120.00" + RENEWED % "2024-11-30" + "  - {date: 2025-03-01, delivered: L}\n")
    assert [k.balance("receivable", on) for on in ("2025-02-28", "2025-03-02")] == [0, 240]


def test_goods_are_not_renewed_and_neither_is_what_an_amendment_prolongs_itself():
    text = TERM + "obligations: {g: {price: 7.00}, s: {price: 10.00 per month, earn: over time by month}}\nhappened:\n"
    change = "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-06-30}}, remaining distinct: {s: yes}}\n"
    k = Kept(text + "  - {date: 2024-01-05, delivered: g}\n" + RENEWED % "2024-11-30")
    assert [k("revenue", ref) for ref in "gs"] == [7, 240]
    assert Kept(text + change)("revenue", "s", through="2026-12-31") == 180


def test_a_term_that_is_not_approved_or_not_longer_renews_nothing():
    change = "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: %s}}%s}\n"
    for end, approved in (("2025-06-30", ", approved: no"), ("2024-12-31", "")):
        k = Kept(LICENSE % "10.00 per month" + PASSED + change % (end, approved))
        assert k("revenue", through="2026-12-31") == 120


def test_a_renewal_after_the_end_is_none_and_one_obligation_that_ends_ends_no_term():
    ended = "  - {date: 2024-06-30, terminated: %s, refund: 0.00}\n" + RENEWED % "2024-11-30"
    text = (
        TERM
        + "obligations: {r: {price: 12.00, earn: over time by month}, s: {price: 120.00, earn: over time by month}}"
    )
    text += "\nhappened:\n"
    assert Kept(text + ended % "all")("revenue", through="2026-12-31") == 66
    assert Kept(text + ended % "[r]").revenue("2025-01-01", "2025-12-31", "s") == 120


def test_a_renewal_without_a_stated_price_is_noted():
    text = "total: 120.00\n" + TERM + "obligations: {s: {ssp: 120.00, earn: over time by month}}\nhappened:\n"
    k = Kept(text + RENEWED % "2024-11-30")
    assert k("revenue", through="2026-12-31") == 120 and "at which price" in k.notes[0]
