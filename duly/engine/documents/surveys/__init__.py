"""A folder of contracts seen together."""
