"""What a business is worth by the month: recurring revenue, its movements, what is kept of it."""
