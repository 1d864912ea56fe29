"""Which contracts belong together: near copies, and contracts of one filer, stay in one fold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from zlib import crc32

from duly.training.corpus import Contract

SHINGLE = 8
KEPT = 32  # one shingle in so many is looked at
COMMON = 10  # a shingle in more contracts than these is boilerplate
SAME = 3, 10  # at least this share of the shingles of the shorter contract
LEAST = 8
_NAME = re.compile(r"_|\s-\s|[0-9]")
_WORD = re.compile(r"[a-z]+")


def folds(contracts: Sequence[Contract], count: int) -> list[int]:
    """The fold of each contract: groups of like contracts stay whole, and folds are near equal in length of text."""
    group = groups(contracts)
    size: Counter[int] = Counter()
    for number, one in zip(group, contracts, strict=True):
        size[number] += len(one.text)
    load, fold = [0] * count, {}
    by_size = sorted(size, key=lambda number: (-size[number], crc32(contracts[number].name.encode())))
    for number in by_size:
        fold[number] = load.index(min(load))
        load[fold[number]] += size[number]
    return [fold[number] for number in group]


def groups(contracts: Sequence[Contract]) -> list[int]:
    """For each contract the number of the first contract of its group."""
    leader = list(range(len(contracts)))

    def first(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for one, other in [*_of_one_filer(contracts), *_near_copies(contracts)]:
        low, high = sorted((first(one), first(other)))
        leader[high] = low
    return [first(number) for number in range(len(contracts))]


def _of_one_filer(contracts: Sequence[Contract]) -> list[tuple[int, int]]:
    """Contracts whose names begin with the same company."""
    seen: dict[str, int] = {}
    pairs = []
    for number, one in enumerate(contracts):
        filer = "".join(_WORD.findall(_NAME.split(one.name)[0].lower()))[:12]
        pairs.append((seen.setdefault(filer, number), number))
    return pairs


def _near_copies(contracts: Sequence[Contract]) -> list[tuple[int, int]]:
    """Contracts that share a good part of their runs of eight words."""
    holders: dict[int, list[int]] = defaultdict(list)
    counts = []
    for number, one in enumerate(contracts):
        words = _WORD.findall(one.text.lower())
        marks = {crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1)}
        kept = {mark for mark in marks if mark % KEPT == 0}
        counts.append(len(kept))
        for mark in kept:
            holders[mark].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if len(held) <= COMMON:
            shared.update(combinations(held, 2))
    return [
        (one, other)
        for (one, other), times in shared.items()
        if times >= LEAST and times * SAME[1] >= min(counts[one], counts[other]) * SAME[0]
    ]
