"""What a command tells of rows it recorded, of contracts it took in and of lines it posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from duly.actions.gate import Step
from duly.actions.lines import Amounts, Key
from duly.ground.tree import Block, Node
from duly.store.contracts import Contract
from duly.store.periods import Period

# Rows of `happened` by their verb: the event, and the field of its body that holds what the row names.
_BY_VERB = {
    "invoice": ("invoice.finalized", "invoice"),
    "credit note": ("credit_note.issued", "credit_note"),
    "paid": ("payment.received", ""),
    "terminated": ("contract.terminated", ""),
    "amendment": ("contract.amended", "change"),
    "renewed": ("contract.amended", ""),
    **dict.fromkeys(("estimate", "price element"), ("estimate.reassessed", "of")),
    **dict.fromkeys(("usage", "sales", "measured"), ("usage.recorded", "of")),
}
_FULFILMENT = (
    "delivered", "accepted", "held", "milestone", "hours", "progress", "cost", "redeemed", "exercised", "expired",
    "returned", "return right lapsed", "warranty claim",
)  # fmt: skip


def tell_signed(step: Step, contract: Contract, agreed: Node) -> None:
    """A contract came in, with its promises."""
    step.tell("contract.signed", entity=contract.entity, contract=contract.ref)
    _tell_promises(step, contract, agreed, "obligations")


def _tell_promises(step: Step, contract: Contract, node: Node, key: str) -> None:
    made = node.get(key) if isinstance(node, Block) else None
    if isinstance(made, Block) and made:
        names = [str(name) for name in made]
        step.tell("obligation.created", entity=contract.entity, contract=contract.ref, obligations=names)


def tell_rows(step: Step, contract: Contract, parts: Mapping[str, Sequence[Block]]) -> None:
    """Rows of `happened`, each by its event; what is judged or costs is told by none."""
    for row in parts.get("happened", ()):
        place = {"entity": contract.entity, "contract": contract.ref, "date": str(row.get("date", ""))}
        verb = next((verb for verb in _BY_VERB if verb in row and not (verb == "invoice" and _is_about(row))), "")
        if verb:
            event, field = _BY_VERB[verb]
            more = {field: _words(row[verb])} if field else {}
            more |= {"invoice": str(row.get("invoice", ""))} if verb == "paid" else {}
            step.tell(event, **place, **(more | ({"change": "renewed"} if verb == "renewed" else {})))
            _tell_promises(step, contract, row, "adds")
        else:
            kind = next((verb for verb in _FULFILMENT if verb in row), "")
            if kind:
                step.tell("fulfilment.recorded", **place, what=kind)


def _is_about(row: Block) -> bool:
    """Whether a row names an invoice it belongs to, and is none itself."""
    return any(verb in row for verb in ("paid", "credit note", "refund", "write off", "recovered"))


def _words(node: object) -> str:
    return ", ".join(map(str, node)) if isinstance(node, list | tuple) else str(node)


def tell_posted(step: Step, period: Period, lines: Iterable[tuple[Key, Amounts]], entries: int) -> None:
    """Entries were posted to a period, and what they earned or took back, by how many contracts."""
    if not entries:
        return
    place = {"entity": period.entity, "book": period.book, "period": period.name}
    step.tell("journal.posted", **place, entries=entries)
    net: Counter[str] = Counter()
    for key, amounts in lines:
        if key.account == "revenue":
            net[key.contract] += amounts.books_amount
    for event, count in (
        ("revenue.recognized", sum(amount < 0 for amount in net.values())),
        ("revenue.reversed", sum(amount > 0 for amount in net.values())),
    ):
        if count:
            step.tell(event, **place, contracts=count)


def only_entity(entities: Iterable[str]) -> str:
    """The one entity something is about; empty where it is about several."""
    found = set(entities)
    return found.pop() if len(found) == 1 else ""
