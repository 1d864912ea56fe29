"""Why a number is what it is: formula, inputs with file and line, policy, rounding, paragraph."""
