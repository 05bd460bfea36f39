"""What goes wrong in `./dev`, told to a person."""


class DevError(Exception):
    """One clear sentence with a hint what to do; `./dev` prints it and exits with 2."""
