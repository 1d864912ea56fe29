"""Everything that is kept: one Django app. Rows are only ever added; what is in force is read from the last of them."""
