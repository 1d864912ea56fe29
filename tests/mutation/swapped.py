"""One function of the rules with its code exchanged, in a process of its own."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType

from tests.mutation.mutants import Mutant

SECONDS = 60


def changed_code(mutant: Mutant) -> CodeType:
    """The code of the mutant's function as the changed text has it."""
    return next(
        code for code in _codes(compile(mutant.text, mutant.module, "exec")) if code.co_qualname == mutant.function
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def function_of(module: ModuleType, name: str) -> FunctionType:
    """A function or method of a module, under whatever stands around it."""
    found: object = module
    for part in name.split("."):
        found = found.__dict__[part]
    for wrapped in ("__func__", "fget", "func", "__wrapped__"):
        found = getattr(found, wrapped, found)
    assert isinstance(found, FunctionType), f"{name} is no function"
    return found


def exchange(function: FunctionType, code: CodeType) -> None:
    """Exchange the code of a function, and forget what any function of the engine remembers of the old one."""
    function.__code__ = code
    for name, module in list(sys.modules.items()):
        for remembers in list(vars(module).values()) if name.startswith(("duly.engine", "duly.ground")) else ():
            if callable(getattr(remembers, "cache_clear", None)):
                remembers.cache_clear()


def in_a_child(mutant: Mutant, judge: Callable[[], int]) -> int:
    """Start a process in which the function is changed; its exit status is what `judge` gives. The process number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        # A run that does not end is a change that was noticed.
        signal.alarm(SECONDS)
        exchange(function_of(importlib.import_module(mutant.module), mutant.function), changed_code(mutant))
        status = judge()
    finally:
        os._exit(status)
