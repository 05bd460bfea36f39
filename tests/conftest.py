"""Pure tests import `biometric_attendance.protocols` and the like without Odoo."""

from devkit import namespace  # noqa: F401
