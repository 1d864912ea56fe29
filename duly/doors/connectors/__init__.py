"""Connectors: other systems that duly talks to, one folder each."""
