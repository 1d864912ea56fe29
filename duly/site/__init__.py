"""The only place that knows all doors."""
