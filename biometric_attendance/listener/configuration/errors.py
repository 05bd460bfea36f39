"""What is wrong with a listener, for a person."""


class ListenerError(Exception):
    """One clear sentence with the correction."""
