"""The books: balanced entries, account balances, and the accounts they are posted to."""
