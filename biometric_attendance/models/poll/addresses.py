"""Addresses devices are polled at: as typed, before a serial number is known, and without."""

from odoo.fields import Domain

from ...terminals import BRANDS

# Prefix of the placeholder for a serial number, until the terminal sends its own.
PLACEHOLDER = "@"


def get_only_calling_domains():
    """Return the domains of devices that call and have no address to be polled at."""
    return [
        Domain("brand", "=", key) & Domain(brand.poll.address_field, "=", False)
        for key, brand in BRANDS.items()
        if brand.push and brand.poll and brand.poll.scheduled
    ]


def strip(vals):
    """Return values of a device without blanks around those of its connection."""
    stripped = {}
    for poll in (brand.poll for brand in BRANDS.values() if brand.poll):
        for field in poll.fields:
            value = vals.get(field.name)
            if field.kind in ("char", "address") and isinstance(value, str):
                stripped[field.name] = value.strip() or False
    return {**vals, **stripped}


def get_default(field, dialect):
    """Return what a brand fills in for a connection field, ``None`` for nothing."""
    if isinstance(field.default, dict):
        return field.default.get(dialect)
    return field.default


def get_defaults(name):
    """Return what brands fill in for the connection field of a name: nobody typed these."""
    polls = [brand.poll for brand in BRANDS.values() if brand.poll]
    found = [each for poll in polls for each in poll.fields if each.name == name]
    return [each.default for each in found if not isinstance(each.default, dict)]


def set_defaults(vals):
    """Set what the brand of a new device fills in where nothing is given."""
    brand = BRANDS.get(vals.get("brand"))
    poll = brand and brand.poll
    dialect = vals.get("dialect") or (brand and brand.dialect)
    for field in poll.fields if poll and poll.scheduled else ():
        default = get_default(field, dialect)
        if default:
            vals.setdefault(field.name, default)


def set_placeholder_serial(vals):
    """Set a unique placeholder for the serial number of a device that has none yet."""
    brand = BRANDS.get(vals.get("brand"))
    poll = brand and brand.poll
    if not (poll and poll.scheduled) or vals.get("serial"):
        return
    if vals.get(poll.address_field):
        vals["serial"] = PLACEHOLDER + poll.describe(vals)
