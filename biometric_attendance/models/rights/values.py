"""Refusal of values whose type does not fit their field, with a sentence for people.

Odoo raises an error of Python for most of them, and stores text for some.
"""

import math
from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command, Datetime
from odoo.models import BaseModel

COMMANDS = frozenset(Command)
MAX_INTEGER = 2**31 - 1
MAX_LENGTH_SHOWN = 60  # of a value that is refused


def check(model, vals):
    """Check values that a person wrote.

    :raises ValidationError: a value is not of its field's type.
    """
    for name, value in vals.items():
        field = model._fields.get(name)
        if field is None or value is None or value is False:
            continue
        if not _fits(field, value, model):
            shown = str(value)
            if len(shown) > MAX_LENGTH_SHOWN:
                shown = shown[:MAX_LENGTH_SHOWN] + "…"
            raise ValidationError(
                model.env._(
                    "“%(value)s” cannot be stored as “%(field)s”.",
                    value=shown,
                    field=field._description_string(model.env),
                )
            )


def _fits(field, value, model):
    if field.type == "selection":
        return isinstance(value, str) and value in field.get_values(model.env)
    fits = CHECKS.get(field.type)
    return not fits or fits(value)


def _is_text(value):
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_integer(value):
    if isinstance(value, str):
        return value.strip().lstrip("-").isdecimal() and _is_integer(int(value))
    return isinstance(value, int) and abs(value) <= MAX_INTEGER


def _is_number(value):
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return False
    return isinstance(value, int | float) and math.isfinite(value)


def _is_id(value):
    if isinstance(value, BaseModel):
        return len(value) <= 1
    return type(value) is int and 0 <= value <= MAX_INTEGER


def _is_list_of_links(value):
    if isinstance(value, BaseModel):
        return True
    return isinstance(value, list | tuple) and all(map(_is_command, value))


def _is_command(value):
    """Whether this is an id, or a command of :class:`odoo.fields.Command`."""
    if isinstance(value, list | tuple):
        return bool(value) and isinstance(value[0], int) and value[0] in COMMANDS
    return _is_id(value)


def _is_moment(value):
    if isinstance(value, str):
        try:
            value = Datetime.to_datetime(value)
        except ValueError:
            return False
    return value is None or isinstance(value, date)


CHECKS = {
    "boolean": lambda value: isinstance(value, bool | int),
    "char": _is_text,
    "text": _is_text,
    "html": _is_text,
    "binary": lambda value: isinstance(value, str | bytes),
    "integer": _is_integer,
    "float": _is_number,
    "date": _is_moment,
    "datetime": _is_moment,
    "many2one": _is_id,
    "many2many": _is_list_of_links,
    "one2many": _is_list_of_links,
}
