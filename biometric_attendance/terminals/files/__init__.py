"""Punches from files: what terminals write to USB sticks, and tables as CSV."""
