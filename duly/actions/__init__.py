"""Everything that is done: one function per verb, behind one gate."""
