"""The small independent proof: recomputes a number from the text of its derivation, and knows nothing of the engine."""
