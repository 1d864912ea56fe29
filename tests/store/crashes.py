"""Kills a posting process, or the server under it, again and again, and counts what became of what was under way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from duly.actions.verification import verify
from duly.store.audit import AuditLine, Command
from duly.store.journal import Entry
from tests.store.cluster import Cluster
from tests.store.ledger import Ledger, plain, use_nothing

ROOT = Path(__file__).resolve().parents[2]
# Moments in which a poster may be hit: in its first entry, which is a retry, or in one of the next two.
MOMENTS = 180


@dataclass
class Toll:
    """What was counted. caught: killed with a transaction open, of which nothing stayed · unheard: killed between a
    commit and its answer · told: what the poster has told, by key · again: answers told a second time · wrong:
    whatever must not be."""

    kills: int = 0
    caught: int = 0
    unheard: int = 0
    told: dict[str, str] = field(default_factory=dict)
    again: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.caught} in mid-transaction, {self.unheard} between a commit and its answer; "
            f"{len(self.told)} commands answered, {self.again} answered again and the same; "
            f"{len(self.wrong)} lost, doubled or unbalanced"
        )


# What is done to a poster, by its process and whether it stands still.
Strike = Callable[[int, bool], None]


def kill(pid: int, held: bool = False) -> None:
    """Kill a process at once."""
    os.kill(pid, signal.SIGKILL)


def crash_of(cluster: Cluster) -> Strike:
    """The server is killed and started again. A poster that stands still dies with it; one that runs sees its
    connection break."""

    def strike(pid: int, held: bool) -> None:
        cluster.kill()
        if held:
            kill(pid)
        cluster.start()

    return strike


class Nursery:
    """The process that splits off posters."""

    def __init__(self, address: str) -> None:
        command = [sys.executable, "-m", "tests.store.poster", address]
        path = {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | path
        )

    def say(self, *words: int) -> None:
        """A poster to be born."""
        assert self.process.stdin
        print(*words, file=self.process.stdin, flush=True)

    def hear(self) -> list[str]:
        """What comes next, word by word."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the process that splits off posters is gone"
        return line.rstrip("\n").split(" ", 2)

    def end(self) -> None:
        """No more."""
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait() == 0


def besiege(ledger: Ledger, kills: int, chance: Random, strike: Strike | None = None) -> Toll:
    """Kill a poster, or strike at what it stands on, at random moments, one in ten of them between a commit and its
    answer. Four in five stand still when they are hit, the others run on."""
    toll, nursery, first = Toll(), Nursery(ledger.address), 0
    for _ in range(kills):
        use_nothing()
        moment = -chance.randint(1, 3) if chance.random() < 0.1 else chance.randint(1, MOMENTS)
        nursery.say(first, moment, int(chance.random() < 0.8))
        first = _until_gone(nursery, toll, strike or kill, ledger)
    nursery.end()
    ledger.use()
    _whole(toll)
    return toll


def _until_gone(nursery: Nursery, toll: Toll, strike: Strike, ledger: Ledger) -> int:
    """Listen to a poster until it is gone, and strike when it says where it is; the entry with which to go on."""
    key, hit, was_open = "", "", False
    while (heard := nursery.hear())[0] != "gone":
        if heard[0] == "begun":
            key = heard[1]
        elif heard[0] == "here":
            toll.kills, hit, was_open = toll.kills + 1, key, heard[2].startswith("1")
            strike(int(heard[1]), heard[2].endswith("1"))
        elif heard[0] == "done":
            _answered(toll, heard[1], heard[2])
            key = "" if heard[1] == key else key
        elif heard[0] != "lost" or "Operational" not in heard[1]:
            toll.wrong.append(" ".join(heard))
    ledger.use()
    stayed = Command.objects.filter(key=key).exists()
    toll.caught += bool(key and key == hit and was_open and not stayed)
    toll.unheard += bool(key and stayed and key not in toll.told)
    agreed = [int(told.rpartition("-")[2]) for told in toll.told if told.startswith("agree")]
    return max(agreed, default=-1) + 1


def _answered(toll: Toll, key: str, result: str) -> None:
    """Whoever asks again gets the first answer, and what is stored is what was answered."""
    toll.again += key in toll.told
    if toll.told.setdefault(key, result) != result:
        toll.wrong.append(f"{key} was answered otherwise when it was asked again")


def _whole(toll: Toll) -> None:
    """Everything that was answered is there, once, as it was answered, and the ledger verifies."""
    for key, result in toll.told.items():
        stored = Command.objects.filter(key=key).first()
        if stored is None:
            toll.wrong.append(f"{key} was answered and is lost")
        elif plain(list(map(json.loads(stored.result).get, ("effect", "seq", "proposal")))) != result:
            toll.wrong.append(f"{key} was answered otherwise than it stands")
    numbers = list(Entry.objects.filter(kind="manual").values_list("why", flat=True))
    requests = list(AuditLine.objects.values_list("request", flat=True))
    if len(set(numbers)) != len(numbers) or len(set(requests)) != len(requests):
        toll.wrong.append("something stands twice")
    agreed = {f"fee {key.rpartition('-')[2]}" for key in toll.told if key.startswith("agree")}
    if not agreed <= set(numbers):
        toll.wrong.append(f"{len(agreed - set(numbers))} entries were answered and are lost")
    toll.wrong += [fault for _, faults in verify() for fault in faults]
