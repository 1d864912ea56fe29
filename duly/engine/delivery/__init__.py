"""What was done: measures of progress and the readings they rest on."""
