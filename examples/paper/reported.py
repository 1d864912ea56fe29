"""What somebody would report in the first month of a drafted contract: python examples/paper/reported.py DRAFT

Time earns by itself; deliveries, use and sales are facts, and nobody has reported any of a contract that was only read.
One row a line, its parts divided by `|`: ten units, a sale of 1,000, or the delivery, on the last day of the month.
"""

import sys

from duly.ground.dates import add_months, day, iso
from duly.ground.errors import DulyError
from duly.readers.files import read_files

BY_EVENT = {
    "on delivery": "delivered: {name}",
    "on acceptance": "accepted: {name}",
    "by units": "usage: {name}|quantity: 10",
    "by hours": "hours: {name}|quantity: 10",
    "as invoiced": "usage: {name}|quantity: 10",
}


def value(node):
    """The value of a node that may stand beside its source."""
    return str(node["value"] if isinstance(node, dict) and "value" in node else node)


def reported(contract):
    """The rows of a contract, none where time earns all of it."""
    term = contract.get("term") or {}
    begins = day(value(term.get("from") or contract["signed"]))
    ends = add_months(begins - int(iso(begins)[8:]) + 1, 1) - 1
    if "to" in term:
        ends = min(ends, day(value(term["to"])))
    for name, promise in (contract.get("obligations") or {}).items():
        row = "sales: {name}|amount: 1000.00" if "royalty" in promise else BY_EVENT.get(str(promise["earn"]))
        if row:
            yield f"{row}|date: {iso(ends)}".format(name=name)


try:
    for block in read_files([sys.argv[1]]).documents:
        for row in reported(block):
            print(row)
except DulyError as error:
    sys.exit(str(error))
