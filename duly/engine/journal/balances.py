"""Contract asset, contract liability, receivable: how what is owed and what is earned is shown (606-10-45-1 to 45-5).

This is the only place where revenue and rights to payment meet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.ground.cites import cites
from duly.ground.columns import Ints


class State(NamedTuple):
    """Per contract. due: owed by an unconditional right less what was paid; position: rights less revenue. Both may be
    negative."""

    due: Ints
    position: Ints


class Shown(NamedTuple):
    """Per contract, each at least zero, on the account's normal side."""

    receivable: Ints
    contract_asset: Ints
    contract_liability: Ints
    refund_liability: Ints
    deposit_liability: Ints


# Accounts of `Shown` in its order, with the sign that makes a debit positive.
SHOWN = (
    (t.RECEIVABLE, 1),
    (t.CONTRACT_ASSET, 1),
    (t.CONTRACT_LIABILITY, -1),
    (t.ROLE["refund_liability"], -1),
    (t.ROLE["deposit_liability"], -1),
)


@cites(
    "606-10-45-1", "606-10-45-2", "606-10-45-3", "606-10-45-4", "606-10-25-8", ifrs15=("105", "106", "107", "108", "16")
)
def shown(contracts: t.Contracts, state: State, on: int) -> Shown:
    """How the state of each contract at the end of a day is shown.

    A right to money already paid or owed counts once: what was paid before it was due is an advance and joins the
    position. A contract the customer may cancel gives no right before performance. Contract asset and contract
    liability are one net position per contract; receivable, refund liability and deposit are never netted.
    """
    due, position = state
    cancellable = contracts.kind == t.CANCELLABLE
    if cancellable.any():
        not_yet = np.where(cancellable, np.maximum(position, 0), 0)
        due, position = due - not_yet, position - not_yet
    advance = np.maximum(-due, 0)
    exists = contracts.exists_on <= on
    net = position + np.where(exists, advance, 0)
    liability = np.maximum(net, 0)
    refund = np.where((contracts.refundable == 1) & exists, np.minimum(advance, liability), 0)
    return Shown(
        receivable=np.maximum(due, 0),
        contract_asset=np.maximum(-net, 0),
        contract_liability=liability - refund,
        refund_liability=refund,
        deposit_liability=np.where(exists, 0, advance),
    )
