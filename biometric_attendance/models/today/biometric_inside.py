"""The screen *Who Is Inside*, and the same on paper: nothing is begun and nothing is kept."""

from odoo import api, fields, models
from odoo.fields import Domain

from .activity import load_visitors, seconds
from .inside import find_inside
from .people import MANAGES_ALL, get_site, get_zone

REPORT = "biometric_attendance.biometric_inside_report"


class BiometricInside(models.AbstractModel):
    """Reads who is or may be inside now, of the people the user may see."""

    _name = "biometric.inside"
    _description = "Who Is Inside"

    @api.model
    def read_inside(self, site_id=False):
        """Return who is inside now, for the screen.

        :param site_id: the place; ``False`` for all of the user's company.
        :return: ``name`` of the place, ``now`` (seconds since 1970), ``tz``, ``sites``,
            ``lines`` with ``key``, ``kind``, ``name``, ``since``, ``site`` and ``place``,
            ``hidden`` (how many more are inside whom the user does not manage), and
            ``running``: the id of the evacuation of the place, if one goes on.
        :raises AccessError: the user manages nobody's attendances, or may not see the site.
        """
        self.env["biometric.today"]._check_officer()
        site = get_site(self.env, site_id)
        company = site.company_id or self.env.company
        now = fields.Datetime.now()
        found, hidden = self._find(company, now, site)
        evacuations = self.env["biometric.evacuation"]
        return {
            "name": site.name or company.name,
            "now": seconds(now),
            "tz": get_zone(company),
            "sites": self.env["biometric.today"]._read_names("biometric.site"),
            "lines": self._describe(found),
            "hidden": hidden,
            "running": evacuations._find_running(company, site).id,
        }

    @api.model
    def _find(self, company, now, site):
        """Return the :class:`~.inside.Inside` of who may be seen, and the number of others."""
        everybody = find_inside(company, now, site)
        domain = Domain("company_id", "in", self.env.companies.ids)
        if not self.env.user.has_group(MANAGES_ALL):
            domain &= Domain("attendance_manager_id", "=", self.env.uid)
        domain &= Domain("id", "in", [each.employee_id for each in everybody])
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        managed = set(employees.search(domain).ids)
        visitors = load_visitors(self.env, company, now, site)
        guests = {each["partner"] for each in visitors}
        shown = [
            each
            for each in everybody
            if each.employee_id in managed or each.partner_id in guests
        ]
        return shown, len(everybody) - len(shown)

    @api.model
    def _describe(self, found):
        # Names of sites and devices are no secret to who looks for people there.
        sites = self.env["biometric.site"].sudo()
        devices = self.env["biometric.device"].sudo()
        return [
            {
                "key": f"{each.kind}-{each.employee_id or each.partner_id}",
                "kind": each.kind,
                "name": each.name,
                "since": seconds(each.since),
                "site": sites.browse(each.site_id or []).name or "",
                "place": devices.browse(each.device_id or []).name or "",
            }
            for each in found
        ]

    @api.model
    def action_print(self, site_id=False):
        """Print who is inside now."""
        self.env["biometric.today"]._check_officer()
        site = get_site(self.env, site_id)
        company = site.company_id or self.env.company
        report = self.env.ref(REPORT)
        # Nobody is asked how documents of the company shall look, as Odoo does once.
        return report.report_action(company, {"site_id": site.id}, config=False)


class ReportInside(models.AbstractModel):
    """What the paper says: read when it is printed."""

    _name = "report.biometric_attendance.inside_report"
    _description = "Who Is Inside on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        inside = self.env["biometric.inside"]
        inside.env["biometric.today"]._check_officer()
        site = get_site(self.env, (data or {}).get("site_id"))
        company = site.company_id or self.env.company
        now = fields.Datetime.now()
        found, hidden = inside._find(company, now, site)
        sites = self.env["biometric.site"].sudo()
        devices = self.env["biometric.device"].sudo()
        by_site = {}
        for each in found:
            by_site.setdefault(sites.browse(each.site_id or []), []).append(each)
        kinds = self.env["biometric.evacuation.line"]._fields["kind"]
        return {
            "docs": company,
            "place": site.name or company.name,
            "now": now,
            "zone": get_zone(company),
            "count": len(found),
            "hidden": hidden,
            "by_site": sorted(
                by_site.items(), key=lambda item: (not item[0], item[0].name or "")
            ),
            "kinds": dict(kinds._description_selection(self.env)),
            "devices": devices,
        }
