"""Every verb of the ledger: whoever imports this has declared them all to the gate."""

from duly.actions import (
    access,
    approvals,
    company,
    contracts,
    documents,
    export,
    gate,
    jobs,
    journal,
    misstatements,
    opening,
    overrides,
    periods,
    prior_periods,
    restatement,
    second_reading,
    terms,
    tokens,
    webhooks,
)

OF_CONTRACTS = (contracts, jobs, overrides)
OF_DOCUMENTS = (documents, second_reading, terms)
OF_BOOKS = (export, journal, misstatements, opening, periods, prior_periods, restatement)
MODULES = (access, approvals, company, tokens, webhooks, *OF_CONTRACTS, *OF_DOCUMENTS, *OF_BOOKS)
perform = gate.perform
VERBS = gate.VERBS
