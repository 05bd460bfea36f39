"""Date the archiving of people who were archived without a departure date."""

from odoo.addons.biometric_attendance.models.people.archiving import date_archivings


def migrate(cr, version):
    """Take the end of their last attendance: later punches made none, and make none now."""
    date_archivings(cr)
