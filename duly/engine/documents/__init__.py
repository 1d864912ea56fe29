"""Documents: which passage is which clause, which terms it carries, and what a person must look at."""
