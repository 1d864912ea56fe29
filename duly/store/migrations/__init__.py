"""The tables of the store, version by version; none is ever edited."""
