"""A terminal was down: the punches that are missing for it, entered at once."""
