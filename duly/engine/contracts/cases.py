"""Case files: what belongs to the case is split off, so that the contract is read as any other."""

from __future__ import annotations

from duly.ground.tree import Block

# Keys of a case, in the first document of a case file.
CASE_KEYS = ("case", "title", "group", "cites", "company", "variants", "expect", "left_out")


def split_case(block: Block) -> tuple[Block, Block]:
    """The contract, and what belongs to the case: case, title, group, cites, company, variants, expect, left_out.

    A document without `case:` is a contract alone; the case block is empty then. The title is the case's.
    """
    contract, case = Block(block.place), Block(block.place)
    for key, node in block.items():
        part = case if "case" in block and key in CASE_KEYS else contract
        part[key] = node
        part.places[key] = block.places.get(key, block.place)
    return contract, case
