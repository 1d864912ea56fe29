"""The small independent proof of numbers; it knows nothing of the engine.

Read it in this order: `proof` (what is asked), `trees`, `words`, `formulas` and `sources` (how a derivation and the
files it names are read), `rules` (one step), then by topic `timing` and `changes` (revenue), `money`, `plans` and
`bills` (what is owed), `interest`, `costs`, `abroad`, `recurring`; last the room `laws` (what holds of all numbers)."""
