"""Each request sent two to five times, shuffled, by many at once, to a server that is killed in between."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from random import Random
from typing import NamedTuple

from duly.store.contracts import Fact
from tests.doors.api.client import issue
from tests.doors.api.server import Server
from tests.store.ledger import PLAIN, Ledger

CONTRACTS = 20


class Told(NamedTuple):
    """What came of a storm. doubles: facts beyond those that were sent · missing: requests without their fact · differ:
    keys that got several answers · refused: answers that were neither 200 nor, for another body, 409."""

    sent: int
    doubles: int
    missing: int
    differ: int
    refused: list[str]


def storm(ledger: Ledger, requests: int, chance: Random, *, senders: int = 8, kills: int = 1) -> Told:
    """Send facts as a flaky client does, and count."""
    texts = [PLAIN.replace("CT-1", f"CT-{n}").replace("I-1", f"I-{n}") for n in range(CONTRACTS)]
    ledger.take_in("---".join(texts))
    before = Fact.objects.count()
    headers = {"Authorization": f"Bearer {issue(ledger, 'rae')}", "Content-Type": "application/json"}
    queue = [number for number in range(requests) for _ in range(chance.randint(2, 5))]
    chance.shuffle(queue)
    answers: dict[int, set[tuple[int, str]]] = defaultdict(set)
    others: list[str] = []
    server = Server(ledger)
    left = threading.Lock()
    moments = {len(queue) * (n + 1) // (kills + 1) for n in range(kills)}

    def send(number: int, amount: str) -> tuple[int, str]:
        contract = number % CONTRACTS
        row = {"date": "2026-02-03", "paid": amount, "invoice": f"I-{contract}"}
        body = json.dumps({"rows": [row]}).encode()
        path = f"/api/v1/contracts/CT-{contract}/facts"
        return server.send("POST", path, body, {**headers, "Idempotency-Key": f"bank-{number}"})

    def sender() -> None:
        while True:
            with left:
                if not queue:
                    return
                number = queue.pop()
                if len(queue) in moments:
                    server.kill()
                    server.start()
            answer = send(number, f"{number + 1}.00")
            with left:
                answers[number].add(answer)

    threads = [threading.Thread(target=sender) for _ in range(senders)]
    sent = len(queue)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        others = [answer for n in range(0, requests, 20) if (answer := send(n, "0.01"))[0] != 409]
    finally:
        server.stop()
    new = Fact.objects.count() - before
    wrong = [text for told in answers.values() for status, text in told if status != 200] + [str(one) for one in others]
    differ = sum(len(told) != 1 for told in answers.values())
    return Told(sent, max(new - requests, 0), max(requests - new, 0), differ, wrong[:3])
