"""Terms of money: every amount and percent with the role it plays."""
