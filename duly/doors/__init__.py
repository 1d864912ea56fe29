"""Everything that is touched: no decisions are made here."""
