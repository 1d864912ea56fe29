"""Benchmarks: generated work, checked against an independent oracle before anything is timed."""
