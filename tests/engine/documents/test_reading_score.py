"""The scorer of contract terms: what counts as the same value, as found, as right and as wrong."""

from __future__ import annotations

import pytest

from bench.reading_terms import Label, Said, calibration_error, score
from bench.reading_values import same, whole


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ({"amount": "1500.00", "currency": "USD"}, {"amount": "1,500", "currency": "USD"}),
        ({"percent": "1.5", "period": "P1M"}, {"pct": "1.50", "per": "month"}),
        ({"amount": "90", "currency": "EUR", "unit": "hour"}, {"amount": "90.00", "currency": "EUR", "per": "hour"}),
        ({"amount": "4", "per": "additional licence"}, {"amount": "4", "per": "licence"}),
        ([{"amount": "10", "due": "2001-01-01"}, {"amount": "10", "due": "2001-02-01"}], {"count": 2, "amount": "10"}),
        ("P30D", {"days": 30, "from": "invoice_date"}),
        ({"formula": "fees paid in a year"}, {"basis": "twelve months of fees"}),
    ],
)
def test_two_ways_to_write_a_value_are_the_same(label, said):
    assert same(label, said)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ({"amount": "1500.00", "currency": "USD"}, {"amount": "1.5", "currency": "USD"}),
        ({"amount": "1500.00", "currency": "USD"}, {"amount": "1500.00", "currency": "CAD"}),
        ({"amount": "5", "period": "P1M"}, {"amount": "5", "period": "P1Y"}),
        ({"amount": "5", "unit": "hour"}, {"amount": "5", "unit": "seat"}),
        ({"price": "7", "min": "10", "max": "20"}, {"price": "7", "min": "20", "max": "30"}),
        ({"formula": "fees paid in a year"}, {"amount": "5000"}),
        ("P30D", "P60D"),
        ("2001-01-01", "2001-02-01"),
    ],
)
def test_another_value_is_not_the_same(label, said):
    assert not same(label, said)


def test_the_whole_value_is_asked_for_beside_the_main_parts():
    label = {"amount": "5", "currency": "USD", "item": "support"}
    assert same(label, {"amount": "5", "currency": "USD"}) and not whole(label, {"amount": "5", "currency": "USD"})


FEE = {"amount": "100", "currency": "USD"}
LABELS = [
    Label("a", "fee", FEE, 10, 14, "both", (("payment", FEE),)),
    Label("a", "rate", {"amount": "7", "unit": "hour"}, 30, 32, "both"),
    Label("a", "not_a_contract_fee", {"amount": "9"}, 50, 54, "second"),
]


def test_a_label_counts_when_its_family_has_the_value_there():
    said = {"a": [Said("recurring_fee", FEE, 8, 14), Said("rate", {"amount": "8", "unit": "hour"}, 30, 32)]}
    result = score(LABELS, said)
    assert (result.counts["fee"].found, result.counts["fee"].exact, result.counts["rate"].found) == (1, 0, 0)
    assert result.counts["fee"].tight == 1 and result.counts["rate"].touched == 1
    assert [label.field for label in result.missed] == ["rate"]


def test_a_prediction_is_right_when_it_meets_a_label_of_its_family_and_wrong_on_what_is_no_fee():
    said = {"a": [Said("fee", FEE, 30, 32), Said("fee", {"amount": "9"}, 50, 54), Said("royalty", FEE, 10, 14)]}
    result = score(LABELS, said)
    assert (result.counts["fee"].said, result.counts["fee"].right, result.counts["royalty"].right) == (2, 1, 0)
    assert [term.start for _, term, _ in result.wrong_fees] == [50]


def test_what_is_below_the_threshold_counts_for_the_calibration_alone():
    said = {"a": [Said("fee", FEE, 10, 14, 0.4)]}
    result = score(LABELS, said, 0.5)
    assert (result.counts["fee"].said, result.counts["fee"].found) == (0, 0)
    assert result.counts["fee"].trust == [(0.4, True)]


def test_the_calibration_error_is_the_distance_of_confidence_and_share_of_right_ones():
    assert calibration_error([(0.95, True), (0.95, True)]) == pytest.approx(0.05)
    assert calibration_error([(0.85, True), (0.85, False)]) == pytest.approx(0.35)
