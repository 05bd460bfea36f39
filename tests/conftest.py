"""Settings of the pure tier."""

from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
