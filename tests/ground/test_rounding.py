"""Cents: shares mirror, splits add up, nothing is lost beyond 64 bits; compared with exact fractions row by row."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.ground.columns import ints
from duly.ground.rounding import (
    AmountTooLarge,
    CannotAllocate,
    allocate,
    round_digits,
    round_fraction,
    share,
    spread,
)

LIMIT = 2**63
EDGES = [0, 1, 2, 7, 2**31 - 1, 2**31, 2**53, 2**54 - 1, 2**54, 2**62, LIMIT - 1]
SIGNED = sorted({*EDGES, *(-edge for edge in EDGES), -LIMIT})


def numbers(bits=(2, 10, 31, 40, 54, 63), signed=True):
    """Whole numbers of all sizes a column can hold, the small ones as often as the large."""
    return st.one_of(*(st.integers(-(2**b) if signed else 0, 2**b - 1) for b in bits))


def half_away(value: Fraction) -> int:
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def expected_share(amount, done, total):
    return half_away(Fraction(amount * done, total)) if total else 0


def expected_split(total, weights, largest):
    """The rule of docs/how-numbers-are-made.md, for one pool, in fractions."""
    weights = weights if any(weights) else [1] * len(weights)
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [half_away(part) for part in exact]
    last = max(row for row, weight in enumerate(weights) if weight)
    parts[last] += total - sum(parts)
    if not largest and parts[last] * total >= 0:
        return parts
    floors = [int(abs(part)) for part in exact]
    by_fraction = sorted(range(len(weights)), key=lambda row: (floors[row] - abs(exact[row]), row))
    for row in by_fraction[: abs(total) - sum(floors)]:
        floors[row] += 1
    return [part if total > 0 else -part for part in floors]


def one_share(amount, done, total):
    return int(share(ints([amount]), ints([done]), ints([total]))[0])


def split(total, weights, largest=0):
    owner = np.zeros(len(weights), np.int64)
    return allocate(ints([total]), ints(weights), owner, 1, ints([largest])).tolist()


@pytest.mark.parametrize("amount", SIGNED)
def test_a_share_is_exact_at_every_edge_of_64_bits(amount):
    for done, total in product(SIGNED, SIGNED):
        expected = expected_share(amount, done, total)
        if -LIMIT <= expected < LIMIT:
            assert one_share(amount, done, total) == expected
        else:
            with pytest.raises(AmountTooLarge):
                one_share(amount, done, total)


@pytest.mark.parametrize("bits", range(1, 64))
def test_a_share_is_exact_where_a_product_just_fits_or_just_does_not(bits):
    for total in (2**bits - 1, 2 ** (bits - 1), 2 ** (bits - 1) + 1):
        for done in {0, 1, total // 2, total - 1, total}:
            for amount in (1, total - 1, total + 1, 3 * total - 1, 2**62 - 1):
                if amount < LIMIT:
                    assert one_share(amount, done, total) == expected_share(amount, done, total)


@given(st.lists(st.tuples(numbers(), numbers((2, 31, 54), False), numbers((2, 31, 54, 63), False)), max_size=12))
def test_a_column_of_shares_is_the_share_of_each_row(rows):
    rows = [(amount, min(done, total), total) for amount, done, total in rows]
    got = share(*(ints([row[k] for row in rows]) for k in range(3)))
    assert got.tolist() == [expected_share(*row) for row in rows]


@given(numbers((10, 62)), numbers((2, 31, 62), False), numbers((2, 31, 62), False))
def test_a_reversal_mirrors_what_it_reverses(amount, done, total):
    done = min(done, total)
    assert one_share(-amount, done, total) == -one_share(amount, done, total)


def test_halves_go_away_from_zero():
    assert share(ints([1, -1, 3, -3]), ints([1]), ints([2])).tolist() == [1, -1, 2, -2]


def test_a_share_of_no_rows_has_no_rows():
    assert share(ints([]), ints([]), ints([])).tolist() == []


def test_the_arguments_stay_as_they_were():
    columns = [ints([-100, 100]), ints([1, 0]), ints([3, 0])]
    before = [column.copy() for column in columns]
    share(*columns)
    assert all((a == b).all() for a, b in zip(columns, before, strict=True))


pools = st.lists(
    st.tuples(
        numbers(),
        st.lists(st.one_of(st.just(0), numbers(signed=False)), min_size=1, max_size=6),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=6,
)


@given(pools)
def test_a_column_of_splits_is_the_split_of_each_pool(rows):
    owner = ints([pool for pool, row in enumerate(rows) for _ in row[1]])
    weights = ints([weight for row in rows for weight in row[1]])
    got = allocate(ints([row[0] for row in rows]), weights, owner, len(rows), ints([row[2] for row in rows]))
    assert got.tolist() == [part for row in rows for part in expected_split(*row)]
    assert sum(got.tolist()) == sum(row[0] for row in rows)


# The same weights in units of one, beyond 31 bits, and beyond 54 bits: three ways to calculate, one result.
scales = pytest.mark.parametrize("scale", [1, 2**40, 2**59])


@scales
@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10_000, [1, 1, 1], [3333, 3333, 3334]),
        (10_000, [1, 1, 1, 0], [3333, 3333, 3334, 0]),
        (2, [1, 1, 1, 1], [1, 1, 0, 0]),  # three rounded halves are one more than the two there are
        (-2, [1, 1, 1, 1], [-1, -1, 0, 0]),
        (2, [1, 1, 2], [1, 1, 0]),  # nothing is left for the last, which is no turn of its sign
        (0, [1, 2], [0, 0]),
        (-10_000, [1, 1, 1], [-3333, -3333, -3334]),
    ],
)
def test_the_last_obligation_with_a_weight_takes_the_remainder(scale, total, weights, parts):
    assert split(total, [weight * scale for weight in weights]) == parts


@scales
@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10_000, [1, 1, 1], [3334, 3333, 3333]),
        (100, [3, 5, 8], [19, 31, 50]),
        (-100, [3, 5, 8], [-19, -31, -50]),
        (5, [1, 0, 1], [3, 0, 2]),
    ],
)
def test_by_policy_the_largest_fractions_take_the_remainder_and_the_first_of_equals(scale, total, weights, parts):
    assert split(total, [weight * scale for weight in weights], largest=1) == parts


@pytest.mark.parametrize("largest", [0, 1])
@pytest.mark.parametrize("total", [-LIMIT, -(2**62), 2**62, LIMIT - 1])
@pytest.mark.parametrize("size", [2, 2**31, 2**53, 2**60])
def test_the_largest_totals_are_split_exactly(total, size, largest):
    weights = [size - 1, size, size + 1, size // 2]
    assert split(total, weights, largest) == expected_split(total, weights, largest)


def test_without_any_weight_the_parts_are_equal():
    assert split(900, [0, 0, 0]) == [300, 300, 300]


def test_a_split_beyond_64_bits_adds_up():
    assert split(LIMIT - 1, [LIMIT - 1, LIMIT - 1]) == [LIMIT // 2, LIMIT // 2 - 1]
    assert split(-LIMIT, [1]) == [-LIMIT]


@pytest.mark.parametrize(
    ("owner", "weights", "count"),
    [([], [], 1), ([0], [1], 2), ([0, 2], [1, 1], 3), ([1, 0], [1, 1], 2), ([0, 0], [1, -1], 1), ([0], [1, 1], 1)],
)
def test_a_split_with_nothing_to_share_by_is_refused(owner, weights, count):
    with pytest.raises(CannotAllocate):
        allocate(ints([5] * count), ints(weights), ints(owner), count, ints([0] * count))


def test_no_pools_give_no_items():
    assert allocate(ints([]), ints([]), ints([]), 0, ints([])).tolist() == []


@given(numbers((10, 40, 62)), st.lists(st.integers(0, 400), min_size=1, max_size=40).filter(any))
def test_a_spread_adds_up_after_every_period(total, parts):
    got = spread(total, parts)
    running = [half_away(Fraction(total * sum(parts[: k + 1]), sum(parts))) for k in range(len(parts))]
    assert np.cumsum(got).tolist() == running
    assert sum(got) == total


def test_twelve_even_months_of_a_hundred_and_twenty_thousand():
    assert spread(12_000_000, [1] * 12) == [1_000_000] * 12


@pytest.mark.parametrize("parts", [[], [0, 0]])
def test_a_spread_over_no_time_is_refused(parts):
    with pytest.raises(CannotAllocate):
        spread(100, parts)


@given(st.fractions())
def test_a_single_value_is_rounded_half_away_from_zero(value):
    assert round_fraction(value) == half_away(value)


@given(st.integers(0, 2**40), st.integers(1, 2**40), st.integers(0, 12))
def test_progress_is_rounded_to_its_decimals(done, total, digits):
    done = min(done, total)
    rounded, whole = round_digits(ints([done]), ints([total]), digits)
    assert whole.tolist() == [10**digits]
    assert rounded.tolist() == [half_away(Fraction(done * 10**digits, total))]
