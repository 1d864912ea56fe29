"""Training: labelled contracts to a model of clauses and terms, with a card that says what it was made of."""
