from . import (
    biometric_command_wizard,
    biometric_punch_import,
    biometric_recompute,
    biometric_recompute_line,
    biometric_user_import,
)
