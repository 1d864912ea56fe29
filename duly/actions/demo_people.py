"""The seven people of the demo company: who makes something, and who agrees to it."""

from __future__ import annotations

import json
from itertools import count

from duly.actions.gate import Done, Json
from duly.actions.verbs import perform
from duly.store.audit import Proposal

# Short names, roles and names. The first two are there from the beginning: one gives rights, the other agrees.
PEOPLE = {
    "ann": (("SA",), "Ann Okafor"),
    "ben": (("CT",), "Ben Lindqvist"),
    "con": (("CT",), "Conor Walsh"),
    "cam": (("CM", "SP"), "Camille Renard"),
    "rae": (("RA",), "Rae Nakamura"),
    "rob": (("RM",), "Rob Adeyemi"),
    "bob": (("BI",), "Bob Marchetti"),
}
# What only a controller agrees to; to all else the revenue manager does, unless its amount asks for more.
_CONTROLLED = set(
    "company.set policy.set materiality.set period.close period.reopen access.grant receivable.write_off".split()
)


class Office:
    """Commands of people, each under its number, so that the same company is the same to the last byte."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def do(self, verb: str, who: str, why: str = "", **args: object) -> Done:
        """A command."""
        return perform(verb, who, args, key=f"demo-{next(self.numbers)}", why=why)

    def agreed(self, verb: str, who: str, why: str = "", **args: object) -> Json:
        """A command, and the agreement of as many others as it needs; what came of it."""
        done = self.do(verb, who, why, **args)
        if not done.proposal:
            return done.effect
        for other in checkers(Proposal.objects.get(ref=done.proposal)):
            last = self.do("approve", other, proposal=done.proposal)
        effect = last.effect["effect"]
        assert isinstance(effect, dict)
        return effect


def checkers(waiting: Proposal) -> list[str]:
    """Who agrees to a proposal: never the one who made it."""
    actions = {action for action, _ in json.loads(waiting.entities)}
    high = bool(waiting.roles) and "RM" not in waiting.roles.split()
    first = ["ben", "con"] if high or actions & _CONTROLLED or waiting.maker == "rob" else ["rob", "ben"]
    return first[: waiting.needs]
