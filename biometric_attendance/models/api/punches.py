"""Punches that programs send as JSON: stored in one statement, answered one by one."""

import json
import logging

from psycopg2 import OperationalError

from odoo import fields, models

from ...rules import clock
from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..push.biometric_message import MessagesFull
from ..push.unknown_devices import record_unknown_device
from ..reason import sentence
from ..retry import retry_on_serialization_failure
from . import access

_logger = logging.getLogger(__name__)

MAX_ITEMS = 500
TABLE = "punches"
ROUTE = "push"
CREATED, KNOWN, QUARANTINED, REFUSED = "created", "known", "quarantined", "refused"
NOTHING_KNOWN = {"access": "unknown", "reason": None, "last_day": None}


class BiometricApiPunches(models.AbstractModel):
    """Stores what a program sends. One item that is wrong fails no other."""

    _name = "biometric.api.punches"
    _description = "Punches Sent by Programs"

    def _process(self, token, default, items, address):
        """Store items and return a result for each, in their order.

        :param token: of the caller.
        :param default: serial of the reader for items that name none.
        :param items: JSON values, at most ``MAX_ITEMS``.
        :param address: of the caller.
        """
        results = [None] * len(items)
        by_serial = {}
        for index, item in enumerate(items):
            serial = item.get("device", default) if isinstance(item, dict) else default
            by_serial.setdefault(str(serial or ""), []).append(index)
        for serial, indexes in by_serial.items():
            device, reason = self._find_device(token, serial, address)
            if reason:
                found = [self._result(REFUSED, reason)] * len(indexes)
            else:
                found = self._process_device(device, [items[each] for each in indexes])
                device._record_contact(address)
            # What one reader sent is safe whatever comes of the next.
            self.env.cr.commit()  # pylint: disable=invalid-commit
            for index, result in zip(indexes, found, strict=True):
                results[index] = {"index": index, **result}
        return results

    def _find_device(self, token, serial, address):
        """Return the reader, and why nothing is taken of it, ``None`` if it is."""
        cache = self.env["biometric.device.cache"]
        [brand] = [key for key, each in BRANDS.items() if each.by_api]
        entry = cache._find(brand, serial)
        if entry is None:
            record_unknown_device(self.env, brand, serial, address)
            return None, Reason("reader_unknown")
        device = cache._browse(entry)
        if device.sudo().company_id != token.company_id:
            return None, Reason("reader_foreign")
        if not entry.approved:
            return None, Reason("reader_archived")
        if not entry.is_allowed(address):
            device._record_refusal("address")
            return None, Reason("reader_network")
        return device, None

    def _process_device(self, device, items):
        """Store the items of one reader and return their results."""
        lines = [json.dumps(item, ensure_ascii=False) for item in items]
        try:
            return retry_on_serialization_failure(
                self.env, lambda: self._store(device, lines)
            )
        except MessagesFull:
            self._undo()
            return [self._process_alone(device, line) for line in lines]
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Device %s: a batch is stored one by one", device.id)
            self._undo()
            return [self._process_alone(device, line) for line in lines]

    def _process_alone(self, device, line):
        """Store one item of a batch that failed; keep it as a message where it fails."""
        try:
            with self.env.cr.savepoint():
                [result] = self._store(device, [line])
            return result
        except MessagesFull:
            return self._result(REFUSED, Reason("messages_full"))
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Device %s: one punch is kept as a message", device.id)
            reason = Reason("not_stored")
            [upload] = _decode(device, [line])
            kept = upload.punches + upload.refused
            refused = [Refused(each.line, reason) for each in kept]
        try:
            with self.env.cr.savepoint():
                self.env["biometric.message"]._keep(device, TABLE, refused)
        except MessagesFull:
            return self._result(REFUSED, Reason("messages_full"))
        return self._result(QUARANTINED, reason)

    def _store(self, device, lines):
        """Store lines and return a result for each; the queries do not grow with them."""
        uploads = _decode(device, lines)
        refused = [each for upload in uploads for each in upload.refused]
        punches = [each for upload in uploads for each in upload.punches]
        results = iter(())
        if punches:
            instants, _ambiguous = clock.instants(
                [(punch.pin, punch.time, punch.offset) for punch in punches],
                clock.zone(device.tz),
                fields.Datetime.now(),
                in_order=True,
            )
            rows = access.prepare_rows(punches, instants)
            known = access.find_known(device, rows)
            self.env["biometric.punch"]._ingest(device, punches, ROUTE)
            answers = access.get_access(device, rows)
            results = iter(
                [
                    {
                        "result": KNOWN if index in known else CREATED,
                        "code": None,
                        **answers[index],
                    }
                    for index in range(len(punches))
                ]
            )
        if refused:
            self.env["biometric.message"]._keep(device, TABLE, refused)
        return [
            next(results)
            if upload.punches
            else self._result(QUARANTINED, upload.refused[0].reason)
            for upload in uploads
        ]

    def _result(self, result, reason):
        return {
            "result": result,
            "code": reason.code,
            "message": sentence(self.env, reason),
            **NOTHING_KNOWN,
        }

    def _undo(self):
        self.env.cr.rollback()
        self.env.transaction.reset()


def _decode(device, lines):
    """Return what each line says: an upload with one punch, or one refused line."""
    decode = BRANDS[device.brand].decode
    return [decode(TABLE, line.encode(errors="replace")) for line in lines]
