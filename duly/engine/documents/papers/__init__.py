"""Who made a document, what it amends, and which papers belong together."""
