"""What all numbers of a file have to obey: reports held against each other and the rows (`books`), and what contracts
say, worked out a second time (`contracts`). A law asks no derivation."""
