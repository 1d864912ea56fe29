"""Many contracts: each is typed on its own, a bad one waits whole, and what holds between contracts is checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duly.engine.contracts import errors as e
from duly.engine.contracts.language import read_terms
from duly.engine.contracts.reader import nearest, word
from duly.engine.contracts.terms import Company, Terms
from duly.ground.errors import DulyError, Place, each_error
from duly.ground.tree import Block


class Reading(NamedTuple):
    """The contracts that are right, in the order read, and every error of the others."""

    terms: tuple[Terms, ...]
    errors: tuple[DulyError, ...]


def read_contracts(blocks: Iterable[Block], company: Company) -> Reading:
    """Type many contracts. One with an error waits whole; the others go on.

    Two contracts with one reference both wait; so does a contract that is combined with one that waits.
    """
    every = list(blocks)
    found: list[Terms] = []
    errors: list[DulyError] = []
    duplicate = _duplicates(every, errors)
    for block in every:
        if word(block, "contract") in duplicate:
            continue
        try:
            found.append(read_terms(block, company))
        except DulyError as error:
            errors.extend(each_error(error))
    sound = _combined(found, {word(block, "contract") for block in every}, errors)
    return Reading(tuple(sound), tuple(errors))


def _duplicates(blocks: Sequence[Block], errors: list[DulyError]) -> set[str]:
    """References that stand more than once; one error for each place."""
    places: dict[str, list[Place]] = {}
    for block in blocks:
        ref = word(block, "contract")
        if ref:
            places.setdefault(ref, []).append(block.places.get("contract", block.place))
    for ref, found in places.items():
        for place in found if len(found) > 1 else ():
            others = " and ".join(str(other) for other in found if other is not place)
            error = e.DuplicateContract(
                f"the contract {ref!r} stands {len(found)} times; also in {others}",
                place=place,
                why="a reference names one contract; all that share it wait",
                fix="leave one out, or give it its own reference",
                contract=ref,
            )
            errors.append(error)
    return {ref for ref, found in places.items() if len(found) > 1}


def _combined(found: list[Terms], refs: set[str], errors: list[DulyError]) -> list[Terms]:
    """The contracts whose partners are all there; the others wait, until nothing changes."""
    while True:
        have = {terms.ref for terms in found}
        waiting = {terms.ref: other for terms in found for other in terms.combine if other not in have}
        # A partner that does not name this contract waits with it too.
        for terms in found:
            for other in terms.combine:
                if terms.ref in waiting and other in have:
                    waiting.setdefault(other, terms.ref)
        if not waiting:
            return found
        errors.extend(_why_it_waits(terms, waiting[terms.ref], refs) for terms in found if terms.ref in waiting)
        found = [terms for terms in found if terms.ref not in waiting]


def _why_it_waits(terms: Terms, other: str, refs: set[str]) -> DulyError:
    place = terms.places.get("combine", terms.place)
    if other in refs:
        return e.CombinedContractWaits(
            f"{terms.ref} is accounted for as one with {other}, which waits",
            place=place,
            why="the price of both is allocated over the obligations of both",
            fix=f"mend {other}",
            cite="606-10-25-9, IFRS 15.17",
            contract=terms.ref,
        )
    near = nearest(other, sorted(refs - {terms.ref}))
    hint = f"; the nearest is {near!r}" if near else ""
    return e.CombinesUnknown(
        f"{terms.ref} is to be combined with {other!r}, which was not read{hint}",
        place=place,
        why="contracts that are accounted for as one are read together",
        fix=f"write {near!r}" if near else "name the file of the other contract as well, or correct the reference",
        cite="606-10-25-9, IFRS 15.17",
        contract=terms.ref,
    )
