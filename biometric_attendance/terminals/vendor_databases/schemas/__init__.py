"""The tables of vendors' software: one file each. Add a schema here."""

from . import att2000, biostar2, biotime, etimetracklite, own, zkbiosecurity
from .schema import Lookup, Schema

#: Key to schema.
SCHEMAS = {
    each.SCHEMA.key: each.SCHEMA
    for each in (att2000, etimetracklite, biotime, zkbiosecurity, biostar2, own)
}

__all__ = ["SCHEMAS", "Lookup", "Schema"]
