"""Steps 1 to 5 of Topic 606, one file a step: the table of contents of the standard."""
