"""Many contracts: each is typed on its own, a bad one waits whole, and what holds between contracts is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from duly.engine.contracts import errors as e
from duly.engine.contracts.language import read_terms
from duly.engine.contracts.reader import bare, nearest, word
from duly.engine.contracts.terms import Company, Terms
from duly.ground.errors import DulyError, Place, each_error
from duly.ground.tree import Block, Rows, Text


class Reading(NamedTuple):
    """The contracts that are right, in the order read, and every error of the others."""

    terms: tuple[Terms, ...]
    errors: tuple[DulyError, ...]


def read_contracts(blocks: Iterable[Block], company: Company | Callable[[Block], Company]) -> Reading:
    """Type many contracts, all of one company or each of its own. One with an error waits whole; the others go on.

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
            found.append(read_terms(block, company if isinstance(company, Company) else company(block)))
        except DulyError as error:
            errors.extend(each_error(error))
    sound = _combined(found, every, errors)
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


def _partners(blocks: Sequence[Block]) -> dict[str, list[str]]:
    """The contracts each one is combined with, whichever of the two says so; from the text, so that bad ones count."""
    partners: dict[str, list[str]] = {}
    for block in blocks:
        ref, node = word(block, "contract"), bare(block.get("combine"))
        named = [node] if isinstance(node, Text) else list(node) if isinstance(node, Rows) else []
        for other in (str(name) for name in named if isinstance(name, Text)):
            partners.setdefault(ref, []).append(other)
            partners.setdefault(other, []).append(ref)
    return partners


def _combined(found: list[Terms], blocks: Sequence[Block], errors: list[DulyError]) -> list[Terms]:
    """The contracts whose partners are all there; the others wait, until nothing changes."""
    partners, refs = _partners(blocks), {word(block, "contract") for block in blocks}
    while True:
        have = {terms.ref for terms in found}
        lacks = {ref: next((other for other in partners.get(ref, ()) if other not in have), "") for ref in have}
        if not any(lacks.values()):
            return found
        errors.extend(_why_it_waits(terms, lacks[terms.ref], refs) for terms in found if lacks[terms.ref])
        found = [terms for terms in found if not lacks[terms.ref]]


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
