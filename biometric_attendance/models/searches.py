"""Searching computed fields."""

from odoo.fields import Domain


def search_boolean(domain, operator, value):
    """Return the domain of a search for a computed boolean.

    :param domain: of the records on which it is true.
    """
    if operator != "in":
        return NotImplemented
    domain = Domain(domain)
    return Domain.OR(domain if wanted else ~domain for wanted in value)
