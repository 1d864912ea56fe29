"""Currency: rates, historical layers, and what is measured anew (ASC 830, IAS 21, IFRIC 22)."""
