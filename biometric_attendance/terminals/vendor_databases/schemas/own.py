"""A table of the customer's own, whose columns a person names."""

from collections.abc import Mapping
from typing import Any

from ...reasons import _
from .schema import Schema
from .states import WORDS

#: Part to the field of the connection that names its column.
FIELDS = {
    "pin": "pin_column",
    "time": "time_column",
    "state": "state_column",
    "serial": "device_column",
    "id": "id_column",
    "arrival": "arrival_column",
}

#: With no column named: for rows that are read again, which name them by their parts.
SCHEMA = Schema(
    key="own",
    label=_("Own table"),
    table="",
    columns={part: (part,) for part in FIELDS},
    states=WORDS,
    epoch=True,
)


def schema_of(values: Mapping[str, Any]) -> Schema:
    """Return the schema a person's choice of table and columns makes."""
    named = {
        part: (str(values[name]).strip(),)
        for part, name in FIELDS.items()
        if values.get(name)
    }
    return Schema(
        key=SCHEMA.key,
        label=SCHEMA.label,
        table=str(values.get("table_name") or "").strip(),
        columns=named,
        # What a person named has to be there.
        required=tuple((part,) for part in {**named, "pin": (), "time": ()}),
        states=SCHEMA.states,
        epoch=True,
    )
