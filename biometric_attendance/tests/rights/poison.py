"""Methods that fail for some records."""


def failing(method, poisoned):
    """Return the method, made to fail for poisoned records."""

    def wrapped(records, *args, **kwargs):
        if poisoned & records:
            raise KeyError("poison")
        return method(records, *args, **kwargs)

    return wrapped
