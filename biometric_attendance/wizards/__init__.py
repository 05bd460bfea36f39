from . import (
    biometric_command_wizard,
    biometric_punch_import,
    biometric_repair,
    biometric_repair_line,
    biometric_user_import,
)
