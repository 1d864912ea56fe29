"""Every verb of the ledger: whoever imports this has declared them all to the gate."""

from duly.actions import (
    access,
    approvals,
    company,
    contracts,
    export,
    gate,
    journal,
    misstatements,
    overrides,
    periods,
    prior_periods,
    restatement,
)

OF_CONTRACTS = (contracts, overrides)
OF_BOOKS = (export, journal, misstatements, periods, prior_periods, restatement)
MODULES = (access, approvals, company, *OF_CONTRACTS, *OF_BOOKS)
perform = gate.perform
