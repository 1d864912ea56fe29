"""What a license is, where the contract says what is licensed and the standard of the book says what follows from it.

ASC looks at the kind of property: functional is a right to use, symbolic a right of access. IFRS 15 looks at what the
seller still does: activities that change the property make a right of access. Both agree where functional property is
left alone and symbolic property is not; a brand that nobody supports any more is where they part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from duly.engine.contracts.amendments import added_by
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.policies import Policies
from duly.engine.recognition.licenses import ACCESS, USE
from duly.ground.cites import cites

# Whether the property is symbolic, and whether activities change it.
_KINDS: Mapping[str, tuple[bool, bool]] = {
    "functional": (False, False),
    "functional with activities": (False, True),
    "symbolic": (True, True),
    "symbolic without activities": (True, False),
}


def of_nature(terms: Terms, policies: Policies) -> Terms:
    """A contract with each license that is described by its property called what it is in the book."""
    if not any(o.licence in _KINDS for row in (terms.obligations, *map(added_by, terms.happened)) for o in row):
        return terms
    happened = tuple(_amended(fact, policies) for fact in terms.happened)
    return replace(terms, obligations=_named(terms.obligations, policies), happened=happened)


def _amended(fact: Fact, policies: Policies) -> Fact:
    added = added_by(fact)
    return replace(fact, fields={**fact.fields, "adds": _named(added, policies)}) if added else fact


def _named(obligations: Sequence[Obligation], policies: Policies) -> tuple[Obligation, ...]:
    return tuple(_license(o, policies) if o.licence in _KINDS else o for o in obligations)


@cites("606-10-55-59", "606-10-55-60", "606-10-55-62", ifrs15=("B58", "B59", "B59A"))
def _license(o: Obligation, policies: Policies) -> Obligation:
    """A right of access is earned as the contract says; a right to use passes on delivery, however access is earned."""
    symbolic, active = _KINDS[o.licence]
    access = symbolic if policies["license nature"] == "kind of property" else active
    if access:
        return replace(o, licence=ACCESS)
    return replace(o, licence=USE, earn="on delivery" if o.earn.startswith("over time") else o.earn)
