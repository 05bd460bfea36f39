"""Why something was refused or failed: a code and its values, for Odoo to put in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

#: Reason of a row that names a place in the list of users where nobody is any more.
PLACE_FREE = "row_uid_unknown"


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue of translations; Odoo translates it."""
    return sentence


class Reason(NamedTuple):
    """A code of ``MESSAGES`` and the values its sentence names.

    :param values: plain JSON values, without secrets and biometric data.
    """

    code: str
    values: Mapping[str, Any] = {}

    def as_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"code": self.code, "values": dict(self.values)}

    def __str__(self) -> str:
        """The sentence in English, for logs."""
        from . import english_sentence

        sentence = english_sentence(self.code)
        return sentence % self.values if self.values else sentence
