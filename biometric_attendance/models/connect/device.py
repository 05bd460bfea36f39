"""The device that is made while a terminal is connected, and its approval."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules import clock
from ...terminals import BRANDS
from ..device.biometric_device import IMPORT_DAYS
from ..device.zone_proof import get_proof, propose_zone
from ..poll.addresses import PLACEHOLDER, strip
from ..push.unknown_devices import SERIAL_SHAPE
from ..reason import sentence

SECRETS = {"communication_key", "encryption_key"}
SETTINGS = {"name", "site_id", "tz", "direction_source", "import_since"}
MAX_PUNCHES_SHOWN = 5


class BiometricConnect(models.AbstractModel):
    _inherit = "biometric.connect"

    @api.model
    def expect_device(self, brand, serial, values=None):
        """Make the pending device of a terminal that has not called, or find it.

        :param values: secrets typed for it.
        :return: ``id`` and ``state``.
        """
        self._check_administrator()
        self._brand(brand)
        serial = (serial or "").strip()
        if not SERIAL_SHAPE.fullmatch(serial):
            raise UserError(
                self.env._(
                    "“%s” is no serial number: it has letters and digits.", serial
                )
            )
        vals = self._taken(values, SECRETS)
        pair = [("brand", "=", brand), ("serial", "=", serial)]
        devices = self.env["biometric.device"].with_context(active_test=False)
        device = devices.search(pair, limit=1)
        if device and not device.active:
            raise UserError(
                self.env._(
                    "%s is archived: unarchive the device, and it is received again.",
                    device.name,
                )
            )
        if not device:
            device = devices.create({"brand": brand, "serial": serial, **vals})
        elif device.state == "pending":
            device.write({"expected": True, **vals})
        if device.state == "pending":
            device._set_connecting()
        return {"id": device.id, "state": device.state}

    @api.model
    def test_device(self, brand, values, device_id=False):
        """Call a terminal that is polled, and return what it answered.

        :param values: of the connection fields of its brand.
        :return: ``id`` of its pending device, ``kind`` (``success``, ``warning`` or
            ``danger``), ``sentence``, ``advice`` and ``serial``.
        """
        self._check_administrator()
        poll = self._brand(brand).poll
        if not poll or not poll.scheduled:
            raise UserError(self.env._("Terminals of this kind call by themselves."))
        vals = self._taken(values, {field.name for field in poll.fields})
        device = self._device(device_id) if device_id else self._no_device()
        device = device or self._find_polled(brand, poll, vals)
        if device:
            device.write(vals)
        else:
            device = self.env["biometric.device"].create({"brand": brand, **vals})
        kind, reason = device._test_connection()
        code = getattr(reason, "code", "")
        advice = BRANDS[brand].guide.advice.get(code)
        known = not device.serial.startswith(PLACEHOLDER)
        return {
            "id": device.id,
            "kind": kind,
            "code": code,
            "sentence": sentence(self.env, reason),
            "advice": self._translate(advice),
            "serial": device.serial if known else False,
        }

    def _find_polled(self, brand, poll, vals):
        """Return the pending device that was made for this address before."""
        if not vals.get(poll.address_field):
            return self._no_device()
        address = PLACEHOLDER + poll.describe(strip(vals))
        domain = [("brand", "=", brand), ("serial", "=", address)]
        domain += [("state", "=", "pending")]
        return self.env["biometric.device"].search(domain, limit=1)

    @api.model
    def read_device(self, device_id):
        """Return what is checked before a device is approved, and its first punches."""
        self._check_administrator()
        device = self._device(device_id)
        since, why = self._import_since(device)
        known = not device.serial.startswith(PLACEHOLDER)
        company = device.company_id or self.env.company
        return {
            "id": device.id,
            "name": device.name if not device.name.startswith(PLACEHOLDER) else "",
            "serial": device.serial if known else "",
            "brand_label": self._translate(BRANDS[device.brand].label),
            "state": device.state,
            "tz": propose_zone(device, company) or "",
            "clock_doubt": device.clock_doubt_text or "",
            "site_id": device.site_id.id,
            "sites": [
                {"id": site.id, "name": site.name, "tz": site.tz}
                for site in self.env["biometric.site"].search(
                    [("company_id", "in", (False, company.id))], limit=200
                )
            ],
            "company": company.name,
            "direction_source": device.direction_source,
            "directions": self._selection(device, "direction_source"),
            "import_since": str((device.import_since or since).date()),
            "import_reason": why,
            "last_seen": str(device.last_seen) if device.last_seen else False,
            "punch_count": device.punch_count,
            "unmapped_count": device.unmapped_count,
            "punches": self._punches(device),
        }

    @api.model
    def read_zones(self):
        """Return the time zones a device may have."""
        self._check_administrator()
        return [zone for zone, _label in self._selection(self._no_device(), "tz")]

    @api.model
    def read_zone_proof(self, device_id, tz):
        """Return whether a zone is that of the terminal's clock, and why.

        :return: ``verdict`` (``right``, ``wrong`` or ``unknown``) and ``text``.
        """
        self._check_administrator()
        verdict, text = get_proof(self._device(device_id).sudo(), tz)
        return {"verdict": verdict, "text": text or ""}

    @api.model
    def approve_device(self, device_id, values):
        """Write what was checked, and approve the device.

        :param values: of ``SETTINGS``; ``import_since`` is a day of the device's zone.
        """
        self._check_administrator()
        device = self._device(device_id)
        vals = self._taken(values, SETTINGS)
        if device.state == "approved":
            raise UserError(self.env._("%s is approved already.", device.name))
        if device.serial.startswith(PLACEHOLDER):
            raise UserError(
                self.env._("Test the connection first: the terminal has not answered.")
            )
        if not (vals.get("name") or "").strip():
            vals.pop("name", None)
        if "import_since" in vals:
            vals["import_since"] = self._begin_of_day(
                vals["import_since"], vals.get("tz") or device.tz
            )
        device.write(vals)
        device.action_approve()
        if device.state != "approved":
            raise UserError(self.env._("Choose the time zone of its clock first."))
        return self.read_device(device.id)

    def _begin_of_day(self, day, tz):
        """Return when a day begins in a zone, naive UTC, ``False`` for no day."""
        if not day:
            return False
        try:
            date = fields.Date.to_date(day)
            zone = clock.zone(tz)
            local = datetime.combine(date, time(), zone)
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise UserError(self.env._("“%s” is not a day.", day)) from None
        return fields.Datetime.to_datetime(
            (local - local.utcoffset()).replace(tzinfo=None)
        )

    def _import_since(self, device):
        """Return from when punches should count, and why."""
        now = fields.Datetime.now()
        company = device.company_id or self.env.company
        mine = [("device_id.company_id", "=", company.id)]
        if self.env["biometric.punch"].search_count(mine, limit=1):
            return now - timedelta(days=IMPORT_DAYS), self.env._(
                "%(company)s has punches already: what this terminal kept of the last "
                "%(days)s days joins them.",
                company=company.name,
                days=IMPORT_DAYS,
            )
        return now, self.env._(
            "%s has no punches yet: begin today, so that old ones in the terminal make no "
            "attendances nobody expects. An earlier day may be chosen later, too.",
            company.name,
        )

    def _punches(self, device):
        punches = self.env["biometric.punch"].search(
            [("device_id", "=", device.id)], limit=MAX_PUNCHES_SHOWN, order="id desc"
        )
        labels = {
            name: dict(self._selection(punches, name))
            for name in ("outcome", "direction")
        }
        return [
            {
                "id": punch.id,
                "time": punch.device_time,
                "pin": punch.pin,
                "person": punch.employee_id.sudo().name or "",
                "direction": labels["direction"].get(punch.direction, ""),
                "outcome": labels["outcome"].get(punch.outcome, ""),
            }
            for punch in punches
        ]

    @api.model
    def _device(self, device_id):
        """Return a device the user may write.

        :raises UserError: there is no such device any more.
        """
        device = self.env["biometric.device"].browse(int(device_id)).exists()
        if not device:
            raise UserError(
                self.env._("This device was deleted meanwhile: begin again.")
            )
        device.check_access("write")
        return device

    @api.model
    def _no_device(self):
        return self.env["biometric.device"]

    @api.model
    def _selection(self, records, name):
        return records._fields[name]._description_selection(self.env)

    @api.model
    def _taken(self, values, names):
        """Return the values that may be typed on this page.

        :raises UserError: others are among them.
        """
        values = dict(values or {})
        if not set(values) <= set(names):
            raise UserError(self.env._("This page does not write these fields."))
        return values
