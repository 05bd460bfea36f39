"""Conversion of reasons to translated sentences, and to values of Json fields."""
# pylint: disable=prefer-env-translation

from collections import defaultdict
from collections.abc import Mapping
from contextlib import contextmanager

from odoo.exceptions import ValidationError

from ..terminals import english_sentence
from ..terminals.errors import TerminalError
from .messages import MESSAGES


def sentence(env, reason):
    """Return a reason as a sentence in the reader's language, ``""`` for none.

    :param reason: a ``Reason``, one as it is stored (``Reason.as_dict()``), an error with
        code and values, or text: what a terminal sent, or a sentence made elsewhere.
    """
    if not reason:
        return ""
    if isinstance(reason, str):
        return env._(reason)
    stored = isinstance(reason, Mapping)
    code = reason["code"] if stored else reason.code
    values = reason.get("values") if stored else reason.values
    text = _translated(env, code)
    if not values:
        return text
    return text % {name: _readable(env, value) for name, value in values.items()}


def group_title(env, code):
    """Return the sentence of a reason whose values differ: each is shown as "…"."""
    text = _translated(env, code)
    return text % defaultdict(lambda: "…") if "%(" in text else text


def _translated(env, code):
    return env._(MESSAGES.get(code) or english_sentence(code))


def _readable(env, value):
    """Return a value to put into a sentence; a value that is a reason as a sentence."""
    is_reason = isinstance(value, Mapping) and "code" in value
    return sentence(env, value) if is_reason else value


@contextmanager
def validating(env):
    """Turn an error of ``terminals`` into a ``ValidationError`` with its sentence."""
    try:
        yield
    except TerminalError as error:
        raise ValidationError(sentence(env, error)) from error


def as_stored(reason):
    """Return a reason for a Json field, ``False`` for none; see :func:`sentence`."""
    if not reason:
        return False
    if isinstance(reason, Mapping):
        return reason
    return {"code": reason} if isinstance(reason, str) else reason.as_dict()
