"""Fiscal periods, closes and what was known at each of them."""
