"""Databases of vendors' software, which keeps the punches of many terminals."""
