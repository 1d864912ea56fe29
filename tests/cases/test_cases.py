"""Every published example carried over, run through the same code as `duly case run`; and each number of it counts.

That a case passes proves little if a wrong number would pass as well. So each expected number is changed by one unit
of its last decimal, alone, and the case must fail: what the books show is measured once and compared again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from duly.doors.cli.cases import case_files, run_case, told
from duly.engine.explain.cases import changed, is_number
from duly.engine.explain.trials import Trial

FILES = case_files(str(Path(__file__).parent))


@cache
def trial(file: str) -> Trial:
    return run_case(file)


@pytest.mark.parametrize("file", FILES, ids=[Path(file).stem for file in FILES])
def test_a_case_passes(file):
    assert trial(file).passed, "\n".join(told(trial(file), file))


@pytest.mark.parametrize("file", FILES, ids=[Path(file).stem for file in FILES])
def test_a_case_fails_when_any_single_number_of_it_is_changed(file):
    done = trial(file)
    numbers = [place for place, leaf in enumerate(done.case.leaves) if is_number(leaf.text)]
    assert len(numbers) == done.case.carried
    for place in numbers:
        leaves = list(done.case.leaves)
        leaves[place] = changed(leaves[place])
        altered = done._replace(case=done.case._replace(leaves=tuple(leaves)))
        blamed = [difference.path for difference in altered.differences]
        assert leaves[place].path in blamed and not altered.passed, f"{leaves[place].path} may be {leaves[place].text}"


def test_the_expected_numbers_are_counted(record_property):
    cases = [trial(file).case for file in FILES]
    carried, of = sum(case.carried for case in cases), sum(case.of for case in cases)
    record_property("say", f"expected numbers carried {carried} of {of}")
    assert 0 < carried <= of


def test_no_two_cases_have_one_name():
    names = [trial(file).case.ref for file in FILES]
    assert len(names) == len(set(names))
