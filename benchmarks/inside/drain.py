"""Store and pair the punches of some people."""

from .staff import drain, store


def run(env, pins: list[str], days: int) -> float:
    """Return the seconds of pairing alone."""
    store(env, pins, days)
    return drain(env)
