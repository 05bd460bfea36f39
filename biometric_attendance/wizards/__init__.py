from . import biometric_repair, biometric_repair_line
