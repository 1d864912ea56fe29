"""Every verb of the ledger: whoever imports this has declared them all to the gate."""

from duly.actions import access, approvals, company, contracts, export, gate, journal, periods

MODULES = (access, approvals, company, contracts, export, journal, periods)
perform = gate.perform
