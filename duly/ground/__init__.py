"""The few things everything stands on: money, rounding, dates, columns, citations, errors. A closed list."""
