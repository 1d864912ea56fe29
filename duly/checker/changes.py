"""What an amendment makes of a contract, decided anew from its row: its treatment (606-10-25-12, 25-13), what it adds,
and whether revenue goes on as the treatment says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from duly.checker.sources import Sources
from duly.checker.trees import Node, every
from duly.checker.words import decimals, value

_TREATED = re.compile(r"^amendment (.*) on (\d{4}-\d\d-\d\d)(?:, known \S+)?(, as judged)?$")
_FLAG = re.compile(r"^(what is left of|what is added to|) ?(.+?),?(?: which is added,)? is distinct on ")
_WHOLE = re.compile(r"^whole price of (.+) from (\d{4}-\d\d-\d\d)$")
_LEFT = re.compile(r"^price of what is left on (\d{4}-\d\d-\d\d)$")
_UPTO = re.compile(r"recognized to the end of (\d{4}-\d\d-\d\d)$")
_ADDED = re.compile(r"^added by the change of (\d{4}-\d\d-\d\d)$")


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in how amendments are treated: the step and what is wrong."""
    steps = list(every(top))
    treated = {}
    for one in steps:
        named = _TREATED.match(one.label)
        if named and sources.said(one.source).get("approved") == "no":
            yield one.label, "it is not approved"
        if named and one.below:
            if named[3] or (named[2], named[1]) not in treated:
                treated[named[2], named[1]] = one
            yield from ((one.label, fault) for fault in _treatment(one, sources))
    by_day: dict[str, list[Node]] = {}
    for (day, _), one in treated.items():
        by_day.setdefault(day, []).append(one)
    for one in steps:
        yield from ((one.label, fault) for fault in (*_evening(one), *_before_it(one)))
        if one.label.startswith("recognized to the end of"):
            yield from ((one.label, fault) for fault in _goes_on(one, by_day))
        if _ADDED.match(one.label) and not one.how.startswith("prices of"):
            yield from ((one.label, fault) for fault in _all_of_it(one, sources))


def _signs(node: Node) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What is told to be distinct: of what is new, of what there is more of, of what is left."""
    found: tuple[dict[str, str], ...] = {}, {}, {}
    for one in node.below:
        named = _FLAG.match(one.label)
        if named:
            found[("", "what is added to", "what is left of").index(named[1])][named[2]] = one.value
    return found  # type: ignore[return-value]


def _treatment(node: Node, sources: Sources) -> Iterator[str]:
    """The treatment by the facts of the row, and each of these by what the row says of it."""
    if node.label.endswith("as judged"):
        ruled, judged = node.below
        said = sources.said(judged.source).get("as")
        if said != node.value or ruled.value not in node.how:
            yield f"{node.value}, where {said} was judged and the rules give {ruled.value}"
        return
    row, (new, more, left) = sources.said(node.source), _signs(node)
    added = {**new, **more}
    for key, flags in (("distinct", added), ("remaining distinct", left)):
        said = row.get(key, {})
        for name, flag in flags.items():
            # What nothing is said of is distinct by its nature: else a person must say.
            if flag != (said if isinstance(said, str) else said.get(name, "yes")):
                yield f"{name} is told to be distinct: {flag}, against `{key}` of its row"
    changed = {name for name in row.get("changes", {}) if name != "term"}
    kinds = {*new.values(), *left.values()}
    expected = "mixed" if len(kinds) > 1 else "prospective" if "yes" in kinds else "catch-up"
    if added and set(added.values()) == {"yes"} and not changed - set(added) and not row.get("removes"):
        price, alone = (
            next((one for one in node.below if one.label == f"{what} of what is added"), None)
            for what in ("price", "standalone selling price")
        )
        if price and alone and alone.below:
            unit = Fraction(len(alone.below), 10 ** decimals(alone.value))
            apart = abs((value(price.value) or Fraction(0)) - (value(alone.value) or Fraction(0)))
            expected = "separate" if apart <= unit else expected
    if node.value != expected:
        yield f"{node.value}, where its row gives {expected}"


def _prospective(name: str, treated: Node) -> bool:
    ruled = treated.below[0] if treated.label.endswith("as judged") else treated
    return treated.value == "prospective" or (treated.value == "mixed" and _signs(ruled)[2][name] == "yes")


def _goes_on(node: Node, by_day: Mapping[str, list[Node]]) -> Iterator[str]:
    """What is distinct goes on with what is left of its price, the rest is measured from inception."""
    for one in node.below:
        whole, left = _WHOLE.match(one.label), one.below and _LEFT.match(one.below[0].label)
        name = whole[1] if whole else re.sub(r"^(?:share|price) of | from [\d-]+$", "", one.label)
        day = whole[2] if whole else left[1] if left else ""
        made = by_day.get(day, [])
        ruled = [one.below[0] if one.label.endswith("as judged") else one for one in made]
        if len(made) == 1 and name in _signs(ruled[0])[2] and _prospective(name, made[0]) == bool(whole):
            yield f"{one.label}, where the change of {day} is treated as {made[0].value}"


def _evening(node: Node) -> Iterator[str]:
    """What is left at a change is what was not recognized by the evening before; at an end, by that of its day."""
    of = _LEFT.match(node.label)
    if not of:
        return
    evenings = _evenings([one for part in node.below for one in part.below])
    for part in (one for one in node.below if one.label.startswith("not yet recognized")):
        upto = _UPTO.search(part.below[-1].label)
        if (
            evenings
            and upto
            and part.how.endswith(part.below[-1].value)
            and date.fromisoformat(upto[1]) not in evenings
        ):
            yield f"{part.below[-1].label}, where it is not the evening of the change of {of[1]}"


def _evenings(steps: Sequence[Node]) -> set[date]:
    """The evenings on which what changes stands as it was: of the day on which it ends, or before an amendment."""
    named = [re.match(r"(terminated|amendment)\b.*? on (\d{4}-\d\d-\d\d)", one.label) for one in steps]
    return {date.fromisoformat(one[2]) - timedelta(one[1] == "amendment") for one in named if one}


def _before_it(node: Node) -> Iterator[str]:
    """What ends was earned to the end of its day; what an amendment ends, to the evening before."""
    if not node.how.endswith("nothing more is earned"):
        return
    upto = [date.fromisoformat(found[1]) for one in node.below for found in [_UPTO.search(one.label)] if found]
    evenings = _evenings(node.below)
    if evenings and upto and upto[0] not in evenings:
        yield f"it ends on {max(evenings)}, and what it comes to is that of {upto[0]}"


def _all_of_it(node: Node, sources: Sources) -> Iterator[str]:
    """Nothing of what an amendment adds is left out."""
    told = " ".join(one.label for one in node.below) + " "
    for one in (one for one in node.below if _TREATED.match(one.label)):
        adds = sources.said((one.below[0] if one.label.endswith("as judged") else one).source).get("adds", {})
        priced = (name for name, said in adds.items() if "price" in said and " per " not in said["price"])
        yield from (f"{name} is left out" for name in priced if f" {name}" not in told)
