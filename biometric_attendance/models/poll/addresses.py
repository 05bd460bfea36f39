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


def set_placeholder_serial(vals):
    """Set a unique placeholder for the serial number of a device that has none yet."""
    brand = BRANDS.get(vals.get("brand"))
    poll = brand and brand.poll
    if not (poll and poll.scheduled) or vals.get("serial"):
        return
    if vals.get(poll.address_field):
        vals["serial"] = PLACEHOLDER + poll.describe(vals)
