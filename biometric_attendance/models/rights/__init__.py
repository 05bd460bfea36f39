"""Which fields people may write, with which values, and whom these may name."""
