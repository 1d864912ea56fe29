"""Starts the process that opens a document, waits for its answer, and says what became of it where none comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

from duly.ground.errors import Place
from duly.readers import errors as file_errors
from duly.readers import paper_errors
from duly.readers.errors import ReadingError
from duly.readers.paper_errors import (
    PaperNeedsTooMuchMemory,
    PaperSaysTooMuch,
    PaperStopsReader,
    PaperTakesTooLong,
)
from duly.readers.paper_limits import Cost, PaperLimits

# The modules are found where this process found them, without the start-up files of the environment.
_START = "import sys; sys.path[:] = sys.argv.pop().split('\\n'); from duly.readers.child import main; main()"
_SOURCE = str(Path(__file__).resolve().parents[2])
# One thread each: threads reserve memory that the limit counts, and the CPU second is the measure.
_NEAR = 0.75
_QUIET = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT")


def ask(data: bytes, job: dict[str, Any], cost: Cost, limits: PaperLimits) -> dict[str, Any]:
    """The answer of a child process about a document, or the error it died of. Nothing it does reaches this process."""
    place = Place(job["name"])
    order = json.dumps({**job, "cost": asdict(cost), "limits": asdict(limits)})
    paths = "\n".join(path for path in dict.fromkeys([_SOURCE, *sys.path]) if path)
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, order, paths],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **dict.fromkeys(_QUIET, "1")},
            start_new_session=True,
            close_fds=True,
        )
        answer, ran_out, held = _heard(child, cost.wall, limits.answer_bytes)
    if len(answer) > limits.answer_bytes:
        raise PaperSaysTooMuch(f"it holds more than {limits.answer_bytes:,} bytes of words and places", place=place)
    return _understood(answer, child.returncode, cost, place, ran_out=ran_out, held=held)


def _heard(child: subprocess.Popen[bytes], wall: int, most: int) -> tuple[bytes, bool, int]:
    """What a child says before it ends, bounded, whether its time ran out, and the most memory it held, in bytes.

    All it started ends with it.
    """
    ran_out: list[bool] = []

    def end() -> None:
        ran_out.append(True)
        _kill(child)

    timer = Timer(wall, end)
    timer.daemon = True
    timer.start()
    try:
        assert child.stdout is not None
        with child.stdout as pipe:
            answer = pipe.read(most + 1)
    finally:
        timer.cancel()
        _kill(child)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return answer, bool(ran_out), used.ru_maxrss * 1024


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a child and whatever it started; one that has ended already is let be."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _understood(answer: bytes, code: int, cost: Cost, place: Place, *, ran_out: bool, held: int) -> dict[str, Any]:
    try:
        told = json.loads(answer) if answer else None
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and "error" in told:
        raise _error(told["error"], place)
    if isinstance(told, dict):
        return told
    if ran_out or code == -signal.SIGXCPU:
        raise PaperTakesTooLong(
            f"reading it takes more than {cost.cpu} seconds of CPU or {cost.wall} in all", place=place
        )
    # A library that gets no memory mostly ends its process; so near the limit, that was why. What a process held is at
    # least what its parent held when it began, so one that ended in an orderly way (1) is not suspected.
    if code != 1 and held > cost.memory * _NEAR:
        raise PaperNeedsTooMuchMemory(f"reading it takes more than {cost.memory:,} bytes of memory", place=place)
    raise PaperStopsReader("the process that read it died", place=place)


def _error(told: Any, place: Place) -> ReadingError:
    """The error a child told of, by its name; one of no known name is a fault of the child."""
    kind = getattr(paper_errors, str(told.get("kind")), None) or getattr(file_errors, str(told.get("kind")), None)
    if not (isinstance(kind, type) and issubclass(kind, ReadingError)):
        return PaperStopsReader(f"the process that read it failed: {str(told.get('what'))[:200]}", place=place)
    where = told.get("place")
    if isinstance(where, list) and len(where) == 4 and where[0]:
        place = Place(str(where[0]), int(where[1]), int(where[2]), str(where[3]))
    return kind(str(told["what"]), place=place, why=str(told.get("why", "")), fix=str(told.get("fix", "")))
