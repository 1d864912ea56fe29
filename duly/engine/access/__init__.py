"""What each role may make and check, and which duties one person may not hold."""
