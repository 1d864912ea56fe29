"""Twenty broken or hostile files as a stranger may hand them in, each with the error it must end in."""

from __future__ import annotations

from tests.readers import hostile as readers

GOOD = b"""contract: GOOD
currency: USD
signed: 2026-01-01
obligations:
  service: {price: 1200.00, earn: over time by month, from: 2026-01-01, to: 2026-12-31}
"""
_HEAD = b"contract: BAD\ncurrency: USD\nsigned: 2026-01-01\n"
_PROMISE = b"obligations:\n  a: {price: 10.00, earn: on delivery}\n"


def _bytes(file: str) -> bytes:
    """The bytes of a file that the readers are tested with."""
    return next(one for one in (*readers.TREES, *readers.SHEETS) if one.file == file).make()


# File name, its bytes, the name of the error, how many contracts are set aside.
FILES = [
    ("unknown_key.yaml", lambda: _HEAD + _PROMISE + b"colour: blue\n", "UnknownKey", 1),
    ("tab.yaml", lambda: _bytes("tab.yaml"), "TabInFile", 1),
    ("duplicate_key.yaml", lambda: _bytes("duplicate.yaml"), "DuplicateKey", 1),
    ("duplicate_contract.yaml", lambda: _HEAD + _PROMISE + b"---\n" + _HEAD + _PROMISE, "DuplicateContract", 2),
    (
        "end_before_start.yaml",
        lambda: _HEAD + b"term: {from: 2026-06-01, to: 2026-05-01}\n" + _PROMISE,
        "EndBeforeStart",
        1,
    ),
    ("31_february.yaml", lambda: _HEAD.replace(b"2026-01-01", b"2026-02-31") + _PROMISE, "NoSuchDay", 1),
    ("decimals.yaml", lambda: _HEAD + _PROMISE.replace(b"10.00", b"10.001"), "TooManyDecimals", 1),
    ("negative.yaml", lambda: _HEAD + _PROMISE.replace(b"10.00", b"-10.00"), "NegativePrice", 1),
    ("second_currency.yaml", lambda: _HEAD + _PROMISE.replace(b"10.00", b"10.00 EUR"), "NotAnAmount", 1),
    ("1e400.yaml", lambda: _HEAD + _PROMISE.replace(b"10.00", b"1e400"), "NotAnAmount", 1),
    ("empty.yaml", lambda: b"", "FileIsEmpty", 1),
    ("binary.yaml", lambda: _bytes("binary.yaml"), "FileIsBinary", 1),
    ("deep.yaml", lambda: _bytes("deep_flow.yaml"), "TooDeep", 1),
    ("deep.json", lambda: _bytes("deep.json"), "TooDeep", 1),
    ("alias_bomb.yaml", lambda: _bytes("aliases.yaml"), "AnchorIsNotAllowed", 1),
    ("tag.yaml", lambda: _bytes("tag.yaml"), "TagIsNotAllowed", 1),
    ("nul.yaml", lambda: _bytes("nul.yaml"), "FileHasNul", 1),
    ("latin1.yaml", lambda: _bytes("latin1.yaml"), "EncodingIsNotUtf8", 1),
    ("long_line.yaml", lambda: _bytes("long_line.yaml"), "LineTooLong", 1),
    ("contracts.csv", lambda: _bytes("formula-contracts.csv"), "CellHasFormula", 1),
    ("bomb.xlsx", lambda: _bytes("bomb.xlsx"), "WorkbookIsBomb", 0),
]
