"""Which passage is which clause: learned kinds, kinds by rules, and clauses that are unusual or missing."""
