"""Reading a folder in several processes, so that it can be stopped at any time and goes on where it was.

Each document that is done is one line of the state file, written and synced before the next; it is known again by the
digest of its bytes and by what read it. A line that a crash cut off is cut away.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from multiprocessing import get_context
from typing import TextIO

from duly import __version__
from duly.doors.cli.reading import read_one
from duly.engine.documents.surveys.survey import Record
from duly.engine.documents.surveys.survey_record import surveyed
from duly.ground.errors import DulyError, Place
from duly.readers.errors import FileIsMissing, FolderIsEmpty
from duly.readers.paper_kinds import ENDINGS
from duly.training.shipped import known

# Text is read first: scans take a thousand times as long, and nobody waits for them to see the rest.
_PDF, _SCANS = (".pdf",), (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_AHEAD = 4  # documents handed to each process before the first is done


def found_files(folder: str) -> list[str]:
    """The documents under a folder: text by name first, then PDF, then pictures."""
    if not os.path.isdir(folder):
        raise FileIsMissing(f"there is no folder {folder}", place=Place(folder))
    names = [os.path.join(top, name) for top, _, files in os.walk(folder) for name in files if not name.startswith(".")]
    known = [name for name in names if name.lower().endswith(tuple(ENDINGS))]
    if not known:
        raise FolderIsEmpty(f"the folder {folder} holds no document to read", place=Place(folder))
    return sorted(known, key=lambda name: (_rank(name), name))


def _rank(name: str) -> int:
    return 1 if name.lower().endswith(_PDF) else 2 if name.lower().endswith(_SCANS) else 0


def records_of(files: Sequence[str], state: str, jobs: int) -> Iterator[Record]:
    """The record of each file: those of the state file first, the others as they are read."""
    known = _kept(state)
    left: list[tuple[str, str]] = []
    for name in files:
        sha256 = _digest(name)
        if sha256 in known:
            yield replace(known[sha256], file=name)
        else:
            left.append((name, sha256))
    if left:
        with open(state, "a", encoding="utf-8") as out:
            for one in _read(left, jobs):
                _keep(out, one)
                yield one


def _digest(name: str) -> str:
    try:
        with open(name, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def reader_version() -> str:
    """What reads a document: the program and its model. A survey by another one is no answer for this one."""
    return f"{__version__} {known().name}"


def _kept(state: str) -> dict[str, Record]:
    """The records of a state file by digest; the end of a line that was cut off is cut away."""
    if not os.path.exists(state):
        return {}
    with open(state, "r+b") as file:
        data = file.read()
        whole = data.rfind(b"\n") + 1
        file.truncate(whole)
    version, found = reader_version(), {}
    for line in data[:whole].splitlines():
        row = json.loads(line)
        if row.pop("reader", "") == version:
            one = Record(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
            found[one.sha256] = one
    found.pop("", None)
    return found


def _keep(out: TextIO, one: Record) -> None:
    out.write(json.dumps({"reader": reader_version(), **asdict(one)}, ensure_ascii=False) + "\n")
    out.flush()
    os.fsync(out.fileno())


def one_record(name: str, sha256: str) -> Record:
    """Read one document; what is wrong with it is said in its record."""
    try:
        return surveyed(name, sha256, *read_one(name))
    except DulyError as error:
        return Record(name, sha256, error=str(error).splitlines()[0])


def _read(files: Sequence[tuple[str, str]], jobs: int) -> Iterator[Record]:
    """Read in processes. One that dies takes no other document with it: those it had are read again one by one."""
    waiting = list(files)[::-1]
    while waiting:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            running: dict[Future[Record], tuple[str, str]] = {}
            try:
                while waiting or running:
                    while waiting and len(running) < jobs * _AHEAD:
                        one = waiting.pop()
                        running[pool.submit(one_record, *one)] = one
                    for done in wait(running, return_when=FIRST_COMPLETED).done:
                        record = done.result()
                        del running[done]
                        yield record
            except BrokenProcessPool:
                yield from _alone(list(running.values()))
            except (KeyboardInterrupt, GeneratorExit):
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _alone(files: Sequence[tuple[str, str]]) -> Iterator[Record]:
    """Read each in a process of its own; the one that kills it is set aside."""
    for one in files:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                yield pool.submit(one_record, *one).result()
            except BrokenProcessPool:
                yield Record(*one, error="reading it ended the process that read it: out of memory, or a fault")
