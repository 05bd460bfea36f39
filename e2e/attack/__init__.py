"""Attacks on a running server: what was tried, and what got through."""
