"""Case files: what is expected, read from the text tree and compared with what the books say.

Each number under `expect` is one leaf. A leaf is measured once; comparing is a function of its own, so that a test
can change a single expected number and see the case fail without running the engine again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from duly.engine.explain.quantities import QUANTITIES
from duly.ground.dates import day
from duly.ground.errors import Place
from duly.ground.rounding import round_fraction
from duly.ground.tree import Block, Node, Rows, Text

REASONS = ("printed rounding", "wrong on purpose", "metric of a later issue", "dates only (per-second)")
_SELECTORS = ("since", "through", "at start of", "known", "under", "contract", "in")
_ABOUT = ("from", "note", "source", "is")

Measured = Fraction | str


class Selectors(NamedTuple):
    """What a row speaks of: a window of days (both included), a day of knowledge, a variant, a contract, the currency
    its amounts are in, whether the start of the last day is meant."""

    since: int | None = None
    through: int | None = None
    known: int | None = None
    under: str = ""
    contract: str = ""
    currency: str = ""
    at_start: bool = False


class Leaf(NamedTuple):
    """One expected value: `path` as `expect[0].revenue.A`, `args` the keys below the quantity, `text` as written."""

    path: str
    row: int
    quantity: str
    args: tuple[str, ...]
    text: str
    selectors: Selectors
    sources: tuple[str, ...]
    place: Place


class LeftOut(NamedTuple):
    """Numbers of the source that are not carried: where they stand, how many, and why."""

    path: str
    why: str
    numbers: int


class Case(NamedTuple):
    """What a case expects. `problems` are faults of the case file itself; with any the case fails."""

    ref: str
    title: str
    leaves: tuple[Leaf, ...]
    left_out: tuple[LeftOut, ...]
    variants: Mapping[str, tuple[tuple[str, str], ...]]
    problems: tuple[str, ...]

    @property
    def carried(self) -> int:
        """How many expected numbers the case carries."""
        return sum(is_number(leaf.text) for leaf in self.leaves)

    @property
    def of(self) -> int:
        """How many numbers its source has: carried and left out."""
        return self.carried + sum(row.numbers for row in self.left_out)


class Difference(NamedTuple):
    """An expected value that the books do not show."""

    path: str
    expected: str
    got: str


def read_case(block: Mapping[str, Node], *, name: str) -> Case:
    """The case part of the first document of a case file; `name` stands in where it has no `case:`."""
    problems: list[str] = []
    variants = _variants(block.get("variants"), problems)
    leaves = tuple(_leaves(block.get("expect"), problems))
    for leaf in leaves:
        if leaf.selectors.under and leaf.selectors.under not in variants:
            problems.append(f"{leaf.path}: there is no variant {leaf.selectors.under!r}")
    left_out = tuple(_left_out(block.get("left_out"), problems))
    if not leaves and not problems:
        problems.append("nothing is expected")
    ref, title = block.get("case", name), block.get("title", "")
    return Case(str(ref), str(title), leaves, left_out, variants, tuple(dict.fromkeys(problems)))


def differences(leaves: tuple[Leaf, ...], actual: Mapping[str, tuple[Measured, ...]]) -> tuple[Difference, ...]:
    """The leaves whose expected value the books do not show. A leaf has several values where variants differ."""
    return tuple(
        Difference(leaf.path, leaf.text, " / ".join(shown(value, leaf.text) for value in actual[leaf.path]))
        for leaf in leaves
        if not actual[leaf.path] or not all(agrees(leaf, value) for value in actual[leaf.path])
    )


def agrees(leaf: Leaf, actual: Measured) -> bool:
    """Amounts are compared exactly, ratios and figures at the decimals that the case shows, words as words."""
    if isinstance(actual, str) or not is_number(leaf.text):
        return isinstance(actual, str) and actual == leaf.text
    if QUANTITIES[leaf.quantity].exact:
        return actual == number_in(leaf.text)
    scale: int = 10 ** decimals(leaf.text) * _parts(leaf.text)
    return round_fraction(actual * scale) == number_in(leaf.text) * scale


def changed(leaf: Leaf) -> Leaf:
    """The same leaf with its number one unit of its last decimal higher."""
    scale: int = 10 ** decimals(leaf.text)
    units = int(number_in(leaf.text) * _parts(leaf.text) * scale) + 1
    text = _decimal(Fraction(units, scale), decimals(leaf.text))
    return leaf._replace(text=f"{text}%" if leaf.text.endswith("%") else text)


def number_in(text: str) -> Fraction:
    """The number of a leaf: `11.11%` is 0.1111."""
    return Fraction(text.removesuffix("%")) / _parts(text)


def _parts(text: str) -> int:
    return 100 if text.endswith("%") else 1


def is_number(text: str) -> bool:
    """Whether a leaf is a number: digits with at most one point and a minus sign, or a percentage."""
    text = text.removesuffix("%")
    whole, _, part = text.removeprefix("-").partition(".")
    return (
        whole.isascii()
        and whole.isdigit()
        and (part == "" or (part.isascii() and part.isdigit()))
        and not text.endswith(".")
    )


def decimals(text: str) -> int:
    """How many decimals a number shows."""
    return len(text.removesuffix("%").partition(".")[2])


def shown(value: Measured, like: str) -> str:
    """A measured value with the decimals of the expected text, or all of them where it needs more."""
    if isinstance(value, str):
        return value
    digits, value = decimals(like), value * _parts(like)
    while digits < 6 and (value * 10**digits).denominator != 1:
        digits += 1
    return _decimal(value, digits) + "%" * like.endswith("%")


def _decimal(value: Fraction, digits: int) -> str:
    units = round_fraction(value * 10**digits)
    text = str(abs(units)).rjust(digits + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def _variants(node: Node | None, problems: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    variants: dict[str, tuple[tuple[str, str], ...]] = {}
    if isinstance(node, Block):
        for name, policies in node.items():
            if isinstance(policies, Block):
                variants[name] = tuple(
                    (key, str(value)) for key, value in policies.items() if key not in ("why", "note")
                )
            else:
                problems.append(f"variants.{name}: a variant is a list of policies")
    elif node is not None:
        problems.append("variants: name each variant with its policies")
    return variants


def _leaves(node: Node | None, problems: list[str]) -> Iterator[Leaf]:
    for index, row in enumerate(node if isinstance(node, Rows) else []):
        path = f"expect[{index}]"
        if not isinstance(row, Block):
            problems.append(f"{path}: a row has selectors, quantities and from")
            continue
        sources = _texts(row.get("from"))
        if not sources:
            problems.append(f"{path}: no from, the path of the number in its source")
        names = [key for key in row if key not in (*_SELECTORS, *_ABOUT)]
        if not names:
            problems.append(f"{path}: no quantity")
        selectors = _selectors(row, path, problems)
        for name in names:
            if name not in QUANTITIES:
                problems.append(f"{path}: there is no quantity {name!r}; one of {', '.join(sorted(QUANTITIES))}")
                continue
            for args, text, place in _values(row, name):
                if len(args) not in QUANTITIES[name].depths:
                    problems.append(f"{path}.{name}: not a form of this quantity")
                    continue
                below = "".join(f".{arg}" for arg in args)
                at = f"{path}.{name}" if name == "figure" else f"{path}.{name}{below}"
                yield Leaf(at, index, name, args, text, selectors, sources, place)


def _values(row: Block, name: str) -> Iterator[tuple[tuple[str, ...], str, Place]]:
    """The values of a quantity with the keys that lead to them; the value of a figure stands under `is`."""
    if name == "figure":
        value = row.get("is")
        yield (str(row[name]),), str(value or ""), value.place if isinstance(value, Text) else row.places[name]
        return
    yield from _walk(row[name], ())


def _walk(node: Node, args: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, Place]]:
    if isinstance(node, Block):
        for key, value in node.items():
            yield from _walk(value, (*args, key))
    elif isinstance(node, Rows):
        yield (*args, "", "", ""), "", node.place
    else:
        yield args, str(node), node.place


def _selectors(row: Block, path: str, problems: list[str]) -> Selectors:
    days: dict[str, int | None] = {}
    at_start = "at start of" in row
    for key in ("since", "at start of" if at_start else "through", "known"):
        try:
            days[key.replace("at start of", "through")] = day(str(row[key])) if key in row else None
        except ValueError as error:
            problems.append(f"{path}.{key}: {error}")
    under, contract, currency = (str(row.get(key, "")) for key in ("under", "contract", "in"))
    if at_start and "through" in row:
        problems.append(f"{path}: `through` and `at start of` exclude each other")
    return Selectors(**days, under=under, contract=contract, currency=currency, at_start=at_start)


def _left_out(node: Node | None, problems: list[str]) -> Iterator[LeftOut]:
    for index, row in enumerate(node if isinstance(node, Rows) else []):
        why = str(row.get("why", "")) if isinstance(row, Block) else ""
        paths = _texts(row.get("path")) if isinstance(row, Block) else ()
        count = str(row.get("count", len(paths))) if isinstance(row, Block) else ""
        if why not in REASONS:
            problems.append(f"left_out[{index}]: why is one of {', '.join(REASONS)}")
        elif not paths or not count.isdigit():
            problems.append(f"left_out[{index}]: name the path in the source, and count as a whole number")
        else:
            yield LeftOut(", ".join(paths), why, int(count))


def _texts(node: Node | None) -> tuple[str, ...]:
    """A text or a list of texts."""
    if isinstance(node, Rows):
        return tuple(str(item) for item in node if isinstance(item, Text))
    return (str(node),) if isinstance(node, Text) and node else ()
