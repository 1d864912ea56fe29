"""The checker agrees with every number of contracts at random; `python -m tests.soak.proofs` does more of them."""

from __future__ import annotations

import pytest

from tests.soak.proofs import proved, wrong


@pytest.mark.parametrize("seed", [19, 129])
def test_nothing_is_found_in_what_is_right(seed, tmp_path):
    verdicts = list(proved(seed, tmp_path))
    assert sum(verdict.numbers for verdict in verdicts) and [wrong(one) for one in verdicts if wrong(one)] == []
