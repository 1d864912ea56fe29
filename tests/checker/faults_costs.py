"""Faults planted in what is made of costs: assets written off over another time or never tested, losses provided for
too late."""

from __future__ import annotations

from tests.checker.faults import Fault

_C, _H = "tests/cases", "tests/cases/house"
_TIMES, _TWO_YEARS = f"{_H}/costs-time-of-the-write-off.yaml", f"{_C}/commission-two-year-amortisation.yaml"
_MARGIN, _FIRST = f"{_H}/impairment-of-what-the-margin-does-not-cover.yaml", f"{_H}/onerous-from-the-first-day.yaml"
_SHRINKS = f"{_H}/onerous-provision-shrinks.yaml"
_REVERSAL = 'if policies["impairment reversal"] == "allowed" else 0'
_ROWS = (
    (
        "costs",
        "period",
        "return begins, dates.add(begins, over)",
        "return begins + 31, dates.add(begins, over)",
        _TWO_YEARS,
    ),
    ("costs", "_with_renewals", "for _ in range(count)", "for _ in range(0)", _TIMES),
    (
        "costs",
        "Stage.written_off",
        "self.base + int(share(*parts)[0])",
        "self.base + int(share(*parts)[0]) // 2",
        f"{_H}/costs-period-changes-and-contract-ends.yaml",
    ),
    ("costs", "_expedient", "<= dates", "< dates", "tests/cases/commission-practical-expedient.yaml"),
    ("costs", "Asset.stages", "left - turn.loss", "left", _MARGIN),
    ("impairment", "_still_to_come", "left - (total - spent)", "left", _MARGIN),
    ("impairment", "_tested", "if loss:", "if loss > 10**12:", _MARGIN),
    ("impairment", "_tested", _REVERSAL, "if policies else 0", f"{_H}/impairment-of-several-costs.yaml"),
    ("onerous", "_provide", "{begins, *(", "{*(", _FIRST),
    ("onerous", "_provide", "max(loss - shown, 0)", "loss", _SHRINKS),
    ("onerous", "expected_cost", "so_far + amount", "amount", f"{_H}/onerous-works-beside-good-ones.yaml"),
)
COSTS = tuple(
    Fault(f"{function}: {before}", f"duly.engine.recognition.{module}", function, before, after, file)
    for module, function, before, after, file in _ROWS
)
