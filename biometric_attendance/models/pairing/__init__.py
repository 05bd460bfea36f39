# ruff: noqa: I001 - a model before its second class.
from . import biometric_policy
from . import biometric_pairing
from . import apply
from . import biometric_pairing_lock
from . import hr_attendance
from . import hr_attendance_overtime_line
