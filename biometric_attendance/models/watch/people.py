"""Who is told of a device: its responsible person, else the site's, else the company's."""

from collections import defaultdict

from odoo.exceptions import ValidationError

from ..rights.biometric_rights import ADMINISTRATOR


def may_read_devices(user, companies):
    """Whether a person may read the devices of one of these companies."""
    user = user.sudo()
    devices = user.env["biometric.device"].with_user(user)
    works_there = bool(user.company_ids & companies)
    return user.active and not user.share and works_there and devices.has_access("read")


def check_responsible(user, company):
    """Check that a person who is to be told may read the devices.

    :param company: of the device or site; without one, the person has to work in a
        company of whoever chooses.
    :raises ValidationError: the person may not.
    """
    companies = company or user.env.companies
    if not may_read_devices(user, companies):
        raise ValidationError(
            user.env._(
                "%(person)s may not read the terminals of %(company)s: choose somebody "
                "of Attendances who works in that company.",
                person=user.sudo().name,
                company=companies[0].sudo().name,
            )
        )


class People:
    """The people who are told, looked up once a run."""

    def __init__(self, env):
        self._env = env(su=True)
        self._reachable = {}
        self._of_company = {}

    def get_of_device(self, device, company):
        """Return who is told of a device, an empty recordset for nobody."""
        return self._first(device.responsible_id, device.site_id, company)

    def get_of_site(self, site, company):
        """Return who is told of a site."""
        return self._first(site.responsible_id, site.browse(), company)

    def _first(self, own, site, company):
        for user in (own, site.responsible_id):
            if user and self._is_reachable(user, company):
                return user
        return self.get_of_company(company)

    def _is_reachable(self, user, company):
        key = (user, company)
        if key not in self._reachable:
            reached = user.email and may_read_devices(user, company)
            self._reachable[key] = bool(reached)
        return self._reachable[key]

    def get_of_company(self, company):
        """Return who is told of all else of a company: by its settings, or the first
        administrator of Attendances, one with an e-mail address if possible.
        """
        if company not in self._of_company:
            chosen = company.biometric_alert_user_id
            if not (chosen and may_read_devices(chosen, company)):
                chosen = self._get_administrator(company)
            self._of_company[company] = chosen
        return self._of_company[company]

    def _get_administrator(self, company):
        users = self._get_administrators()[company.id]
        return next((user for user in users if user.email), users[:1])

    def _get_administrators(self):
        """Return the administrators of each company: ``{id: users}``."""
        if not hasattr(self, "_administrators"):
            found = defaultdict(self._env["res.users"].browse)
            group = self._env.ref(ADMINISTRATOR)
            for user in group.all_user_ids.filtered("active").sorted("id"):
                for company in user.company_ids if not user.share else ():
                    found[company.id] += user
            self._administrators = found
        return self._administrators
