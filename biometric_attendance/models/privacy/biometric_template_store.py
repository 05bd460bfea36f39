"""From a terminal into the vault: which templates are stored, and which are not."""

import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import groupby

from ...rules.vault import VaultError
from ...terminals import BRANDS
from .biometric_template import NOT_SAID, PLACE

_logger = logging.getLogger(__name__)


class BiometricTemplate(models.Model):
    _inherit = "biometric.template"

    @api.model
    def _store(self, device, records):
        """Keep templates a terminal sent, where that is allowed; else say so once.

        A template that is stored already is not stored again. What is new is brought to
        the other terminals of the person.

        :param records: :class:`~.protocols.people.Template` in order; of two for the
            same place the later one counts.
        """
        self = self.sudo()  # the gateway may put templates in, and not see any
        users = device.sudo()._users_by_pin({record.pin for record in records})
        fresh, refused = self.browse(), defaultdict(list)
        for pin, mine in groupby(records, key=_pin):
            reason = self._refusal(users[pin])
            if reason:
                refused[reason].append(pin)
                continue
            for record in mine:
                fresh |= self._store_one(users[pin], record)
        device._note_unstored(refused)
        fresh._spread()

    @api.model
    def _refusal(self, user):
        """Why templates of this device user are not stored, ``None`` if they are."""
        person = user.employee_id
        company = person.company_id or user.device_id.company_id
        if not company.biometric_store_templates:
            return self.env._("Storing templates is off for %s.", company.name)
        if user.partner_id:  # a legal basis, and its end, is kept of employees alone
            return self.env._("Templates of contacts are never stored.")
        if not person and company.biometric_basis_required:
            return self.env._("These users are not linked to employees.")
        if person and not person.active:
            return self.env._("These people have left.")
        if person and not self.env["biometric.consent"]._covered(person):
            return self.env._("These people have no legal basis on record.")
        try:
            self.env["biometric.vault"]._ring()
        except VaultError as error:
            return str(error)
        return None

    @api.model
    def _store_one(self, user, record):
        """:return: the template if it is new or changed, else an empty recordset."""
        values = {
            "device_user_id": user.id,
            "employee_id": user.employee_id.id,
            **self._values_of(record, user.device_id),
        }
        whose = "employee_id" if user.employee_id else "device_user_id"
        domain = [(name, "=", values[name]) for name in (whose, *PLACE)]
        if not user.employee_id:
            domain.append(("employee_id", "=", False))
        template = self.search(domain, limit=1)
        if template and template._is(record.blob):
            if template.device_user_id == user:
                template.write({"valid": record.valid, "duress": record.duress})
            return self.browse()
        values["stored_at"] = fields.Datetime.now()
        if template:
            template.write(values)
        else:
            template = self.create(values)
        template._seal(record.blob)
        return template

    @api.model
    def _values_of(self, record, device):
        """What is stored in clear of a record; the version as far as anybody knows it."""
        major = record.major
        if major is None:
            major = device._algorithm(record.kind)
        return {
            "family": BRANDS[device.brand].templates.family,
            "kind": record.kind,
            "slot": record.slot,
            "index": record.index,
            "major": NOT_SAID if major is None else major,
            "minor": NOT_SAID if record.minor is None else record.minor,
            "format": NOT_SAID if record.format is None else record.format,
            "size": NOT_SAID if record.size is None else record.size,
            "valid": record.valid,
            "duress": record.duress,
            "plain": record.plain,
        }

    def _is_mapped(self, employee):
        """Whose these are has changed with their device user: seal them for the person.

        What the person may not have stored, has already, or cannot be opened is
        dropped: the terminal still has it.
        """
        may = employee and self.env["biometric.consent"]._covered(employee)
        for template in self:
            place = [(name, "=", template[name]) for name in PLACE]
            if not may or self.search_count(
                [("employee_id", "=", employee.id), *place], limit=1
            ):
                template._drop()
                continue
            try:
                plain = template._open()
                template.employee_id = employee
                template._seal(plain)
            except VaultError as error:
                _logger.warning("Template %s is dropped: %s", template.id, error)
                template._drop()

    def _payload(self, pin):
        """The values of a command that writes it, but for the blob."""
        self.ensure_one()
        template = self.sudo()
        said = {
            name: template[name]
            for name in ("major", "minor", "format", "size")
            if template[name] != NOT_SAID
        }
        return {
            "pin": pin,
            "kind": template.kind,
            "slot": template.slot,
            "index": template.index,
            "valid": template.valid,
            **said,
        }

    def _text(self):
        """The blob as it has to be sent to a terminal.

        :raises VaultError: it cannot be opened.
        """
        blob = self._open() if self.sudo().plain else self._in_base64()
        return blob.decode()


def _pin(record):
    return record.pin
