# ruff: noqa: I001
from . import biometric_difference, biometric_preview, biometric_approval_choice
from . import (
    biometric_approval,
    biometric_approval_line,
    biometric_assignment_wizard,
    biometric_assignment_wizard_line,
    biometric_clock_wizard,
    biometric_clock_wizard_line,
    biometric_command_wizard,
    biometric_recompute,
    biometric_recompute_line,
    biometric_source_column,
    biometric_source_layout,
    biometric_source_table,
    biometric_user_import,
)
