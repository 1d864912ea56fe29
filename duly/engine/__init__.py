"""Everything that is decided: pure functions, tables in and tables out; no database, no clock, no web."""
