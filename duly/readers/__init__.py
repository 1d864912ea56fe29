"""Bytes to words: files become text trees with places. Readers know no contract and compute nothing."""
