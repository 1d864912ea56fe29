"""From terms to the draft of a contract file, and what a person says of it."""
