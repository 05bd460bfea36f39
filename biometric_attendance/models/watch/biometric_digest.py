"""The morning mail: made in the background, and sent by Odoo's queue of mails."""

from odoo import api, fields, models

from ..isolation import isolate
from .activities import get_local, get_zone
from .digest import get_url, prepare
from .people import People, may_read_devices

TEMPLATE = "biometric_attendance.digest_mail"
LAYOUT = "mail.mail_notification_light"


class BiometricDigest(models.AbstractModel):
    """Writes the morning mails of companies; nothing of them is stored but the mail."""

    _name = "biometric.digest"
    _description = "Morning Mail"

    @api.model
    def _cron_digest(self):
        self._write_due(fields.Datetime.now())

    @api.model
    def _write_due(self, now):
        """Write the mails of the companies whose hour has come, once a day.

        :param now: naive UTC.
        """
        companies = self.env["res.company"].search([("biometric_digest", "=", True)])
        due = companies.filtered(lambda company: _is_due(company, now))
        if due:
            isolate(
                due,
                lambda each: self._write_mails(each, now),
                lambda company: _note_day(company, now),
            )

    @api.model
    def _write_mails(self, companies, now):
        for company in companies:
            isolate(
                self._get_readers(company),
                lambda users, company=company: self._write_to(company, users, now),
            )
            _note_day(company, now)

    @api.model
    def _write_to(self, company, users, now):
        for user in users:
            self._write_mail(company, user, now)

    @api.model
    def _get_readers(self, company):
        """Return who is told of anything in a company, with an e-mail address.

        Alerts of before may name people who may not read the devices any more.
        """
        alerts = self.env["biometric.alert"].search([("company_id", "=", company.id)])
        readers = alerts.user_id | People(self.env).get_of_company(company)
        return readers.filtered(
            lambda user: user.email and may_read_devices(user, company)
        )

    @api.model
    def _write_mail(self, company, user, now):
        """Put the mail of a person into the queue, unless there is nothing to say."""
        context = {
            "lang": user.lang,
            "tz": user.tz or get_zone(company),
            "allowed_company_ids": company.ids,
        }
        env = self.env(user=user, su=False, context=context)
        digest = prepare(env, company, now)
        if not digest:
            return
        own = self.with_context(**context)
        values = {
            "digest": digest,
            "company": company,
            "user": user,
            "zone": context["tz"],
            "url": lambda record: get_url(env, f"{record._name}/{record.id}"),
        }
        body = own.env["ir.qweb"]._render(TEMPLATE, values)
        subject = own.env._("Terminals of %s this morning", company.name)
        mail = {
            "subject": subject,
            "body_html": own.env["mail.render.mixin"]._render_encapsulate(
                LAYOUT,
                body,
                add_context={
                    "company": company,
                    "model_description": own.env._("Morning Mail"),
                    "record_name": company.name,
                },
            ),
            "recipient_ids": [fields.Command.link(user.partner_id.id)],
            "auto_delete": True,
        }
        sender = company.email_formatted or self.env.user.email_formatted
        if sender:
            mail["email_from"] = sender
        self.env["mail.mail"].create(mail)


def _is_due(company, now):
    local = get_local(company, now)
    sent = company.biometric_digest_day
    hour = local.hour + local.minute / 60
    return hour >= company.biometric_digest_hour and (not sent or sent < local.date())


def _note_day(company, now):
    """Note that this day's mails were written, or cannot be."""
    company.biometric_digest_day = get_local(company, now).date()
