"""A table has columns of one length and one kind, checked once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import numpy as np
import pytest

from duly.ground.columns import ColumnsDiffer, Ints, Table, ints
from duly.ground.errors import DulyError


@dataclass(frozen=True)
class Prices(Table):
    ref: tuple[str, ...]
    amount: Ints


def test_a_table_is_made_of_plain_lists():
    table = Prices.of(ref=["a", "b"], amount=[1, 2])
    assert (table.ref, table.amount.tolist(), len(table)) == (("a", "b"), [1, 2], 2)


def test_rows_are_taken_by_index_and_by_mask():
    table = Prices.of(ref="abc", amount=[1, 2, 3])
    assert table.take(np.array([2, 0])).ref == ("c", "a")
    assert table.take(table.amount > 1).amount.tolist() == [2, 3]
    assert len(table.take(table.amount > 9)) == 0


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ColumnsDiffer, match=r"Prices\.amount has 1 rows"):
        Prices.of(ref=["a", "b"], amount=[1])


def test_columns_of_another_kind_are_refused():
    with pytest.raises(ColumnsDiffer, match="not int64"):
        Prices(("a",), np.array([1], dtype=np.int32))


def test_a_table_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Prices.of(ref=["a"], amount=[1]).amount = ints([2])


def test_a_number_beyond_64_bits_is_an_error_never_a_wrong_number():
    assert ints([2**63 - 1, -(2**63)]).tolist() == [2**63 - 1, -(2**63)]
    with pytest.raises(DulyError, match="9223372036854775808"):
        ints([0, 2**63])
