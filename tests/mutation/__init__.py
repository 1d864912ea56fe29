"""Mutation testing of the rules: change one comparison, sign or constant, and see whether cases and laws notice."""
