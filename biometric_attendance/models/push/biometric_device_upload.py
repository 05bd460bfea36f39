"""From bytes to rows: what becomes of everything a device sends."""

from datetime import datetime

from odoo import fields, models

from ...rules import clock
from ...terminals import BRANDS

# The names are the same in DeviceInfo and on the device.
INFO_FIELDS = (
    "firmware",
    "model",
    "platform",
    "push_version",
    "mac",
    "users",
    "fingers",
    "faces",
    "punches",
    "user_capacity",
    "finger_capacity",
    "face_capacity",
    "punch_capacity",
)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def _receive(self, table, body, name=""):
        """Store everything one body holds.

        :param table: what the terminal calls the kind of rows.
        :param body: the bytes as they came.
        :param name: what it calls them within ``table``, in the security dialect.
        :return: the decoded :class:`~.protocols.records.Upload`, for its answer.
        """
        self.ensure_one()
        upload = BRANDS[self.brand].decode(table, body, name=name)
        self._store(upload, f"{table}:{name}" if name else table)
        return upload

    def _store(self, upload, table, route="push"):
        """Store decoded records. Nothing is left out: see ``refused``."""
        if upload.punches:
            self.env["biometric.punch"]._ingest(self, upload.punches, route)
        if upload.events:
            fresh = self.env["biometric.device.event"]._record(self, upload.events)
            gone = {event.gone for event in fresh if event.gone}
            self.env["biometric.device.user"]._report_gone(self, gone)
        if upload.users:
            self.env["biometric.device.user"]._report(self, upload.users)
        if upload.refused:
            self.env["biometric.message"]._keep(self, table, upload.refused)
        if upload.info:
            self._learn(upload.info)

    def _learn(self, info):
        """Take over what the terminal says of itself, where it is new."""
        told = {name: getattr(info, name) for name in INFO_FIELDS}
        news = {
            name: value
            for name, value in told.items()
            if value is not None and value != self[name]
        }
        if news:
            self.write(news)
        if info.options:
            self._note_options(info.options)
        if info.punches is not None:
            self._note_count()

    def _handshake(self, call):
        """The options a terminal works by, as its protocol wants them.

        :param call: the decoded :class:`~.protocols.adms.Call`.
        """
        self.ensure_one()
        stamps = self._stamps(call.push_version)
        if self.resend_all:
            self.write({"resend_all": False, "resent_at": fields.Datetime.now()})
        return BRANDS[self.brand].codec.encode_options(
            self.serial,
            stamps=stamps,
            **self._wanted_of_people(),
            offset_minutes=clock.offset_minutes(
                clock.zone(self.tz), fields.Datetime.now()
            ),
        )

    def _wanted_of_people(self):
        """Which biometric rows the terminal shall send: what the company stores."""
        company = self.company_id.sudo()
        return {
            "templates": company.biometric_store_templates,
            "photos": bool(company.biometric_photo_days),
        }

    def _stamps(self, push_version):
        """Where the terminal shall go on in each of its tables.

        New firmware keeps its own books and only looks whether a stamp is 0, which
        means everything. Old firmware sends what is newer than the stamp.
        """
        last = self.env["biometric.punch"].search_fetch(
            [("device_id", "=", self.id)], ["device_time"], limit=1, order="id desc"
        )
        if self.resend_all or not last:
            return {}
        return BRANDS[self.brand].codec.stamps_after(
            datetime.fromisoformat(last.device_time), push_version
        )
