"""Steps of sources that a bridge read, stored as those of this server's own job.

A step follows the position that was stored last. One that does not is refused, and the bridge
is told that position: it reads on from there.
"""

import logging

from psycopg2 import OperationalError

from odoo import models

from ...terminals import step_json
from ...terminals.errors import ProtocolError, TransportError
from ...terminals.session import SessionEnd
from ...terminals.source import SourceRead
from ..reason import sentence
from ..retry import retry_on_serialization_failure

_logger = logging.getLogger(__name__)

MAX_DIGITS = 18


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    def _get_sources(self):
        """Return the sources behind the bridge."""
        behind = [("bridge_id", "=", self.id), ("company_id", "=", self.company_id.id)]
        return self.env["biometric.source"].search(behind, order="id")

    def _process_source_item(self, item, source):
        """Process one step of a source.

        :return: what became of it, ``None`` where it could not be stored now.
        """
        try:
            recorded = step_json.decode(item.get("kind"), item.get("data"))
            if not isinstance(recorded.step, SourceRead | SessionEnd):
                raise ProtocolError("step_unreadable", expected=SourceRead.name)
            place = {"instance": self.instance, "id": _read_number(item["id"])}
        except ProtocolError as error:
            return self._refuse_step(error.reason)
        try:
            retry_on_serialization_failure(
                self.env, lambda: source._process_recorded(recorded, place)
            )
        except OperationalError:
            raise
        except TransportError as error:
            self._undo()
            return {
                **self._refuse_step(error.reason),
                "position": source.position or None,
            }
        except Exception:
            _logger.exception("Source %s: a step of its bridge failed", source.id)
            self._undo()
            return None
        return {"result": "stored"}

    def _refuse_step(self, reason):
        message = sentence(self.env, reason)
        return {"result": "refused", "code": reason.code, "message": message}


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    def _process_recorded(self, recorded, place):
        """Process a recorded step, once.

        :param place: ``{"instance", "id"}`` of the item; ids rise with each item.
        :raises TransportError: it does not follow what is stored.
        """
        last = self.bridge_item or {}
        if last.get("instance") == place["instance"] and place["id"] <= last["id"]:
            return  # the answer to it was lost
        step = recorded.step
        if isinstance(step, SessionEnd):
            self._record_end(step.exception, step.cut_short)
        else:
            self._process(step, recorded.plan, recorded.plan.position)
        self.bridge_item = place


def _read_number(text):
    text = str(text)
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise ProtocolError("step_unreadable", expected="id")
    return int(text)
