"""Values as contracts write them, made plain: numbers, money, dates, durations, percents, recurrence."""
