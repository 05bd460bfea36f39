"""Moments stored for later, on a server whose clock may be set back.

A moment further away than it can have been set was stored while the clock was ahead: it is
over, or nothing would happen until the clock is there again.
"""

from odoo.fields import Domain


def is_over(moment, now, longest):
    """Return whether a stored moment has come.

    :param moment: naive UTC; ``False`` is over.
    :param longest: how far away it is set at the most.
    """
    return not moment or moment <= now or moment > now + longest


def get_over_domain(name, now, longest):
    """Return the domain of records whose field ``name`` is over, see :func:`is_over`."""
    over = Domain(name, "<=", now) | Domain(name, ">", now + longest)
    return over | Domain(name, "=", False)
