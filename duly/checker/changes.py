"""What an amendment makes of a contract, decided anew from its row: its treatment (606-10-25-12, 25-13), what it adds,
and whether revenue goes on as the treatment says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker.sources import Sources
from duly.checker.trees import Node, every
from duly.checker.words import decimals, value

_TREATED = re.compile(r"^amendment (.*?) on (\d{4}-\d\d-\d\d)")
_FLAG = re.compile(r"^(?:(.+), which is added,|what is added to (.+)|what is left of (.+)) is distinct on ")
_WHOLE = re.compile(r"^whole price of (.+) from (\d{4}-\d\d-\d\d)$")
_LEFT = re.compile(r"^price of what is left on (\d{4}-\d\d-\d\d)$")
_PERFORMED = re.compile(r" for (.+), which is performed$")
_UPTO = re.compile(r"recognized to the end of (\d{4}-\d\d-\d\d)$")


class _Treated(NamedTuple):
    """How an amendment is treated, its row, and what is told to be distinct (yes or no): of what is new, of what there
    is more of, of what is left."""

    chosen: str
    row: Mapping[str, Any]
    new: dict[str, str]
    more: dict[str, str]
    left: dict[str, str]


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in how amendments are treated: the step and what is wrong."""
    steps, treated = list(every(top)), defaultdict[str, dict[str, _Treated]](dict)
    for one in steps:
        named = _TREATED.match(one.label)
        if named:
            made = _treated(one, sources)
            if made.new or made.more or made.left or one.label.endswith("as judged"):
                treated[named[2]].setdefault(named[1], made)
            yield from ((one.label, fault) for fault in _treatment(one, made, sources))
    for one in steps:
        yield from ((one.label, fault) for fault in (*_evening(one), *_goes_on(one, treated)))
        if one.label.startswith("added by the change of") and one.how.startswith("= "):
            yield from ((one.label, fault) for fault in _all_of_it(one, sources))


def _treated(node: Node, sources: Sources) -> _Treated:
    ruled = node.below[0] if node.label.endswith("as judged") else node
    flags: tuple[dict[str, str], ...] = {}, {}, {}
    for one in ruled.below:
        named = _FLAG.match(one.label)
        for found, name in zip(flags, named.groups() if named else (), strict=False):
            found |= {name: one.value} if name else {}
    return _Treated(node.value, sources.said(ruled.source), *flags)


def _treatment(node: Node, made: _Treated, sources: Sources) -> Iterator[str]:
    """The treatment by the facts of the row, and each of these by what the row says of it."""
    row, added = made.row, {**made.new, **made.more}
    if row.get("approved") == "no":
        yield "it is not approved"
    if node.label.endswith("as judged"):
        said = sources.said(node.below[1].source).get("as")
        if said != node.value or node.below[0].value not in node.how:
            yield f"{node.value}, where {said} was judged"
        return
    for key, flags in (("distinct", added), ("remaining distinct", made.left)):
        said = row.get(key, {})
        # What nothing is said of is distinct by its nature: else a person must say.
        wrong = (
            name for name, flag in flags.items() if flag != (said if said in ("yes", "no") else said.get(name, "yes"))
        )
        yield from (f"{name} is told to be distinct or not against `{key}` of its row" for name in wrong)
    kinds = {*made.new.values(), *made.left.values()}
    expected = "mixed" if len(kinds) > 1 else "prospective" if "yes" in kinds else "catch-up"
    told = {one.label: one for one in node.below}
    price, alone = (told.get(f"{what} of what is added") for what in ("price", "standalone selling price"))
    others = set(row.get("changes", ())) - {"term", *added} or row.get("removes")
    if price and alone and alone.below and set(added.values()) == {"yes"} and not others:
        unit = Fraction(len(alone.below), 10 ** decimals(alone.value))
        if abs((value(price.value) or Fraction(0)) - (value(alone.value) or Fraction(0))) <= unit:
            expected = "separate"
    if (added or made.left) and node.value != expected:
        yield f"{node.value}, where its row gives {expected}"


def _goes_on(node: Node, treated: Mapping[str, Mapping[str, _Treated]]) -> Iterator[str]:
    """What is distinct goes on with what is left of its price, the rest is measured from inception."""
    for one in node.below if _UPTO.match(node.label) else ():
        whole, left = _WHOLE.match(one.label), _LEFT.match(one.below[0].label) if one.below else None
        name = whole[1] if whole else re.sub(r"^(?:share|price) of | from [\d-]+$", "", one.label)
        made = list(treated[whole[2] if whole else left[1] if left else ""].values())
        if len(made) == 1 and name in made[0].left:
            mixed = made[0].chosen == "mixed" and made[0].left[name] == "yes"
            if (made[0].chosen == "prospective" or mixed) == bool(whole):
                yield f"{one.label}, where the change is treated as {made[0].chosen}"


def _evening(node: Node) -> Iterator[str]:
    """What is left at a change is what was not recognized by the evening before, at an end by that of its day; what
    ends was earned to that evening."""
    evenings, last = _evenings(node.below), list[Node]()
    if _LEFT.match(node.label):
        evenings = _evenings([one for part in node.below for one in part.below])
        parts = (one for one in node.below if one.label.startswith("not yet recognized"))
        last = [one.below[-1] for one in parts if one.how.endswith(one.below[-1].value)]
    elif node.how.endswith("nothing more is earned"):
        last = list(node.below[:1])
    upto = [(one, _UPTO.search(one.label)) for one in last if evenings]
    wrong = (one for one, found in upto if found and date.fromisoformat(found[1]) not in evenings)
    yield from (f"{one.label}, where what changes stands as on {max(evenings)}" for one in wrong)


def _evenings(steps: Sequence[Node]) -> set[date]:
    """The evenings on which what changes stands as it was: of the day on which it ends, or before an amendment."""
    named = [re.match(r"(terminated|amendment)\b.*? on (\d{4}-\d\d-\d\d)", one.label) for one in steps]
    return {date.fromisoformat(one[2]) - timedelta(one[1] == "amendment") for one in named if one}


def _all_of_it(node: Node, sources: Sources) -> Iterator[str]:
    """Nothing of what an amendment adds is left out; what is performed has a price of its own, and nothing is
    left of it."""
    done = _PERFORMED.search(node.label)
    if done:
        if [value(one.value) for one in node.below if one.label == f"part of {done[1]} that is left"] != [0]:
            yield f"{done[1]} is not told to be performed by the evening before"
        if not node.below[0].label.startswith(f"stated price of what is left of {done[1]}, "):
            yield f"{node.below[0].label} is nothing of {done[1]}"
        return
    told = " ".join(one.label for one in node.below) + " "
    for one in (one for one in node.below if _TREATED.match(one.label)):
        adds = _treated(one, sources).row.get("adds", {}).items()
        priced = (name for name, said in adds if "price" in said and " per " not in said["price"])
        yield from (f"{name} is left out" for name in priced if f" {name}" not in told)
