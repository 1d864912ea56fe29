"""What was agreed, judged and reported: the contract language and its typed terms."""
