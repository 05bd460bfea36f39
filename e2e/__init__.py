"""End-to-end tests; see conftest.py for what they stand on."""
