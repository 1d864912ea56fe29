"""What people read out of the books: allocation, schedule, roll-forward, remaining obligations."""
