"""Storing templates that terminals send, and writing them to other terminals."""

import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import groupby

from ...rules.vault import VaultError
from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ...terminals.records import TEMPLATE_KINDS
from ..command.queueing import CommandRequest
from ..reason import as_stored
from .biometric_template import NOT_GIVEN, PLACE

_logger = logging.getLogger(__name__)

VERSION_FIELDS = ("major", "minor", "format", "size")


class BiometricTemplate(models.Model):
    _inherit = "biometric.template"

    @api.model
    def _store(self, device, records):
        """Store templates a terminal sent, and record on the device why others were not.

        A template that is stored already is not stored again. New ones are written to the
        other terminals of the person.

        :param records: :class:`~.terminals.records.Template` in order; of two for the
            same place the later one counts.
        :return: how many were new.
        """
        templates = self.sudo()  # the gateway may put templates in, and not see any
        users = device.sudo()._users_by_pin({record.pin for record in records})
        new, refused = templates.browse(), {}
        for pin, of_pin in groupby(records, key=lambda record: record.pin):
            reason = templates._get_refusal(users[pin])
            if reason:
                refused.setdefault(str(reason), (reason, []))[1].append(pin)
                continue
            for record in of_pin:
                new |= templates._store_one(users[pin], record)
        device._record_unstored(refused.values())
        new._send_to_other_terminals()
        return len(new)

    @api.model
    def _get_refusal(self, user):
        """Return why templates of this device user are not stored, ``None`` if they are.

        :rtype: ~.terminals.reasons.Reason
        """
        person = user.employee_id
        company = person.company_id or user.device_id.company_id
        if not company.biometric_store_templates:
            return Reason("storing_is_off", {"company": company.name})
        if user.partner_id:  # a legal basis, and its end, is kept of employees alone
            return Reason("contacts_not_stored")
        if not person and company.biometric_basis_required:
            return Reason("users_not_linked")
        if person and not person.active:
            return Reason("persons_left")
        if person and not self.env["biometric.consent"]._covered(person):
            return Reason("persons_without_basis")
        try:
            self.env["biometric.vault"]._ring()
        except VaultError as error:
            return Reason(error.code, error.values)
        return None

    @api.model
    def _store_one(self, user, record):
        """Store one template.

        :return: the template if it is new or changed, else an empty recordset.
        """
        values = {
            "device_user_id": user.id,
            "employee_id": user.employee_id.id,
            **self._prepare_values(record, user.device_id),
        }
        whose = "employee_id" if user.employee_id else "device_user_id"
        domain = [(name, "=", values[name]) for name in (whose, *PLACE)]
        if not user.employee_id:
            domain.append(("employee_id", "=", False))
        template = self.search(domain, limit=1)
        if template and template._is_same(record.blob):
            if template.device_user_id == user:
                template.write({"valid": record.valid, "duress": record.duress})
            return self.browse()
        values["stored_at"] = fields.Datetime.now()
        if template:
            template.write(values)
        else:
            template = self.create(values)
        template._encrypt(record.blob)
        return template

    @api.model
    def _prepare_values(self, record, device):
        """Return the values of a template that are not encrypted; versions where known."""
        versions = {name: getattr(record, name) for name in VERSION_FIELDS}
        if versions["major"] is None:
            versions["major"] = device._algorithm(record.kind)
        return {
            "family": BRANDS[device.brand].templates.family,
            **{name: getattr(record, name) for name in ("kind", "slot", "index")},
            **{
                name: NOT_GIVEN if value is None else value
                for name, value in versions.items()
            },
            **{name: getattr(record, name) for name in ("valid", "duress", "plain")},
        }

    @api.model
    def _get_reassigned(self, users, owner, since):
        """Return the templates of device users that are to become their new owner's.

        Those of a time when the former owner had the PIN are the former owner's.

        :param owner: what is about to be written to the device users.
        :param since: from when they are the new owner's, ``False``: from the beginning.
        """
        enrolled = Domain("device_user_id", "in", users.ids)
        if since:
            later = Domain("stored_at", ">=", since)
            enrolled &= later | Domain("employee_id", "=", False)
        if owner["partner_id"]:  # templates of contacts are not stored
            return self.search(enrolled)
        return self.search(enrolled & Domain("employee_id", "!=", owner["employee_id"]))

    def _reassign(self, employee_id):
        """Assign these templates to another employee, and encrypt them for that employee.

        A template is dropped if storing it is not allowed, the employee has the same one
        already, or it cannot be decrypted: the terminal still has it.
        """
        employee = self.env["hr.employee"].sudo().browse(employee_id or ())
        allowed = employee and self.env["biometric.consent"]._covered(employee)
        for template in self:
            place = [(name, "=", template[name]) for name in PLACE]
            if not allowed or self.search_count(
                [("employee_id", "=", employee.id), *place], limit=1
            ):
                template._drop()
                continue
            try:
                plain = template._decrypt()
                template.employee_id = employee
                template._encrypt(plain)
            except VaultError as error:
                _logger.warning("Template %s is dropped: %s", template.id, error)
                template._drop()

    def _send_to_other_terminals(self):
        """Queue commands that write these templates to the person's other terminals."""
        requests = []
        for template in self.filtered("employee_id"):
            others = template.employee_id.biometric_user_ids - template.device_user_id
            for user in others.filtered(lambda user: user.sync_state != "absent"):
                requests += template._prepare_request(user)
        self.env["biometric.command"].sudo()._queue_all(requests)

    @api.model
    def _prepare_requests_for(self, user):
        """Return the requests that write the stored templates of a device user's employee."""
        person = user.employee_id
        if not person or not self.env["biometric.consent"]._covered(person):
            return []
        templates = self.search([("employee_id", "=", person.id)])
        return [
            request
            for template in templates
            for request in template._prepare_request(user)
        ]

    def _prepare_request(self, user):
        """Return the request that writes the template to a device user's terminal.

        :return: ``[CommandRequest]``, one or none.
        """
        self.ensure_one()
        device = user.device_id
        rules = BRANDS[device.brand].templates
        if not device._is_approved() or "set_template" not in device._capabilities():
            return []
        if self.family and self.family != rules.family:
            return []
        problem = self._get_rights_problem(user) or self._get_version_problem(
            device._algorithm(self.kind), rules
        )
        if problem:
            user.problem_reason = as_stored(problem)
            return []
        payload = self._prepare_payload(user.pin)
        return [CommandRequest(device, "set_template", payload, self.id)]

    def _get_rights_problem(self, user):
        """Return why the template does not go to a user with rights in a terminal's menu.

        It goes if its person has such rights where it was enrolled. Otherwise an officer could
        link somebody whose finger is on another terminal, and make him an administrator here.
        """
        if user._is_privileged() and not self.device_user_id._is_privileged():
            return Reason("enrolled_without_rights")
        return None

    def _get_version_problem(self, version, rules):
        """Return why a terminal cannot read the template, ``None`` if it can.

        :param version: of the terminal's algorithm, ``None`` where it is not known.
        """
        kind = {"code": TEMPLATE_KINDS.get(self.kind, self.kind)}
        if rules.exact_version and (version is None or self.major == NOT_GIVEN):
            return Reason("template_version_unknown", {"kind": kind})
        if version and self.major not in (NOT_GIVEN, version):
            values = {"kind": kind, "made": self.major, "theirs": version}
            return Reason("template_version_differs", values)
        return None

    def _prepare_payload(self, pin):
        """Return the payload of a command that writes the template, without the blob."""
        self.ensure_one()
        template = self.sudo()
        versions = {name: template[name] for name in VERSION_FIELDS}
        return {
            "pin": pin,
            **{name: template[name] for name in ("kind", "slot", "index", "valid")},
            **{name: value for name, value in versions.items() if value != NOT_GIVEN},
        }

    def _text(self):
        """Return the blob as the text that is sent to a terminal.

        :raises VaultError: the template cannot be decrypted.
        """
        blob = self._decrypt() if self.sudo().plain else self._in_base64()
        return blob.decode()
