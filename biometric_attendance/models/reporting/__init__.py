from . import biometric_day
