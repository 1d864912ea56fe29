"""Licenses and royalties: when the right passes, what sales bring, what a minimum guarantees."""

from __future__ import annotations

import pytest

from duly.ground.dates import day, iso
from tests.engine.recognition.kept import Kept, refusal

YEARS = tuple(range(2024, 2029))
SALES = "happened:\n" + "".join(
    f"  - {{date: {year}-12-31, sales: L, amount: {amount}.00}}\n"
    for year, amount in zip(YEARS, (15000, 25000, 30000, 40000, 40000), strict=True)
)
ACCESS = """
term: {from: 2024-01-01, to: 2028-12-31}
obligations:
  L: {earn: over time by month, licence: right to access%s, royalty: {rate: 5%%, of: sales, minimum: 5000.00%s}}
"""


def by_year(k: Kept, *args: str) -> list[int]:
    return [int(k.revenue(f"{year}-01-01", f"{year}-12-31", *args)) for year in YEARS]


@pytest.mark.parametrize(
    ("view", "expected", "earned", "minimum"),
    [
        ("as they occur", ", expected: 7500.00", [750, 1250, 1500, 2000, 2000], 0),
        ("as they occur", "", [750, 1250, 1500, 2000, 2000], 0),
        ("as they occur", ", expected: 5000.00", [1000, 1000, 1000, 1500, 3000], 5000),
        ("estimate", ", expected: 7500.00", [1500, 1500, 1500, 1000, 2000], 5000),
        ("minimum over time", ", expected: 7500.00", [1000, 1000, 1000, 1500, 3000], 5000),
    ],
)
def test_the_readings_of_a_minimum_of_a_right_of_access(view, expected, earned, minimum):
    k = Kept(ACCESS % ("", expected) + SALES, minimum_royalty=view)
    assert by_year(k) == earned
    kinds = [k("revenue", "L", kind, through="2028-12-31") for kind in ("minimum", "royalty", "price")]
    assert kinds == [minimum, 7500 - minimum, 0]
    assert [k("royalties", "L"), k("royalties", "L", through="2025-12-31")] == [7500, 2000]
    assert k.balance("receivable", "2028-12-31") == 7500 and k.balance("contract asset", "2028-12-31") == 0


def test_what_the_minimum_still_guarantees_is_earned_at_the_end():
    k = Kept(ACCESS % ("", "") + SALES.replace("30000", "10000").replace("40000", "10000"))
    assert by_year(k) == [750, 1250, 500, 500, 2000]
    assert [k("revenue", "L", kind) for kind in ("minimum", "royalty")] == [1500, 3500]
    assert k("remaining", through="2024-12-31") == 4250


def test_an_estimate_that_changes_is_caught_up_and_the_cap_binds_day_by_day():
    told = ACCESS % ("", ", expected: 7500.00") + SALES
    told += "  - {date: 2025-12-31, estimate: L, expected royalty: 10000.00}\n"
    k = Kept(told, minimum_royalty="estimate")
    # 10,000 over five years; 5,000 is the most until royalties pass the minimum, reached in the middle of 2026.
    assert by_year(k) == [1500, 2500, 1000, 500, 2000]
    days = ("2026-06-29", "2026-06-30", "2026-07-01", "2026-12-30")
    assert [str(k("revenue", through=on)) for on in days] == ["4994.44", "5000", "5000", "5000"]


def test_an_estimate_that_falls_short_gives_way_to_the_royalties_at_the_end():
    k = Kept(ACCESS % ("", ", expected: 6000.00") + SALES, minimum_royalty="estimate")
    assert by_year(k) == [1200, 1200, 1200, 1200, 2700]


def test_an_estimate_must_be_stated():
    assert refusal(ACCESS % ("", "") + SALES, minimum_royalty="estimate").name == "MissingExpectedRoyalty"


@pytest.mark.parametrize("view", ["as they occur", "estimate", "minimum over time"])
def test_a_fixed_fee_beside_the_minimum_is_earned_by_itself(view):
    k = Kept(ACCESS % (", price: 1000.00", ", expected: 7500.00") + SALES, minimum_royalty=view)
    assert [int(k.revenue(f"{year}-01-01", f"{year}-12-31", "L", "price")) for year in YEARS] == [200] * 5
    alone = Kept(ACCESS % ("", ", expected: 7500.00") + SALES, minimum_royalty=view)
    assert by_year(k) == [200 + amount for amount in by_year(alone)]
    assert k.balance("receivable", "2028-12-31") == 8500


USE = """
term: {from: 2024-01-01, to: 2025-12-31}
obligations:
  L: {earn: on delivery, licence: right to use%s, royalty: {rate: 2.5%%, of: sales, minimum: 100.00%s}}
happened:
  - {date: 2024-02-01, delivered: L}
  - {date: 2024-06-30, sales: L, amount: 3000.01}
  - {date: 2024-12-31, sales: L, amount: 2000.01}
  - {date: 2025-06-30, sales: L, amount: 6000.00}
"""


def test_the_minimum_of_a_right_to_use_is_revenue_when_it_passes_and_royalties_beyond_it_as_they_exceed_it():
    k = Kept(USE % ("", ""))
    # 75.00, then 125.0005 to date, then 275.0005
    days = ("2024-01-31", "2024-02-01", "2024-06-30", "2024-12-31", "2025-06-30")
    assert [int(k("revenue", through=on)) for on in days] == [0, 100, 100, 125, 275]
    assert [k("revenue", "L", kind) for kind in ("minimum", "royalty")] == [100, 175]
    assert [k.balance("receivable", on) for on in days] == [0, 100, 100, 125, 275]


def test_a_minimum_for_each_year_counts_each_year_by_itself():
    k = Kept(USE % ("", ", per: year"))
    # two years guarantee 200; the first year brings 125, the second 150
    assert [int(k("revenue", through=on)) for on in ("2024-02-01", "2024-12-31", "2025-06-30")] == [200, 225, 275]
    assert (
        refusal("obligations:\n" + USE.partition("obligations:\n")[2] % ("", ", per: year")).name == "RoyaltyNeedsTerm"
    )


def test_a_fixed_fee_and_a_minimum_are_told_apart():
    k = Kept(USE % (", price: 50.00", ""))
    assert [k("revenue", "L", kind, through="2024-02-01") for kind in ("price", "minimum", "royalty")] == [50, 100, 0]
    assert k("transaction price", through="2024-02-01") == 150


def test_royalties_wait_until_the_license_has_passed():
    text = """
    obligations: {L: {price: 10.00, earn: on delivery, licence: right to use, royalty: {rate: 10%, of: sales}}}
    happened:
      - {date: 2024-01-31, sales: L, amount: 50.00}
      - {date: 2024-02-29, sales: L, amount: 60.00}
      - {date: 2024-03-10, delivered: L}
    """
    k = Kept(text)
    assert [k("revenue", through=on) for on in ("2024-03-09", "2024-03-10")] == [0, 21]
    assert [k.balance("receivable", on) for on in ("2024-01-31", "2024-03-09", "2024-03-10")] == [5, 11, 21]
    assert k.balance("contract liability", "2024-03-09") == 11


def test_royalties_billed_on_invoice_are_owed_by_the_invoice():
    text = """
    obligations: {L: {price: 10.00, earn: on delivery, licence: right to use, royalty: {rate: 10%, of: sales}}}
    billing: [{bill: L, in: one sum, right: on invoice}]
    happened:
      - {date: 2024-01-10, delivered: L}
      - {date: 2024-01-31, sales: L, amount: 50.00}
      - {date: 2024-02-29, invoice: I-1, lines: {L: 5.00}}
    """
    k = Kept(text)
    assert (k.balance("receivable", "2024-01-31"), k.balance("contract asset", "2024-01-31")) == (0, 15)
    assert (k.balance("receivable", "2024-02-29"), k.balance("contract asset", "2024-02-29")) == (5, 10)


def test_a_right_to_use_is_not_earned_before_its_time_begins():
    text = """
    obligations: {L: {price: 10.00, earn: on delivery%s, from: 2024-03-01, to: 2025-02-28}}
    happened: [{date: 2024-01-15, delivered: L}]
    """
    assert Kept(text % ", licence: right to use").revenue("2024-03-01", "2024-03-01") == 10
    assert Kept(text % "").revenue("2024-01-15", "2024-01-15") == 10


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("licence: right to access, earn: on delivery", "55-58A"),
        ("licence: right to use, earn: over time by month", "55-58B"),
        ("licence: right to access, earn: over time by month", ""),
        ("licence: right to use, earn: on delivery", ""),
    ],
)
def test_a_license_earned_against_its_nature_is_noted(keys, said):
    k = Kept(f"term: {{from: 2024-01-01, to: 2024-12-31}}\nobligations: {{L: {{price: 12.00, {keys}}}}}")
    assert [said in note for note in k.notes] == ([True] if said else [])


TWO = """
total: %s
obligations:
  X: {ssp: 800.00, earn: on delivery, licence: right to use}
  Y: {ssp: 1000.00, earn: on delivery, licence: right to use, royalty: {rate: 5%%, of: sales, expected: %s}}
happened:
  - {date: 2024-01-01, delivered: Y}
  - {date: 2024-01-31, sales: Y, amount: 4000.00}
  - {date: 2024-02-29, sales: Y, amount: 1000.00}
  - {date: 2024-03-01, delivered: X}
"""


def test_a_royalty_that_fits_belongs_to_its_license_alone():
    k = Kept(TWO % ("800.00", "1000.00"))
    assert [k("allocation", ref) for ref in "XY"] == [800, 0]
    assert [k("variable", ref) for ref in "XY"] == [0, 1000] and k("variable") == 1000
    assert [k("revenue", "Y", through=on) for on in ("2024-01-01", "2024-01-31", "2024-02-29")] == [0, 200, 250]
    assert k("revenue", "X") == 800


def test_a_royalty_that_does_not_fit_is_shared_like_the_price():
    k = Kept(TWO % ("300.00", "1500.00"))
    assert [str(k("allocation", ref)) for ref in "XY"] == ["133.33", "166.67"]
    assert [str(k("variable", ref)) for ref in "XY"] == ["666.67", "833.33"] and k("variable") == 1500
    earned = [str(k("revenue", "Y", "royalty", through=on)) for on in ("2024-01-01", "2024-01-31", "2024-02-29")]
    assert earned == ["0", "111.11", "138.89"]
    assert (k("revenue", "X", through="2024-02-29"), str(k("revenue", "X", "royalty"))) == (0, "111.11")
    assert str(k.balance("contract liability", "2024-01-31")) == "88.89"
    assert k.balance("receivable", "2024-03-01") == 550 and k.balance("contract liability", "2024-03-01") == 0


@pytest.mark.parametrize(
    ("expected", "fit", "alone"),
    [("1100.00", "10", True), ("1250.00", "10", False), ("1000.00", "0", True), ("1000.01", "0", False)],
)
def test_how_near_a_royalty_must_come_is_a_policy(expected, fit, alone):
    # 1,100 beside 800: shares of 1,900 are 844.44 and 1,055.56, missed by 5.3 % and 4.2 %.
    k = Kept(TWO % ("800.00", expected), variable_fit=fit)
    assert (k("allocation", "Y") == 0) == alone


def test_part_of_a_standalone_price_that_royalties_do_not_cover_shares_the_fixed_price():
    k = Kept(TWO % ("1000.00", "800.00"))
    assert [k("allocation", ref) for ref in "XY"] == [800, 200]


def test_a_royalty_without_an_expectation_leaves_the_price_to_standalone_prices():
    k = Kept((TWO % ("900.00", "1.00")).replace(", expected: 1.00", ""))
    assert [k("allocation", ref) for ref in "XY"] == [400, 500]
    assert k("revenue", "Y", "royalty") == 250 and k("variable") == 0


def _lower_of(told: list[tuple[str, str, int]], on: int, expected: int) -> int:
    """The estimate by its definition: price over the days of 2024, at most the higher of minimum and royalties."""
    first, last = day("2024-01-01"), day("2024-12-31")
    sold = sum(minor for when, verb, minor in told if verb == "sales" and day(when) <= on)
    for when, verb, minor in told:
        expected = minor if verb == "estimate" and day(when) <= on else expected
    cap = max(50000, sold)
    whole = max(expected, 50000, sold)
    done = min(max(on - first + 1, 0), 366)
    return cap if on >= last else min((2 * whole * done + 366) // (2 * 366), cap)


@pytest.mark.parametrize(
    "told",
    [
        [],
        [("2024-03-01", "sales", 20000), ("2024-05-01", "sales", 40000), ("2024-08-15", "sales", 5000)],
        [("2023-11-15", "sales", 60000), ("2023-12-01", "estimate", 90000), ("2024-06-30", "sales", 70000)],
        [("2024-02-01", "sales", 90000), ("2024-02-01", "estimate", 120000), ("2024-12-31", "sales", 5000)],
        [("2024-10-01", "estimate", 40000), ("2024-12-30", "sales", 90000), ("2025-02-01", "sales", 5000)],
        [("2024-01-01", "estimate", 500000), ("2024-04-02", "sales", 51000), ("2024-04-03", "sales", 51000)],
    ],
)
def test_the_estimate_is_the_lower_of_price_over_time_and_cap_on_every_day(told):
    rows = {"sales": "sales: L, amount", "estimate": "estimate: L, expected royalty"}
    scale = {"sales": 10, "estimate": 1}
    text = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations: {L: {earn: over time by day, licence: right to access,
              royalty: {rate: 10%, of: sales, minimum: 500.00, expected: 800.00}}}
happened:
""" + "".join(f"  - {{date: {on}, {rows[verb]}: {minor * scale[verb] / 100:.2f}}}\n" for on, verb, minor in told)
    k = Kept(text.replace("happened:\n", "") if not told else text, minimum_royalty="estimate")
    edges = [day(on) + step for on, _, _ in told for step in (-1, 0, 1)]
    for on in [*range(day("2023-12-20"), day("2025-03-01"), 3), *edges, day("2024-12-30"), day("2024-12-31")]:
        assert k("revenue", through=iso(on)) * 100 == _lower_of(told, on, 80000), iso(on)


def test_a_right_of_access_that_passes_at_once_has_no_readings():
    text = """
    term: {from: 2024-01-01, to: 2024-12-31}
    obligations: {L: {earn: on delivery, licence: right to access, royalty: {rate: 10%, of: sales, minimum: 50.00}}}
    happened: [{date: 2024-01-10, delivered: L}, {date: 2024-02-10, sales: L, amount: 300.00}]
    """
    assert Kept(text)("revenue", through="2024-01-10") == 50


def test_royalties_before_a_right_of_access_begins_count_from_its_first_day():
    text = """
    term: {from: 2024-02-01, to: 2024-12-31}
    obligations: {L: {price: 11.00, earn: over time by month, licence: right to access, royalty: {rate: 10%, of: it}}}
    happened: [{date: 2024-01-10, sales: L, amount: 300.00}]
    """
    assert [Kept(text)("revenue", through=on) for on in ("2024-01-31", "2024-02-29")] == [0, 31]


@pytest.mark.parametrize(("expected", "alone"), [("1200.00", True), ("1200.01", False)])
def test_a_split_may_miss_by_ten_percent_and_no_more(expected, alone):
    # 800 of 2,000 where 888.89 is the share: 88.89 is just a tenth of it.
    assert (Kept(TWO % ("800.00", expected))("allocation", "Y") == 0) == alone


def test_where_no_standalone_price_is_stated_the_royalty_is_a_part_of_it():
    text = """
    obligations:
      X: {price: 100.00, earn: on delivery}
      Y: {price: 50.00, earn: on delivery, licence: right to use,
          royalty: {rate: 5%, of: sales, minimum: 20.00, expected: 220.00}}
    """
    k = Kept(text)
    assert [k("allocation", ref) for ref in "XY"] == [100, 70]
    assert [k("variable", ref) for ref in "XY"] == [0, 200]


def test_the_share_of_royalties_follows_what_is_not_stated():
    text = """
    total: 90.00
    obligations:
      X: {ssp: 300.00, earn: on delivery}
      Y: {price: 50.00, earn: on delivery, licence: right to use, royalty: {rate: 5%, of: sales, expected: 100.00}}
    happened: [{date: 2024-01-01, delivered: [X, Y]}, {date: 2024-02-01, sales: Y, amount: 900.00}]
    """
    k = Kept(text)
    # 300 : 50 + 100 of 190 would be 126.67 to 63.33; alone it is 77.14 and 112.86: shared two to one.
    assert [k("allocation", ref) for ref in "XY"] == [60, 30]
    assert [k("revenue", ref, "royalty") for ref in "XY"] == [30, 15]
