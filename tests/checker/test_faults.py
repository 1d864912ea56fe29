"""Faults planted in the engine are found by the checker, each in a process of its own."""

from __future__ import annotations

import importlib
import inspect
import os
import traceback
from pathlib import Path

import pytest

from duly.doors.cli.proofs import proofs_of
from tests.checker.faults import FAULTS, Fault
from tests.checker.faults_books import BOOKS
from tests.checker.faults_changes import CHANGES
from tests.checker.faults_costs import COSTS
from tests.checker.faults_laws import LAWS
from tests.checker.faults_money import MONEY
from tests.checker.faults_revenue import REVENUE
from tests.mutation.mutants import Mutant
from tests.mutation.swapped import changed_code, exchange, function_of

ROOT = Path(__file__).resolve().parents[2]
PLANTED = (*FAULTS, *REVENUE, *CHANGES, *COSTS, *BOOKS, *LAWS, *MONEY)


def told_with(fault: Fault) -> str:
    """What the checker says of a file while a fault is in the engine."""
    module = importlib.import_module(fault.module)
    text, wanted = inspect.getsource(module), function_of(module, fault.function)
    own = inspect.getsource(wanted)
    assert own.count(fault.before) == 1, f"{fault.before!r} stands {own.count(fault.before)} times in {fault.function}"
    changed = text.replace(own, own.replace(fault.before, fault.after))
    code = changed_code(Mutant(fault.module, fault.function, 0, fault.before, fault.after, changed))
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        with os.fdopen(read) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return said
    with os.fdopen(write, "w") as pipe:
        try:
            exchange(wanted, code)
            verdicts = list(proofs_of(str(ROOT / fault.file), fault.company and str(ROOT / fault.company)))
            pipe.write("\n".join(line for verdict in verdicts for line in verdict.faults))
        except BaseException:
            pipe.write("fell over: " + traceback.format_exc())
        finally:
            pipe.flush()
            os._exit(0)


@pytest.mark.parametrize("fault", PLANTED, ids=[fault.name for fault in PLANTED])
def test_a_planted_fault_is_found(fault):
    said = told_with(fault)
    assert said and not said.startswith("fell over"), said


@pytest.mark.parametrize("file, company", sorted({(fault.file, fault.company) for fault in PLANTED}))
def test_without_it_nothing_is_found(file, company):
    verdicts = list(proofs_of(str(ROOT / file), company and str(ROOT / company)))
    assert sum(verdict.numbers for verdict in verdicts) and [v.faults for v in verdicts if v.faults] == []
